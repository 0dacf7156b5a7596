/**
 * A .config's text → the user's values, line by line as conf_read_simple() of the kernel's scripts/kconfig/confdata.c does: what
 * it warns about is returned, what it silently passes over is passed over. (parseDotConfig() reads fragments without a tree.)
 */
import type { KconfigSymbol, KconfigTree, Tristate } from './ast.ts'
import { isWellFormed } from './number-text.ts'
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

  for (const line of linesOf(config.text)) {
    number++
    const read = readLine(line)
    if (read === undefined) {
      if (!/^(?:#|CONFIG_|[\r\n])/.test(line)) warn('malformed', `unexpected data: ${line.split(/[\r\n]/)[0]}`)
      continue
    }
    const symbol = findSymbol(tree, read.symbol)
    if (symbol === undefined) {
      if (warnUnknown) warn('unknown', `unknown symbol: ${read.symbol}`, read.symbol)
      continue
    }
    if (user.isGiven(symbol)) warn('repeated', `override: reassigning to symbol ${symbol.name}`, symbol.name)
    const problem = assign(user, symbol, read.value)
    if (problem !== undefined) warn('invalid', problem, symbol.name)
    else if (symbol.choice) {
      const conflict = assignChoice(user, symbol, symbol.choice)
      if (conflict !== undefined) warn('choice', conflict, symbol.name)
    }
  }
  return { user, messages }
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

/** Takes the value, or says in C's words why not. */
function assign(user: UserValues, symbol: KconfigSymbol, value: string): string | undefined {
  switch (symbol.type) {
    case 'bool':
    case 'tristate': {
      const level = 'nmy'.indexOf(value.charAt(0))
      if (value === '' || level < 0 || (level === 1 && symbol.type === 'bool'))
        return `symbol value '${value}' invalid for ${symbol.name}`
      user.giveLevel(symbol, level as Tristate)
      return undefined
    }
    case 'string': {
      // As in C a text without quotes is no value, and no error either.
      if (!value.startsWith('"')) return undefined
      const text = /^"((?:[^"\\]|\\.)*)"/s.exec(value)?.[1]
      if (text === undefined) return 'invalid string found'
      user.giveText(symbol, text.replace(/\\(.)/gs, '$1'))
      return undefined
    }
    case 'int':
    case 'hex':
      if (!isWellFormed(symbol, value)) return `symbol value '${value}' invalid for ${symbol.name}`
      user.giveText(symbol, value)
      return undefined
    default:
      return undefined
  }
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
