/** Values of settings as text and back, and the change that a new value amounts to. Pure. */
import type { Change } from '../../../configure/types.ts'
import type { FieldSpec, SettingSpec } from './spec.ts'

/** A value in the file's words as one line of text. */
export function settingText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(settingText).join(', ')
  if (typeof value === 'object' && 'address' in value)
    return [value.address, 'gateway' in value ? value.gateway : ''].filter(Boolean).join(' ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The text that is put into the input line: what parseSetting() takes back. */
export function editText(spec: Pick<FieldSpec, 'type' | 'lines'>, value: unknown): string {
  if (spec.type === 'secret') return ''
  const text = settingText(value)
  return spec.lines ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : text
}

/** What was typed, as the value that the profile's schema judges; null takes an optional setting away. */
export function parseSetting(spec: Pick<SettingSpec, 'type' | 'optional' | 'lines'>, text: string): unknown {
  if (spec.lines) return text.replace(/\\(n|\\)/g, (_, code: string) => (code === 'n' ? '\n' : '\\'))
  const trimmed = text.trim()
  if (spec.type === 'list') return trimmed === '' ? [] : trimmed.split(listSeparator(trimmed)).filter(Boolean)
  if (trimmed === '' && spec.optional) return spec.type === 'text' ? '' : null
  if (spec.type === 'bool') return trimmed === 'true' || trimmed === 'yes'
  if (spec.type === 'int') return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed
  if (spec.type === 'address' && trimmed !== 'dhcp' && trimmed !== 'none') {
    const [address, gateway] = trimmed.split(/\s+(?:via\s+)?/)
    return { address, ...(gateway ? { gateway } : {}) }
  }
  return trimmed
}

/** Public keys have blanks inside: where one is meant, only commas part them. */
function listSeparator(text: string): RegExp {
  return /(?:ssh|ecdsa|sk)-\S+ /.test(text) ? /\s*,\s*/ : /[\s,]+/
}

/** The value under a dotted path. */
export function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      data,
    )
}

/** The change that gives a setting this value. A setting inside a part is written with the whole part. `file`: the profile in the file's words. */
export function settingChange(
  spec: Pick<SettingSpec, 'path' | 'within'>,
  file: Readonly<Record<string, unknown>>,
  value: unknown,
): Change {
  if (spec.within === undefined) return { type: 'set', path: spec.path, value }
  const part = valueAt(file, spec.within)
  const key = spec.path.slice(spec.within.length + 1)
  const whole = { ...(typeof part === 'object' && part !== null ? part : {}), [key]: value }
  return { type: 'set', path: spec.within, value: whole }
}
