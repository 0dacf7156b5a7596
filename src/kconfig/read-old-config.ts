/**
 * A .config's text → the user's values by the rules of busybox's older conf: of several lines for a symbol the first counts, names
 * that the tree lacks are always reported, and a carriage return is part of the value.
 */

import { assignValue } from './assign-value.ts'
import type { KconfigSymbol } from './ast.ts'
import type { ConfigMessage } from './read-config.ts'
import type { UserValues } from './user-values.ts'

type Warn = (kind: ConfigMessage['kind'], message: string, symbol?: string) => void

/** Reads one line, its newline included. */
export function readOldLine(
  line: string,
  user: UserValues,
  find: (name: string) => KconfigSymbol | undefined,
  warn: Warn,
): void {
  const unset = /^#.(CONFIG_[^ ]*) is not set/.exec(line)?.[1]?.slice(7)
  const [, name, value = ''] = /^CONFIG_([^=]*)=([^\n]*)/.exec(line) ?? []
  const known = unset ?? name
  if (known === undefined) {
    if (!/^(?:#|CONFIG_|\n)/.test(line)) warn('malformed', 'unexpected data')
    return
  }
  const symbol = find(known)
  if (symbol === undefined) {
    warn('unknown', `trying to assign nonexistent symbol ${known}`, known)
    return
  }
  if (user.isGiven(symbol)) warn('repeated', `trying to reassign symbol ${symbol.name}`, symbol.name)
  else if (unset !== undefined) {
    if (symbol.type === 'bool' || symbol.type === 'tristate') user.giveLevel(symbol, 0)
  } else {
    const problem = assignValue(user, symbol, value)
    const isNumber = symbol.type === 'int' || symbol.type === 'hex'
    if (problem !== undefined && !(isNumber && value === '')) warn('invalid', problem, symbol.name)
    if (problem !== undefined && (isNumber || symbol.type === 'string')) return
  }
  if (symbol.choice) chooseMember(user, symbol, symbol.choice, warn)
}

/** A second member at y puts the choice's mode in doubt, but does not take the choice over. */
function chooseMember(user: UserValues, symbol: KconfigSymbol, choice: KconfigSymbol, warn: Warn): void {
  const level = user.level(symbol)
  const mode = user.level(choice)
  if ((level === 1 && mode === 2) || (level === 2 && mode !== 0)) {
    warn('choice', `${symbol.name} creates inconsistent choice state`, symbol.name)
    user.withdraw(choice)
  } else if (level === 2) user.members.set(choice, symbol)
  user.levels[choice.index] = Math.max(mode, level)
}
