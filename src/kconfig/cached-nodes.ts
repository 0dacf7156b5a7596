/** Menu nodes of a cached tree. Places, help and conditions as written are read from the file when they are asked for first. */
import type { Default, Expr, KconfigSymbol, Location, MenuNode, Prompt, Range, Selection } from './ast.ts'
import type { CachedDefault, CachedPrompt, CachedRange, CachedSelection } from './cached-properties.ts'
import type { Source } from './cached-source.ts'
import { append, none } from './symbols.ts'
import { NodeField, NodePlace, nodeKinds, PropertyField, propertyLists } from './tree-format.ts'

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
    return this.number === 0 ? undefined : this.source.node(this.field(NodeField.parent))
  }

  get children(): MenuNode[] {
    this.madeChildren ??= this.source.childrenOf(this.number)
    return this.madeChildren
  }

  get symbol(): KconfigSymbol | undefined {
    return this.source.symbols[this.field(NodeField.symbol)]
  }

  get dependency(): Expr | undefined {
    return this.source.expr(this.field(NodeField.dependency))
  }

  get visibleIf(): Expr | undefined {
    return this.source.expr(this.field(NodeField.visibleIf))
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
    return this.source.expr(this.place(NodePlace.dependsOn))
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
      switch (propertyLists[properties[number * PropertyField.width] as number]) {
        case 'defaults':
          said.defaults = append(said.defaults, made as CachedDefault)
          break
        case 'selects':
          said.selects = append(said.selects, made as CachedSelection)
          break
        case 'implies':
          said.implies = append(said.implies, made as CachedSelection)
          break
        case 'ranges':
          said.ranges = append(said.ranges, made as CachedRange)
          break
        default:
          said.prompts = append(said.prompts, made as CachedPrompt)
      }
    }
    this.said = said
    return said
  }
}
