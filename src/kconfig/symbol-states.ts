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
  readonly texts: Map<number, string>
  /** Of choices at y: the chosen member. */
  readonly selections: Map<number, KconfigSymbol>
  /** Level of the symbol with the attribute modules, and whether it is known. */
  modulesLevel: 0 | 1 | 2 = 0
  modulesKnown = false
  private readonly bytes: Uint8Array

  constructor(count: number, copyOf?: SymbolStates) {
    this.bytes = copyOf ? copyOf.bytes.slice() : new Uint8Array(count * 7)
    const part = (index: number) => this.bytes.subarray(index * count, (index + 1) * count)
    this.valid = part(0)
    this.levels = part(1)
    this.visible = part(2)
    this.direct = part(3)
    this.reverse = part(4)
    this.implied = part(5)
    this.written = part(6)
    this.texts = new Map(copyOf?.texts)
    this.selections = new Map(copyOf?.selections)
    if (copyOf) {
      this.modulesLevel = copyOf.modulesLevel
      this.modulesKnown = copyOf.modulesKnown
    } else this.direct.fill(2)
  }

  /** Costs some microseconds: 17,000 symbols are 120 KB. */
  copy(): SymbolStates {
    return new SymbolStates(this.valid.length, this)
  }
}
