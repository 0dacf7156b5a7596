/**
 * Symbols of a cached tree. Each is there from the start, since everything leads to it; its name, its entries and who selects it are made
 * when somebody comes to them: of the kernel's options most cannot be had in a configuration, and nothing more of them is looked at.
 */
import type { Expr, KconfigSymbol, MenuNode, Selection, SymbolType } from './ast.ts'
import type { Source } from './cached-source.ts'
import { none } from './symbols.ts'
import { listFlags, SymbolField, symbolFlags } from './tree-format.ts'

/** The lists that few symbols have. */
interface Lists {
  members: KconfigSymbol[]
  selectedBy: Selection[]
  impliedBy: Selection[]
}

const noLists: Lists = { members: none, selectedBy: none, impliedBy: none }

export class CachedSymbol implements KconfigSymbol {
  readonly index: number
  readonly type: SymbolType
  readonly constant: boolean
  readonly isChoice: boolean
  readonly followsDependency: boolean
  choice: KconfigSymbol | undefined = undefined
  directDependency: Expr | undefined = undefined
  private readonly source: Source
  /** Where its record begins. */
  private readonly at: number
  private madeName: string | undefined = undefined
  private madeNodes: MenuNode[] | undefined = undefined
  private madeLists: Lists | undefined = undefined

  constructor(source: Source, at: number, index: number, type: SymbolType, flags: number) {
    this.source = source
    this.at = at
    this.index = index
    this.type = type
    this.constant = (flags & symbolFlags.constant) !== 0
    this.isChoice = (flags & symbolFlags.isChoice) !== 0
    this.followsDependency = (flags & symbolFlags.followsDependency) !== 0
  }

  get name(): string {
    this.madeName ??= this.source.text(this.field(SymbolField.name))
    return this.madeName
  }

  get probe(): string | undefined {
    return this.field(SymbolField.kind) & symbolFlags.probe
      ? this.source.text(this.field(SymbolField.choice))
      : undefined
  }

  get nodes(): MenuNode[] {
    if (this.madeNodes) return this.madeNodes
    const { lists, node } = this.source
    const first = this.field(SymbolField.lists)
    const count = (lists[first] as number) >> listFlags.nodes
    const made: MenuNode[] = count === 0 ? none : new Array(count)
    for (let index = 0; index < count; index++) made[index] = node(lists[first + 1 + index] as number)
    this.madeNodes = made
    return made
  }

  get members(): KconfigSymbol[] {
    return this.otherLists.members
  }

  get selectedBy(): Selection[] {
    return this.otherLists.selectedBy
  }

  get impliedBy(): Selection[] {
    return this.otherLists.impliedBy
  }

  private field(field: number): number {
    return this.source.records[this.at + field] as number
  }

  private get otherLists(): Lists {
    this.madeLists ??= this.readLists()
    return this.madeLists
  }

  private readLists(): Lists {
    const { lists, symbols, selection } = this.source
    const first = this.field(SymbolField.lists)
    const head = lists[first] as number
    if ((head & (listFlags.members | listFlags.selectedBy | listFlags.impliedBy)) === 0) return noLists
    let at = first + 1 + (head >> listFlags.nodes)
    const next = <Item>(flag: number, item: (number: number) => Item): Item[] => {
      if ((head & flag) === 0) return none
      const made: Item[] = new Array(lists[at] as number)
      for (let index = 0; index < made.length; index++) made[index] = item(lists[at + 1 + index] as number)
      at += made.length + 1
      return made
    }
    const members = next(listFlags.members, (number) => symbols[number] as KconfigSymbol)
    const selectedBy = next(listFlags.selectedBy, selection)
    return { members, selectedBy, impliedBy: next(listFlags.impliedBy, selection) }
  }
}
