/** What a person (or a .config) asked for, symbol by symbol. Whether it holds is for the evaluation to say. */
import type { KconfigSymbol, KconfigTree, Tristate } from './ast.ts'

/** The user's values at one moment; only good for the tree it was made with. */
export interface Snapshot {
  readonly given: Uint8Array
  readonly levels: Uint8Array
  readonly texts: ReadonlyMap<KconfigSymbol, string>
  readonly members: ReadonlyMap<KconfigSymbol, KconfigSymbol>
}

/**
 * As C keeps them: a flag apart from the value, because a choice can lose the one and keep the other. `levels` counts for bool,
 * tristate and choice, `texts` for the rest, `members` for choices.
 */
export class UserValues implements Snapshot {
  given: Uint8Array
  levels: Uint8Array
  texts = new Map<KconfigSymbol, string>()
  members = new Map<KconfigSymbol, KconfigSymbol>()

  constructor(tree: KconfigTree) {
    const count = tree.symbols.size + tree.choices.length
    this.given = new Uint8Array(count)
    this.levels = new Uint8Array(count)
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

  snapshot(): Snapshot {
    return {
      given: this.given.slice(),
      levels: this.levels.slice(),
      texts: new Map(this.texts),
      members: new Map(this.members),
    }
  }

  restore(snapshot: Snapshot): void {
    this.given = snapshot.given.slice()
    this.levels = snapshot.levels.slice()
    this.texts = new Map(snapshot.texts)
    this.members = new Map(snapshot.members)
  }
}

/** Whether the symbol counts in y, m and n. */
export function isLogical(symbol: KconfigSymbol): boolean {
  return symbol.type === 'bool' || symbol.type === 'tristate'
}
