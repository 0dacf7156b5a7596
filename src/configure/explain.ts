/** Why something is as it is, in sentences: an entry of the catalog, a kernel symbol, a setting. */
import { profileAsFile } from '../profile/merge.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { didYouMean } from '../system/nearest.ts'
import { describeChange } from './changes.ts'
import { proposeFix } from './fix.ts'
import { originText } from './origins.ts'
import type { Configuration, EntryState, Reason } from './types.ts'

/** The reason in a few words: `chosen in the profile`, `needed by gcc`. */
export function reasonText(reason: Reason): string {
  switch (reason.type) {
    case 'chosen':
      return 'chosen in the profile'
    case 'essential':
      return 'part of every system'
    case 'required':
      return `needed by ${reason.by.join(', ')}`
    case 'setting':
      return `needed by the setting ${reason.setting}`
    case 'off':
      return 'not chosen'
  }
}

/** Lines that explain `subject`: a component or driver id, `kernel:SYMBOL`, or a dotted setting. Throws when there is none. */
export function explain(configuration: Configuration, subject: string): string[] {
  const state = configuration.states.get(subject)
  if (state !== undefined) return explainEntry(configuration, state)
  const symbol = subject.replace(/^kernel:/, '').replace(/^CONFIG_/, '')
  const request = configuration.kernel.get(symbol)
  if (request !== undefined)
    return [`kernel symbol ${symbol}=${request.value}`, `  asked for by ${request.by.join(', ')}`]
  if (subject.startsWith('kernel:'))
    return [
      `kernel symbol ${symbol}: nobody asks for it`,
      '  It has the value that the kernel gives it by default. kernel.config in the profile sets it.',
    ]
  const setting = settingValue(configuration, subject)
  if (setting !== undefined) return [`${subject}: ${JSON.stringify(setting)}`]
  throw new SmartError(`Nothing is called ${JSON.stringify(subject)}`, {
    hint:
      didYouMean(subject, [...configuration.states.keys()]) ||
      'Name a component, a driver, kernel:SYMBOL or a setting such as system.hostname',
    exitStatus: ExitStatus.usage,
  })
}

function explainEntry(configuration: Configuration, state: EntryState): string[] {
  const { entry, selected, reason, mode, blocks, neededBy } = state
  const lines = [
    `${entry.kind} ${entry.id}: ${selected ? 'on' : 'off'}${mode === undefined ? '' : mode === 'module' ? ' (module)' : ' (built in)'}, ${reasonText(reason)}`,
  ]
  lines.push(`  ${entry.summary}`)
  if (state.origin !== undefined) lines.push(`  origin ${state.origin} (${originText(state.origin)}): ${state.why}`)
  else if (mode !== undefined && state.why !== undefined) lines.push(`  ${mode}: ${state.why}`)
  if (entry.requires.length > 0) lines.push(`  needs ${entry.requires.join(', ')}`)
  if (neededBy.length > 0) lines.push(`  needed by ${neededBy.join(', ')}`)
  const symbols = Object.entries(entry.kernel).map(([symbol, value]) => `${symbol}=${value}`)
  if (symbols.length > 0) lines.push(`  kernel: ${symbols.join(' ')}`)
  for (const block of blocks) lines.push(`  cannot be switched ${selected ? 'off' : 'on'}: ${block.text}`)
  if (blocks.length > 0) {
    const fix = proposeFix(configuration, entry.id, !selected)
    lines.push(
      fix === undefined
        ? '  nothing in the profile can change that'
        : `  what would allow it: ${fix.map(describeChange).join('; ')}`,
    )
  }
  return lines
}

function settingValue(configuration: Configuration, path: string): unknown {
  let value: unknown = profileAsFile(configuration.profile)
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
