/** What a person (or a .config) asked for, symbol by symbol. Whether it holds is for the evaluation to say. */
import type { KconfigSymbol, KconfigTree, Tristate } from './ast.ts'

/** Values at one moment; only good for the tree they were given in. */
export interface GivenValues {
  readonly given: Uint8Array
  readonly levels: Uint8Array
  readonly texts: ReadonlyMap<KconfigSymbol, string>
  readonly members: ReadonlyMap<KconfigSymbol, KconfigSymbol>
}

/**
 * As C keeps them: a flag apart from the value, because a choice can lose the one and keep the other. `levels` counts for bool,
 * tristate and choice, `texts` for the rest, `members` for choices.
 */
export class UserValues implements GivenValues {
  given: Uint8Array
  levels: Uint8Array
  texts: Map<KconfigSymbol, string>
  members: Map<KconfigSymbol, KconfigSymbol>

  constructor(tree: KconfigTree, copyOf?: GivenValues) {
    const count = tree.all.length
    this.given = copyOf ? copyOf.given.slice() : new Uint8Array(count)
    this.levels = copyOf ? copyOf.levels.slice() : new Uint8Array(count)
    this.texts = new Map(copyOf?.texts)
    this.members = new Map(copyOf?.members)
  }

  isGiven(symbol: KconfigSymbol): boolean {
    return this.given[symbol.index] === 1
  }

  level(symbol: KconfigSymbol): Tristate {
    return (this.levels[symbol.index] ?? 0) as Tristate
  }

  giveLevel(symbol: KconfigSymbol, level: Tristate): void {
    this.levels[symbol.index] = level
    this.given[symbol.index] = 1
  }

  giveText(symbol: KconfigSymbol, text: string): void {
    this.texts.set(symbol, text)
    this.given[symbol.index] = 1
  }

  /** Takes the flag back; the value stays, as in C. */
  withdraw(symbol: KconfigSymbol): void {
    this.given[symbol.index] = 0
  }

  /** y, m, n or text; undefined where nothing was given. */
  text(symbol: KconfigSymbol): string | undefined {
    if (!this.isGiven(symbol)) return undefined
    return isLogical(symbol) ? 'nmy'.charAt(this.level(symbol)) : this.texts.get(symbol)
  }

  /** Makes what is given of one symbol as it is there. Returns whether that was another. */
  takeFrom(from: GivenValues, symbol: KconfigSymbol): boolean {
    const { index } = symbol
    if (this.#agrees(from, symbol)) return false
    this.given[index] = from.given[index] ?? 0
    this.levels[index] = from.levels[index] ?? 0
    take(this.texts, symbol, from.texts.get(symbol))
    take(this.members, symbol, from.members.get(symbol))
    return true
  }

  #agrees(from: GivenValues, symbol: KconfigSymbol): boolean {
    const { index } = symbol
    return (
      this.given[index] === from.given[index] &&
      this.levels[index] === from.levels[index] &&
      this.texts.get(symbol) === from.texts.get(symbol) &&
      this.members.get(symbol) === from.members.get(symbol)
    )
  }

  copy(): GivenValues {
    return {
      given: this.given.slice(),
      levels: this.levels.slice(),
      texts: new Map(this.texts),
      members: new Map(this.members),
    }
  }

  restore(values: GivenValues): void {
    this.given = values.given.slice()
    this.levels = values.levels.slice()
    this.texts = new Map(values.texts)
    this.members = new Map(values.members)
  }
}

function take<T>(into: Map<KconfigSymbol, T>, symbol: KconfigSymbol, value: T | undefined): void {
  if (value === undefined) into.delete(symbol)
  else into.set(symbol, value)
}

/** Whether the symbol counts in y, m and n. */
export function isLogical(symbol: KconfigSymbol): boolean {
  return symbol.type === 'bool' || symbol.type === 'tristate'
}
