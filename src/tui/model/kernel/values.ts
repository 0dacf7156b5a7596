/**
 * The configuration that a build would come to: the fragment, what others ask for and the profile's own symbols, evaluated. The first
 * two are read once and kept; own symbols lie over them, so that a keypress costs what it changes.
 */
import type { KconfigSymbol, KconfigTree } from '../../../kconfig/ast.ts'
import { createConfiguration, type KconfigConfiguration } from '../../../kconfig/configuration.ts'
import { formatDotConfig, parseDotConfig } from '../../../kconfig/dot-config.ts'
import { readConfig } from '../../../kconfig/read-config.ts'
import { resolveRequests } from '../../../kconfig/resolve-requests.ts'
import { seedValues } from '../../../kconfig/seed.ts'
import { type GivenValues, isLogical, UserValues } from '../../../kconfig/user-values.ts'
import type { ConfigurableTree } from '../../../pipeline/types.ts'
import type { Asked, Own, Wish } from './asked.ts'

export class BuildValues {
  /** What the recipe's fragment asks for. */
  readonly fragment: ReadonlyMap<string, string>
  readonly #source: ConfigurableTree
  #others: ReadonlyMap<string, Wish> | undefined
  #wishes: ReadonlyMap<string, Wish> = new Map()
  #base: GivenValues
  #own: Own = new Map()
  #now: KconfigConfiguration | undefined
  #trial: KconfigConfiguration | undefined

  constructor(source: ConfigurableTree) {
    this.#source = source
    this.fragment = parseDotConfig(source.fragment).values
    this.#base = new UserValues(source.tree)
  }

  get configuration(): KconfigConfiguration {
    this.#now ??= createConfiguration(this.#source.tree, this.#over(this.#own))
    return this.#now
  }

  /** Takes wishes over; what is the same as before costs nothing. */
  take({ others, own }: Asked): void {
    if (!sameWishes(others, this.#others)) {
      this.#others = others
      this.#own = own
      this.#seed(others)
    } else if (!sameOwn(own, this.#own)) {
      this.#own = own
      this.#now?.adopt(this.#over(own))
    }
  }

  /** Others' wishes with what the build would add to them, so that they can be met. */
  get wishes(): ReadonlyMap<string, Wish> {
    return this.#wishes
  }

  #seed(others: ReadonlyMap<string, Wish>): void {
    const { tree, unset, fragment } = this.#source
    this.#ground(others)
    const met = ([symbol, { value }]: [string, Wish]) =>
      this.#own.has(symbol) || reaches(this.configuration, symbol, value)
    if (unset !== 'no' || [...others].every(met)) return
    const requests = new Map([...others].map(([symbol, { value }]) => [symbol, value]))
    const { added } = resolveRequests(tree, fragment, requests)
    if (added.length === 0) return
    const more = added.map(({ symbol, value, servedSymbol }): [string, Wish] => [
      symbol,
      { value, by: others.get(servedSymbol)?.by ?? [] },
    ])
    this.#ground(new Map([...others, ...more]))
  }

  #ground(wishes: ReadonlyMap<string, Wish>): void {
    const { tree, unset } = this.#source
    this.#wishes = wishes
    this.#base = seedValues(tree, this.#baseText(wishes), unset)
    this.#now = createConfiguration(tree, this.#over(this.#own))
  }

  /**
   * Evaluates as if the profile's own symbols were others. What is given to `look` is only good until the next call: trials have a
   * configuration of their own, which goes from one to the next.
   */
  trial<T>(own: Own, look: (configuration: KconfigConfiguration) => T): T {
    if (this.#trial) this.#trial.adopt(this.#over(own))
    else this.#trial = createConfiguration(this.#source.tree, this.#over(own))
    return look(this.#trial)
  }

  #baseText(others: ReadonlyMap<string, Wish>): string {
    const { start = '', tree } = this.#source
    const wishes = [...others].map(([symbol, { value }]): [string, string] => [symbol, value])
    // One line for each symbol: of several busybox takes the first, the kernel the last.
    const values = new Map([...parseDotConfig(start).values, ...this.fragment, ...wishes])
    // The recipe adds it to every kernel that has modules.
    if (this.#source.unset === 'no' && values.get('MODULES') === 'y') values.set('MODULE_UNLOAD', 'y')
    return formatDotConfig(values, (symbol) => typeOf(tree, symbol))
  }

  #over(own: Own): UserValues {
    const { tree } = this.#source
    const user = new UserValues(tree, this.#base)
    if (own.size === 0) return user
    const read = readConfig(tree, { name: 'own', text: formatDotConfig(own, (symbol) => typeOf(tree, symbol)) }).user
    for (const name of own.keys()) {
      const symbol = tree.symbols.get(name)
      if (symbol === undefined) continue
      // A number that is n is one that is not asked for, whatever the fragment says.
      if (!read.isGiven(symbol)) user.withdraw(symbol)
      else if (!isLogical(symbol)) user.giveText(symbol, read.texts.get(symbol) ?? '')
      else user.giveLevel(symbol, read.level(symbol))
      if (symbol.choice) giveChoice(user, read, symbol, symbol.choice)
    }
    return user
  }
}

/** `y` will do where a module was asked for. */
function reaches(configuration: KconfigConfiguration, name: string, value: string): boolean {
  const symbol = configuration.tree.symbols.get(name)
  if (!symbol) return true
  return configuration.text(symbol) === value || (value === 'm' && configuration.tristate(symbol) === 2)
}

function giveChoice(user: UserValues, read: UserValues, symbol: KconfigSymbol, choice: KconfigSymbol): void {
  const level = read.level(symbol)
  if (level > 0) user.giveLevel(choice, read.level(choice))
  if (level === 2) user.members.set(choice, symbol)
  else if (user.members.get(choice) === symbol) user.members.delete(choice)
}

export function typeOf(tree: KconfigTree, symbol: string): KconfigSymbol['type'] | undefined {
  return tree.symbols.get(symbol)?.type
}

/** Whether both come to the same configuration. */
export function sameAsked(left: Asked, right: Asked): boolean {
  return sameWishes(left.others, right.others) && sameOwn(left.own, right.own)
}

function sameWishes(left: ReadonlyMap<string, Wish>, right: ReadonlyMap<string, Wish> | undefined): boolean {
  if (right === undefined || left.size !== right.size) return left === right
  return [...left].every(([symbol, { value }]) => right.get(symbol)?.value === value)
}

function sameOwn(left: Own, right: Own): boolean {
  return (
    left === right || (left.size === right.size && [...left].every(([symbol, value]) => right.get(symbol) === value))
  )
}
