/**
 * A .config's text → the user's values, line by line as conf_read_simple() of the kernel's scripts/kconfig/confdata.c does: what
 * it warns about is returned, what it silently passes over is passed over. (parseDotConfig() reads fragments without a tree.)
 */

import { assignValue } from './assign-value.ts'
import type { KconfigSymbol, KconfigTree } from './ast.ts'
import { readOldLine } from './read-old-config.ts'
import { UserValues } from './user-values.ts'

/** A text with the name that messages call it by. */
export interface ConfigText {
  name: string
  text: string
}

/** `message` in C's words: after `FILE:LINE:warning: ` where there is a line. */
export interface ConfigMessage {
  kind: 'unknown' | 'malformed' | 'repeated' | 'invalid' | 'choice' | 'unmet'
  file: string | undefined
  line: number | undefined
  message: string
  /** The symbol in question, without CONFIG_. */
  symbol: string | undefined
}

interface Line {
  symbol: string
  value: string
}

/** Fills fresh user values; choices all count as given, n unless a member says otherwise. `warnUnknown` reports names the tree lacks. */
export function readConfig(
  tree: KconfigTree,
  config: ConfigText,
  warnUnknown = false,
): { user: UserValues; messages: ConfigMessage[] } {
  const user = new UserValues(tree)
  const messages: ConfigMessage[] = []
  for (const choice of tree.choices) user.giveLevel(choice, 0)
  let number = 0
  const warn = (kind: ConfigMessage['kind'], message: string, symbol?: string) =>
    messages.push({ kind, file: config.name, line: number, message, symbol })

  const find = (name: string) => findSymbol(tree, name)
  for (const line of linesOf(config.text)) {
    number++
    if (tree.dialect === 'busybox') readOldLine(line, user, find, warn)
    else readKernelLine(line, user, find, warnUnknown, warn)
  }
  return { user, messages }
}

type Warn = (kind: ConfigMessage['kind'], message: string, symbol?: string) => void

function readKernelLine(
  line: string,
  user: UserValues,
  find: (name: string) => KconfigSymbol | undefined,
  warnUnknown: boolean,
  warn: Warn,
): void {
  const read = readLine(line)
  if (read === undefined) {
    if (!/^(?:#|CONFIG_|[\r\n])/.test(line)) warn('malformed', `unexpected data: ${line.split(/[\r\n]/)[0]}`)
    return
  }
  const symbol = find(read.symbol)
  if (symbol === undefined) {
    if (warnUnknown) warn('unknown', `unknown symbol: ${read.symbol}`, read.symbol)
    return
  }
  if (user.isGiven(symbol)) warn('repeated', `override: reassigning to symbol ${symbol.name}`, symbol.name)
  const problem = assignValue(user, symbol, read.value)
  if (problem !== undefined) warn('invalid', problem, symbol.name)
  else if (symbol.choice) {
    const conflict = assignChoice(user, symbol, symbol.choice)
    if (conflict !== undefined) warn('choice', conflict, symbol.name)
  }
}

/** Lines with their newline; a NUL ends a line's text, as it ends C's strings. */
function* linesOf(text: string): Generator<string> {
  let start = 0
  while (start < text.length) {
    const end = text.indexOf('\n', start)
    const line = end < 0 ? text.slice(start) : text.slice(start, end + 1)
    start += line.length
    const nul = line.indexOf('\0')
    yield nul < 0 ? line : line.slice(0, nul)
  }
}

/** `CONFIG_X=value` or `# CONFIG_X is not set`; a carriage return only goes where a newline follows it. */
function readLine(line: string): Line | undefined {
  if (line.startsWith('# CONFIG_')) {
    const space = line.indexOf(' ', 9)
    return space >= 0 && line.startsWith('is not set', space + 1)
      ? { symbol: line.slice(9, space), value: 'n' }
      : undefined
  }
  const equals = line.startsWith('CONFIG_') ? line.indexOf('=') : -1
  if (equals < 0) return undefined
  return { symbol: line.slice(7, equals), value: line.slice(equals + 1).replace(/\r?\n$/, '') }
}

function findSymbol(tree: KconfigTree, name: string): KconfigSymbol | undefined {
  return tree.symbols.get(name) ?? (name === '' ? undefined : tree.choices.find((choice) => choice.name === name))
}

/** A member's value decides the mode of its choice; the last member at y is the one chosen. */
function assignChoice(user: UserValues, symbol: KconfigSymbol, choice: KconfigSymbol): string | undefined {
  const level = user.level(symbol)
  const mode = user.level(choice)
  let conflict: string | undefined
  if (level === 1 && mode === 2) {
    conflict = `${symbol.name} creates inconsistent choice state`
    user.withdraw(choice)
  }
  if (level === 2) {
    if (mode !== 0) conflict = `override: ${symbol.name} changes choice state`
    user.members.set(choice, symbol)
  }
  user.levels[choice.index] = Math.max(mode, level)
  return conflict
}
