/** Sources that a person supplies through an option: what is missing or malformed, and the candidates that the values amount to. */
import { isAbsolute, resolve } from 'node:path'
import type { Component, SourceCandidate } from '../catalog/types.ts'
import type { OptionValue } from '../profile/types.ts'
import type { Problem } from './types.ts'

type Options = Readonly<Record<string, OptionValue>>

/** Problems of a selected component's supplied sources: none given, an address without a hash, a hash that is none. */
export function suppliedSourceProblems(
  component: Pick<Component, 'id' | 'title' | 'sources'>,
  options: Options,
): Problem[] {
  const setting = (option: string) => `components.${component.id}.${option}`
  return component.sources.flatMap((source): Problem[] => {
    if (source.type !== 'option') return []
    const about = setting(source.option)
    const error = (at: string, message: string, hint: string): Problem[] => [
      { severity: 'error', about: at, message, hint },
    ]
    const [value, hash] = [textOf(options, source.option), textOf(options, source.sha256Option)]
    const hashSetting = setting(source.sha256Option)
    if (value === '')
      // Another candidate may bring it.
      return component.sources.length > 1
        ? []
        : error(
            about,
            `${component.title} may not be handed on by others: ${about} has to name its archive`,
            `Download it from ${source.offeredAt}, and set ${about} to the file, or to its address together with ${hashSetting}`,
          )
    if (hash !== '' && !/^[0-9a-fA-F]{64}$/.test(hash))
      return error(
        hashSetting,
        `${hashSetting} is ${JSON.stringify(hash)}; expected a SHA-256 in 64 hex digits`,
        'sha256sum FILE prints it',
      )
    if (isAddress(value) && hash === '')
      return error(
        hashSetting,
        `${about} is an address, and nothing says which bytes are expected there`,
        `Set ${hashSetting} to the SHA-256 of the file (sha256sum FILE prints it), or ${about} to a file on this machine`,
      )
    return []
  })
}

/** The candidates with every option's value in place; `folder` is what relative paths in options start from. Unset ones fall away. */
export function sourceCandidates(
  component: Pick<Component, 'sources'>,
  options: Options,
  folder: string,
): SourceCandidate[] {
  return component.sources.flatMap((source): SourceCandidate[] => {
    if (source.type !== 'option') return [source]
    const value = textOf(options, source.option)
    const hash = textOf(options, source.sha256Option).toLowerCase()
    if (value === '') return []
    if (isAddress(value)) return [{ type: 'url', url: value, sha256: hash }]
    const path = isAbsolute(value) ? value : resolve(folder, value)
    return [{ type: 'local', path, ...(hash === '' ? {} : { sha256: hash }) }]
  })
}

function textOf(options: Options, name: string): string {
  const value = options[name]
  return typeof value === 'string' ? value.trim() : ''
}

function isAddress(value: string): boolean {
  return /^https?:\/\//i.test(value)
}
