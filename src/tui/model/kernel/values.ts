/**
 * The configuration that a build would come to: the fragment, what others ask for and the profile's own symbols, evaluated. The first
 * two are read once and kept; own symbols lie over them, so that a keypress costs what it changes.
 */
import type { KconfigConfiguration } from '../../../kconfig/configuration.ts'
import { formatDotConfig, parseDotConfig } from '../../../kconfig/dot-config.ts'
import { resolveRequests } from '../../../kconfig/resolve-requests.ts'
import { seedValues } from '../../../kconfig/seed.ts'
import { UserValues } from '../../../kconfig/user-values.ts'
import type { ConfigurableTree } from '../../../pipeline/types.ts'
import type { Asked, Own, Wish } from './asked.ts'
import { type LaidConfiguration, Overlay } from './overlay.ts'

export class BuildValues {
  /** What the recipe's fragment asks for. */
  readonly fragment: ReadonlyMap<string, string>
  readonly #source: ConfigurableTree
  #others: ReadonlyMap<string, Wish> | undefined
  #wishes: ReadonlyMap<string, Wish> = new Map()
  #overlay: Overlay
  #own: Own = new Map()
  #now: LaidConfiguration | undefined
  #trial: LaidConfiguration | undefined

  constructor(source: ConfigurableTree) {
    this.#source = source
    this.fragment = parseDotConfig(source.fragment).values
    this.#overlay = new Overlay(source.tree, new UserValues(source.tree))
  }

  get configuration(): KconfigConfiguration {
    if (!this.#now) {
      this.#now = this.#overlay.configuration()
      this.#now.lay(this.#own)
    }
    return this.#now.configuration
  }

  /** Takes wishes over; what is the same as before costs nothing. */
  take({ others, own }: Asked): void {
    if (!sameWishes(others, this.#others)) {
      this.#others = others
      this.#own = own
      this.#seed(others)
    } else if (!sameOwn(own, this.#own)) {
      this.#own = own
      this.#now?.lay(own)
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
    this.#overlay = new Overlay(tree, seedValues(tree, this.#baseText(wishes), unset))
    this.#now = undefined
    this.#trial = undefined
  }

  /**
   * Evaluates as if the profile's own symbols were others. What is given to `look` is only good until the next call: trials have a
   * configuration of their own, which goes from one to the next.
   */
  trial<T>(own: Own, look: (configuration: KconfigConfiguration) => T): T {
    this.#trial ??= this.#overlay.configuration()
    this.#trial.lay(own)
    return look(this.#trial.configuration)
  }

  #baseText(others: ReadonlyMap<string, Wish>): string {
    const { start = '', tree } = this.#source
    const wishes = [...others].map(([symbol, { value }]): [string, string] => [symbol, value])
    // One line for each symbol: of several busybox takes the first, the kernel the last.
    const values = new Map([...parseDotConfig(start).values, ...this.fragment, ...wishes])
    // The recipe adds it to every kernel that has modules.
    if (this.#source.unset === 'no' && values.get('MODULES') === 'y') values.set('MODULE_UNLOAD', 'y')
    return formatDotConfig(values, (symbol) => tree.symbols.get(symbol)?.type)
  }
}

/** `y` will do where a module was asked for. */
function reaches(configuration: KconfigConfiguration, name: string, value: string): boolean {
  const symbol = configuration.tree.symbols.get(name)
  if (!symbol) return true
  return configuration.text(symbol) === value || (value === 'm' && configuration.tristate(symbol) === 2)
}

/** Whether both come to the same configuration. */
export function sameAsked(left: Asked, right: Asked): boolean {
  return sameWishes(left.others, right.others) && sameOwn(left.own, right.own)
}

function sameWishes(left: ReadonlyMap<string, Wish>, right: ReadonlyMap<string, Wish> | undefined): boolean {
  if (left === right) return true
  if (right === undefined || left.size !== right.size) return false
  return [...left].every(([symbol, { value }]) => right.get(symbol)?.value === value)
}

function sameOwn(left: Own, right: Own): boolean {
  return (
    left === right || (left.size === right.size && [...left].every(([symbol, value]) => right.get(symbol) === value))
  )
}
