/** The .config format: `CONFIG_X=value`, strings in quotes with `\` before `"` and `\`, and `# CONFIG_X is not set` for n. */
import type { KernelValue } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'
import type { SymbolType } from './ast.ts'

const notSet = /^# CONFIG_([A-Za-z0-9_]+) is not set$/
const assignment = /^CONFIG_([A-Za-z0-9_]+)=(.*)$/
const quotedText = /^"((?:[^"\\]|\\.)*)"$/

/** A line that says nothing usable, or something a second time. */
export interface DotConfigProblem {
  /** From 1. */
  line: number
  text: string
  kind: 'malformed' | 'repeated'
}

export interface DotConfig {
  /** Symbol (without CONFIG_) → its value, strings unquoted, `n` for what is not set. The last of several lines counts, as in C. */
  values: Map<string, string>
  problems: DotConfigProblem[]
}

/** Reads a .config or a fragment; lines that cannot be used are listed, not thrown. */
export function parseDotConfig(text: string): DotConfig {
  const values = new Map<string, string>()
  const problems: DotConfigProblem[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const problem = (kind: DotConfigProblem['kind']) => problems.push({ line: index + 1, text: line, kind })
    const [, symbol, value] = notSet.exec(line) ?? assignment.exec(line) ?? []
    const plain = value === undefined ? 'n' : unquoteValue(value)
    if (symbol === undefined) {
      if (line.trim() !== '' && !line.startsWith('#')) problem('malformed')
    } else if (plain === undefined) problem('malformed')
    else {
      if (values.has(symbol)) problem('repeated')
      values.set(symbol, plain)
    }
  }
  return { values, problems }
}

/** A value as it stands in a .config → the value itself; undefined where a quoted text does not end. */
export function unquoteValue(value: string): string | undefined {
  if (!value.startsWith('"')) return value
  return quotedText.exec(value)?.[1]?.replace(/\\(.)/g, '$1')
}

/**
 * Values as the text of a .config or fragment, sorted by symbol. Without `typeOf` a value that is y, m or n, a number or
 * starts with 0x is written bare and anything else in quotes; with it, strings are quoted whatever they look like.
 * Throws SmartError for a name or value that could not be read back (a line break in a value would be a line of its own).
 */
export function formatDotConfig(
  values: ReadonlyMap<string, KernelValue>,
  typeOf: (symbol: string) => SymbolType | undefined = () => undefined,
): string {
  const sorted = [...values].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  return sorted.map(([symbol, value]) => `${formatLine(symbol, String(value), typeOf(symbol))}\n`).join('')
}

const bareValue = /^([ymn]|[-+]?[0-9]+|0[xX][0-9a-fA-F]+)$/

function formatLine(symbol: string, value: string, type: SymbolType | undefined): string {
  if (!/^[A-Za-z0-9_]+$/.test(symbol))
    throw new SmartError(`${JSON.stringify(symbol)} is not the name of a kernel symbol`, {
      hint: 'Use capital letters, digits and _, without CONFIG_',
    })
  if (/[\n\r\0]/.test(value))
    throw new SmartError(`The value of the kernel symbol ${symbol} contains a line break`, {
      hint: 'Give it as one line',
    })
  const bare = type === undefined || type === 'unknown' ? bareValue.test(value) : type !== 'string'
  if (!bare) return `CONFIG_${symbol}="${value.replace(/["\\]/g, '\\$&')}"`
  const logical = type === 'bool' || type === 'tristate' || type === undefined || type === 'unknown'
  return logical && value === 'n' ? `# CONFIG_${symbol} is not set` : `CONFIG_${symbol}=${value}`
}
