/** The computed facts about all symbols of a tree, by index: levels in one byte each, so that 17,000 symbols cost next to nothing. */
import type { KconfigSymbol } from './ast.ts'

export class SymbolStates {
  /** 1 where the rest is up to date. */
  readonly valid: Uint8Array
  /** Value of bool, tristate and choice; 0 for the rest. */
  readonly levels: Uint8Array
  readonly visible: Uint8Array
  /** Direct dependency, selects and implies: 2, 0, 0 for the members of a choice, whose selects do not count. */
  readonly direct: Uint8Array
  readonly reverse: Uint8Array
  readonly implied: Uint8Array
  /** 1 where .config gets a line. */
  readonly written: Uint8Array
  /** Value of int, hex and string, where it is not empty. */
  readonly texts = new Map<number, string>()
  /** Of choices at y: the chosen member. */
  readonly selections = new Map<number, KconfigSymbol>()

  constructor(count: number) {
    this.valid = new Uint8Array(count)
    this.levels = new Uint8Array(count)
    this.visible = new Uint8Array(count)
    this.direct = new Uint8Array(count).fill(2)
    this.reverse = new Uint8Array(count)
    this.implied = new Uint8Array(count)
    this.written = new Uint8Array(count)
  }
}
