/**
 * What a change of some symbols means for the profile: the smallest set of own symbols that brings it about. Symbols that would be so
 * without the profile are left out; what the recipe asks for and the change takes away is said to be off, or the build would insist.
 */
import type { KconfigSymbol, KconfigTree } from '../../../kconfig/ast.ts'
import type { KconfigConfiguration } from '../../../kconfig/configuration.ts'
import { isLogical } from '../../../kconfig/user-values.ts'
import type { Asked } from './asked.ts'
import { isChangeable } from './marks.ts'
import type { BuildValues } from './values.ts'

export interface Proposal {
  own: Map<string, string>
  /** Own symbols of the profile that fall with the change. */
  let: string[]
  /** What components and drivers ask for and would not get any more. */
  broken: { symbol: string; by: readonly string[] }[]
}

/** Chains of what falls with what are short. */
const ROUNDS = 20

export type Assignment = readonly [symbol: string, value: string]

/** Nothing is changed by asking. */
export function propose(values: BuildValues, asked: Asked, assignments: readonly Assignment[]): Proposal {
  const { configuration, fragment } = values
  const { tree } = configuration
  const holds = (of: KconfigConfiguration) => (symbol: string, value: string) => hasValue(of, symbol, value)
  const heldBefore = new Set([...asked.own].filter(([symbol, value]) => holds(configuration)(symbol, value)).map(first))
  const wishesBefore = wishes(asked).filter(([symbol, { value }]) => satisfied(configuration, symbol, value))
  const own = new Map(asked.own)
  for (const [symbol, value] of assignments) assign(own, tree, symbol, value, { fragment, others: asked.others })
  // What had fallen with another change comes back with it.
  const closed = [...own].filter(
    ([symbol, value]) =>
      value === 'n' && fragment.has(symbol) && fragment.get(symbol) !== 'n' && !isOpen(configuration, symbol),
  )
  const named = new Set(assignments.map(first))
  values.trial(own, (trial) => {
    for (const [symbol] of closed) if (!named.has(symbol) && isOpen(trial, symbol)) own.delete(symbol)
  })
  const gone = new Set<string>()
  // What falls can take others along; a circle of wishes that cannot all hold must not go round for ever.
  for (let rounds = 0; rounds < ROUNDS && settle(); rounds++);
  for (const symbol of named) leaveOut(values, own, symbol)
  const broken = values.trial(own, (trial) =>
    wishesBefore
      .filter(([symbol, { value }]) => !own.has(symbol) && !satisfied(trial, symbol, value))
      .map(([symbol, { by }]) => ({ symbol, by })),
  )
  return { own, let: [...gone].filter((symbol) => !own.has(symbol)), broken }

  /** Lets go of own symbols that do not hold any more, and says of the recipe's that they are off. True where that changed something. */
  function settle(): boolean {
    return values.trial(own, (trial) => {
      let changed = false
      const set = (symbol: string, value: string | undefined) => {
        changed = true
        if (value === undefined) own.delete(symbol)
        else own.set(symbol, value)
      }
      for (const [symbol, value] of [...own]) {
        if (named.has(symbol) || !heldBefore.has(symbol) || holds(trial)(symbol, value)) continue
        // Without modules what was one is built in, as in menuconfig.
        const builtIn = value === 'm' && holds(trial)(symbol, 'y')
        if (!builtIn) gone.add(symbol)
        set(symbol, builtIn ? 'y' : undefined)
      }
      for (const [symbol, value] of fragment)
        if (!own.has(symbol) && !asked.others.has(symbol) && tree.symbols.has(symbol) && !holds(trial)(symbol, value))
          set(symbol, fallen(trial, symbol))
      return changed
    })
  }
}

function first([name]: readonly [string, ...unknown[]]): string {
  return name
}

function wishes({ others, own }: Asked) {
  return [...others].filter(([symbol]) => !own.has(symbol))
}

/** One member of a choice excludes the others, whoever asks for them. */
function assign(
  own: Map<string, string>,
  tree: KconfigTree,
  name: string,
  value: string,
  { fragment, others }: { fragment: ReadonlyMap<string, string>; others: Asked['others'] },
): void {
  const choice = tree.symbols.get(name)?.choice
  if (choice && value === 'y')
    for (const member of choice.members) {
      own.delete(member.name)
      const asked = others.get(member.name)?.value ?? fragment.get(member.name)
      if (member.name !== name && asked !== undefined && asked !== 'n') own.set(member.name, 'n')
    }
  own.set(name, value)
}

/** Takes an own symbol out where the rest gives it the same value, and the recipe does not insist on another. */
function leaveOut(values: BuildValues, own: Map<string, string>, symbol: string): void {
  const value = own.get(symbol)
  if (value === undefined) return
  const without = new Map(own)
  without.delete(symbol)
  if (values.trial(without, (trial) => hasValue(trial, symbol, value) && insists(values, symbol, trial)))
    own.delete(symbol)
}

function insists({ fragment }: BuildValues, symbol: string, trial: KconfigConfiguration): boolean {
  const wanted = fragment.get(symbol)
  return wanted === undefined || hasValue(trial, symbol, wanted)
}

function fallen(configuration: KconfigConfiguration, name: string): string {
  const symbol = configuration.tree.symbols.get(name)
  return symbol && isLogical(symbol) ? configuration.text(symbol) : 'n'
}

function isOpen(configuration: KconfigConfiguration, name: string): boolean {
  const symbol = configuration.tree.symbols.get(name)
  return symbol !== undefined && isChangeable(symbol, configuration)
}

/** Whether the configuration comes to this value; a text that is not written counts as n. */
export function hasValue(configuration: KconfigConfiguration, name: string, value: string): boolean {
  const symbol = configuration.tree.symbols.get(name)
  return symbol === undefined ? value === 'n' : valueText(configuration, symbol) === comparable(symbol, value)
}

/** `y` satisfies a wish for `m`, too. */
function satisfied(configuration: KconfigConfiguration, name: string, value: string): boolean {
  return hasValue(configuration, name, value) || (value === 'm' && hasValue(configuration, name, 'y'))
}

/** As the build sees it in .config. */
export function valueText(configuration: KconfigConfiguration, symbol: KconfigSymbol): string {
  if (!isLogical(symbol) && !configuration.written(symbol)) return 'n'
  return comparable(symbol, configuration.text(symbol))
}

function comparable({ type }: KconfigSymbol, value: string): string {
  return type === 'hex' && value !== 'n'
    ? `0x${value
        .replace(/^0[xX]/, '')
        .replace(/^0+(?=.)/, '')
        .toLowerCase()}`
    : value
}
