/**
 * Symbols, menu nodes and properties of a cached tree. Each is made when somebody comes to it: of the kernel's options most cannot
 * be had in a configuration, and nothing of them is looked at but that. Places, texts, help and conditions as written are read from
 * the file when they are asked for first.
 */
import type { Default, Expr, KconfigSymbol, Location, MenuNode, Prompt, Range, Selection, SymbolType } from './ast.ts'
import { none } from './symbols.ts'
import {
  listFlags,
  NodeField,
  NodePlace,
  nodeKinds,
  type Places,
  PropertyField,
  PropertyPlace,
  TITLE,
} from './tree-format.ts'

/** Where things are looked up. */
export interface Source {
  nodes: Int32Array
  properties: Int32Array
  lists: Int32Array
  symbols: KconfigSymbol[]
  exprs: (Expr | undefined)[]
  files: string[]
  text: (number: number) => string
  places: () => Places
  prompt: (number: number) => string
  help: (number: number) => string | undefined
  /** The node of a number, and the property of one: the same object whenever it is asked for. */
  node: (number: number) => MenuNode
  property: (number: number) => CachedProperty
  selection: (number: number) => Selection
  childrenOf: (number: number) => MenuNode[]
}

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

/** What a node says, made at once for all of it. */
interface Said {
  prompts: Prompt[]
  defaults: Default[]
  selects: Selection[]
  implies: Selection[]
  ranges: Range[]
}

export class CachedNode implements MenuNode {
  private readonly source: Source
  private readonly number: number
  private madeChildren: MenuNode[] | undefined = undefined
  private said: Said | undefined = undefined

  constructor(source: Source, number: number) {
    this.source = source
    this.number = number
  }

  private field(field: number): number {
    return this.source.nodes[this.number * NodeField.width + field] as number
  }

  private place(field: number): number {
    return this.source.places().nodes[this.number * NodePlace.width + field] as number
  }

  get kind(): MenuNode['kind'] {
    return nodeKinds[this.field(NodeField.kind) >> 1] ?? 'root'
  }

  get optional(): boolean {
    return (this.field(NodeField.kind) & 1) === 1
  }

  get parent(): MenuNode | undefined {
    const parent = this.field(NodeField.parent)
    return parent < 0 ? undefined : this.source.node(parent)
  }

  get children(): MenuNode[] {
    this.madeChildren ??= this.source.childrenOf(this.number)
    return this.madeChildren
  }

  get symbol(): KconfigSymbol | undefined {
    return this.source.symbols[this.field(NodeField.symbol)]
  }

  get dependency(): Expr | undefined {
    return this.source.exprs[this.field(NodeField.dependency)]
  }

  get visibleIf(): Expr | undefined {
    return this.source.exprs[this.field(NodeField.visibleIf)]
  }

  get prompts(): Prompt[] {
    return this.all.prompts
  }

  get defaults(): Default[] {
    return this.all.defaults
  }

  get selects(): Selection[] {
    return this.all.selects
  }

  get implies(): Selection[] {
    return this.all.implies
  }

  get ranges(): Range[] {
    return this.all.ranges
  }

  get location(): Location {
    return { file: this.source.files[this.place(NodePlace.file)] ?? '', line: this.place(NodePlace.line) }
  }

  get dependsOn(): Expr | undefined {
    return this.source.exprs[this.place(NodePlace.dependsOn)]
  }

  get rawHelp(): string | undefined {
    return this.source.help(this.place(NodePlace.help))
  }

  private get all(): Said {
    if (this.said) return this.said
    const { nodes, properties, property } = this.source
    const said: Said = { prompts: none, defaults: none, selects: none, implies: none, ranges: none }
    const first = this.field(NodeField.properties)
    const end =
      nodes[(this.number + 1) * NodeField.width + NodeField.properties] ?? properties.length / PropertyField.width
    for (let number = first; number < end; number++) {
      const made = property(number)
      switch (properties[number * PropertyField.width]) {
        case 1:
          said.defaults = added(said.defaults, made as CachedDefault)
          break
        case 2:
          said.selects = added(said.selects, made as CachedSelection)
          break
        case 3:
          said.implies = added(said.implies, made as CachedSelection)
          break
        case 4:
          said.ranges = added(said.ranges, made as CachedRange)
          break
        default:
          said.prompts = added(said.prompts, made as CachedPrompt)
      }
    }
    this.said = said
    return said
  }
}

/** An array that grows takes room for seventeen; most of these hold one. */
function added<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item]
  list.push(item)
  return list
}

/** What every property has. */
export class CachedProperty {
  readonly when: Expr | undefined
  protected readonly source: Source
  protected readonly number: number

  constructor(source: Source, number: number) {
    this.source = source
    this.number = number
    this.when = source.exprs[source.properties[number * PropertyField.width + PropertyField.when] as number]
  }

  protected field(field: number): number {
    return this.source.properties[this.number * PropertyField.width + field] as number
  }

  private place(field: number): number {
    return this.source.places().properties[this.number * PropertyPlace.width + field] as number
  }

  get location(): Location {
    return { file: this.source.files[this.place(PropertyPlace.file)] ?? '', line: this.place(PropertyPlace.line) }
  }

  get condition(): Expr | undefined {
    return this.source.exprs[this.place(PropertyPlace.condition)]
  }
}

class CachedPrompt extends CachedProperty implements Prompt {
  get text(): string {
    const { text, prompt } = this.source
    return (this.field(PropertyField.list) === TITLE ? text : prompt)(this.field(PropertyField.left))
  }
}

class CachedDefault extends CachedProperty implements Default {
  get value(): Expr {
    return this.source.exprs[this.field(PropertyField.left)] as Expr
  }
}

export class CachedSelection extends CachedProperty implements Selection {
  get by(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.left)] as KconfigSymbol
  }

  get target(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.right)] as KconfigSymbol
  }
}

class CachedRange extends CachedProperty implements Range {
  get low(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.left)] as KconfigSymbol
  }

  get high(): KconfigSymbol {
    return this.source.symbols[this.field(PropertyField.right)] as KconfigSymbol
  }
}

/** The property of a number, of the kind that its record says. */
export function makeProperty(source: Source, number: number): CachedProperty {
  switch (source.properties[number * PropertyField.width]) {
    case 1:
      return new CachedDefault(source, number)
    case 2:
    case 3:
      return new CachedSelection(source, number)
    case 4:
      return new CachedRange(source, number)
    default:
      return new CachedPrompt(source, number)
  }
}
