/** A component's options: the profile's values over the catalog's defaults, checked against the option's type. */
import type { Component, OptionSpec } from '../catalog/types.ts'
import { passwordHash } from '../profile/rules.ts'
import type { ComponentChoice, OptionValue } from '../profile/types.ts'
import { didYouMean } from '../system/nearest.ts'
import { parseSize } from '../system/size.ts'
import { ORIGIN_KEY } from './origins.ts'
import type { Problem } from './types.ts'

/** Every option with its value; wrong ones keep the default and become problems. */
export function resolveOptions(
  component: Component,
  choice: ComponentChoice | undefined,
): { options: Record<string, OptionValue>; problems: Problem[] } {
  const given = typeof choice === 'object' ? choice : {}
  const problems: Problem[] = []
  const options: Record<string, OptionValue> = {}
  for (const [name, spec] of Object.entries(component.options)) {
    const value = given[name] ?? spec.default
    const complaint = optionComplaint(spec, value)
    options[name] = complaint === undefined ? value : spec.default
    if (complaint !== undefined)
      problems.push({
        severity: 'error',
        about: `components.${component.id}.${name}`,
        message: `components.${component.id}.${name} is ${JSON.stringify(value)}; expected ${complaint}`,
        hint: spec.values ? `Allowed: ${spec.values.join(', ')}` : '',
      })
  }
  for (const name of Object.keys(given))
    if (name !== ORIGIN_KEY && !(name in component.options))
      problems.push({
        severity: 'error',
        about: `components.${component.id}.${name}`,
        message: `components.${component.id}.${name}: ${component.id} has no such option`,
        hint: didYouMean(name, Object.keys(component.options)) || `${component.id} has no options`,
      })
  return { options, problems }
}

/** What was expected instead, or undefined when the value is right. Also used while a value is typed. */
export function optionComplaint(spec: OptionSpec, value: OptionValue): string | undefined {
  const within = (number: number) =>
    number >= (spec.min ?? -Infinity) && number <= (spec.max ?? Infinity)
      ? undefined
      : `a value from ${spec.min ?? '…'} to ${spec.max ?? '…'}`
  switch (spec.type) {
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'int':
      return typeof value === 'number' && Number.isInteger(value) ? within(value) : 'a whole number'
    case 'size': {
      const bytes = typeof value === 'string' || typeof value === 'number' ? parseSize(value) : undefined
      return bytes === undefined ? 'a size such as 64M' : within(bytes)
    }
    case 'string':
      if (typeof value !== 'string' || /\p{Cc}/u.test(value)) return 'one line of text'
      return formComplaint(spec, value)
    case 'secret':
      return value === '' || passwordHash.safeParse(value).success
        ? undefined
        : 'a crypt(5) hash, as `openssl passwd -6` prints it'
    case 'choice':
      return typeof value === 'string' && (spec.values ?? []).includes(value)
        ? undefined
        : `one of ${(spec.values ?? []).join(', ')}`
    case 'list':
      if (!Array.isArray(value) || value.some((item) => /[\p{Cc}\s]/u.test(item))) return 'a list of words'
      if (!value.every((item) => spec.values === undefined || spec.values.includes(item)))
        return `a list of ${(spec.values ?? []).join(', ')}`
      return value.map((item) => formComplaint(spec, item)).find((complaint) => complaint !== undefined)
  }
}

/** An option's own form, such as a word that becomes part of an address. */
function formComplaint({ pattern }: OptionSpec, text: string): string | undefined {
  return pattern === undefined || new RegExp(pattern.match, 'u').test(text) ? undefined : pattern.expected
}
