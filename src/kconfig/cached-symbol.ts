/**
 * Symbols of a cached tree. Each is there from the start, since everything leads to it; its entries and who selects it are made when
 * somebody comes to them: of the kernel's options most cannot be had in a configuration, and nothing more of them is looked at.
 */
import type { Expr, KconfigSymbol, MenuNode, Selection, SymbolType } from './ast.ts'
import type { Source } from './cached-source.ts'
import { none } from './symbols.ts'
import { listFlags } from './tree-format.ts'

export class CachedSymbol implements KconfigSymbol {
  readonly index: number
  readonly name: string
  readonly type: SymbolType
  readonly constant: boolean
  readonly probe: string | undefined
  readonly isChoice: boolean
  readonly followsDependency: boolean
  choice: KconfigSymbol | undefined = undefined
  directDependency: Expr | undefined = undefined
  private readonly source: Source
  private readonly lists: number
  private madeNodes: MenuNode[] | undefined = undefined
  private madeMembers: KconfigSymbol[] | undefined = undefined
  private madeSelectedBy: Selection[] | undefined = undefined
  private madeImpliedBy: Selection[] | undefined = undefined

  constructor(
    source: Source,
    lists: number,
    index: number,
    name: string,
    type: SymbolType,
    constant: boolean,
    probe: string | undefined,
    isChoice: boolean,
    followsDependency: boolean,
  ) {
    this.source = source
    this.lists = lists
    this.index = index
    this.name = name
    this.type = type
    this.constant = constant
    this.probe = probe
    this.isChoice = isChoice
    this.followsDependency = followsDependency
  }

  get nodes(): MenuNode[] {
    if (this.madeNodes) return this.madeNodes
    const { lists, node } = this.source
    const count = (lists[this.lists] as number) >> listFlags.nodes
    const made: MenuNode[] = count === 0 ? none : new Array(count)
    for (let index = 0; index < count; index++) made[index] = node(lists[this.lists + 1 + index] as number)
    this.madeNodes = made
    return made
  }

  get members(): KconfigSymbol[] {
    this.madeMembers ??= this.listOf(listFlags.members, (number) => this.source.symbols[number] as KconfigSymbol)
    return this.madeMembers
  }

  get selectedBy(): Selection[] {
    this.madeSelectedBy ??= this.listOf(listFlags.selectedBy, this.source.selection)
    return this.madeSelectedBy
  }

  get impliedBy(): Selection[] {
    this.madeImpliedBy ??= this.listOf(listFlags.impliedBy, this.source.selection)
    return this.madeImpliedBy
  }

  private listOf<Item>(wanted: number, item: (number: number) => Item): Item[] {
    const { lists } = this.source
    const head = lists[this.lists] as number
    if ((head & wanted) === 0) return none
    let at = this.lists + 1 + (head >> listFlags.nodes)
    for (let flag = 1; flag < wanted; flag *= 2) if (head & flag) at += (lists[at] as number) + 1
    const made: Item[] = new Array(lists[at] as number)
    for (let index = 0; index < made.length; index++) made[index] = item(lists[at + 1 + index] as number)
    return made
  }
}
