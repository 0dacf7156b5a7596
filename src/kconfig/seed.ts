/** The user's values that a build's configuration starts from: what a text asks for, and what everything else is then. */
import type { KconfigTree } from './ast.ts'
import { readConfig } from './read-config.ts'
import { isLogical, type UserValues } from './user-values.ts'

/**
 * `no`: what the text leaves out is n, also what becomes visible later (allnoconfig with KCONFIG_ALLCONFIG). `default`: it is left
 * to the defaults (a .config, then oldconfig). Lines that cannot be used are passed over: reading says which.
 */
export function seedValues(tree: KconfigTree, text: string, unset: 'no' | 'default'): UserValues {
  const { user } = readConfig(tree, { name: '.config', text })
  if (unset === 'default') return user
  for (const list of [tree.symbols.values(), tree.choices])
    for (const symbol of list) if (isLogical(symbol) && !user.isGiven(symbol)) user.giveLevel(symbol, 0)
  for (const choice of tree.choices) user.given[choice.index] = 1
  return user
}
