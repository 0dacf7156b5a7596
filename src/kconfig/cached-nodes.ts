/**
 * Menu nodes and properties of a cached tree. What evaluation needs they hold; places, texts, help and conditions as written they
 * look up in the tables when somebody asks.
 */
import type { Default, Expr, KconfigSymbol, Location, MenuNode, Prompt, Range, Selection } from './ast.ts'
import { none } from './symbols.ts'
import { NodeField, PropertyField } from './tree-format.ts'

/** Where things are looked up. */
export interface Source {
  nodes: Int32Array
  properties: Int32Array
  exprs: (Expr | undefined)[]
  files: string[]
  text: (number: number) => string
  help: (number: number) => string | undefined
}

export type Symbols = readonly KconfigSymbol[]

export class CachedNode implements MenuNode {
  children: MenuNode[] = none
  prompts: Prompt[] = none
  defaults: Default[] = none
  selects: Selection[] = none
  implies: Selection[] = none
  ranges: Range[] = none
  readonly kind: MenuNode['kind']
  readonly optional: boolean
  readonly parent: MenuNode | undefined
  readonly symbol: KconfigSymbol | undefined
  readonly dependency: Expr | undefined
  private readonly source: Source
  private readonly at: number

  constructor(
    source: Source,
    at: number,
    kind: MenuNode['kind'],
    optional: boolean,
    parent: MenuNode | undefined,
    symbol: KconfigSymbol | undefined,
    dependency: Expr | undefined,
  ) {
    this.kind = kind
    this.optional = optional
    this.parent = parent
    this.symbol = symbol
    this.dependency = dependency
    this.source = source
    this.at = at
  }

  get location(): Location {
    const { nodes, files } = this.source
    return {
      file: files[nodes[this.at + NodeField.file] as number] ?? '',
      line: nodes[this.at + NodeField.line] as number,
    }
  }

  get dependsOn(): Expr | undefined {
    return this.source.exprs[this.source.nodes[this.at + NodeField.dependsOn] as number]
  }

  get visibleIf(): Expr | undefined {
    return this.source.exprs[this.source.nodes[this.at + NodeField.visibleIf] as number]
  }

  get rawHelp(): string | undefined {
    return this.source.help(this.source.nodes[this.at + NodeField.help] as number)
  }
}

/** What every property has. */
class CachedProperty {
  readonly when: Expr | undefined
  protected readonly source: Source
  protected readonly at: number

  constructor(source: Source, at: number) {
    this.source = source
    this.at = at
    this.when = source.exprs[source.properties[at + PropertyField.when] as number]
  }

  get location(): Location {
    const { properties, files } = this.source
    return {
      file: files[properties[this.at] as number] ?? '',
      line: properties[this.at + PropertyField.line] as number,
    }
  }

  get condition(): Expr | undefined {
    return this.source.exprs[this.source.properties[this.at + PropertyField.condition] as number]
  }
}

export class CachedPrompt extends CachedProperty implements Prompt {
  get text(): string {
    return this.source.text(this.source.properties[this.at + PropertyField.left] as number)
  }
}

export class CachedDefault extends CachedProperty implements Default {
  get value(): Expr {
    return this.source.exprs[this.source.properties[this.at + PropertyField.left] as number] as Expr
  }
}

export class CachedSelection extends CachedProperty implements Selection {
  readonly by: KconfigSymbol
  readonly target: KconfigSymbol

  constructor(source: Source, at: number, symbols: Symbols) {
    super(source, at)
    this.by = symbols[source.properties[at + PropertyField.left] as number] as KconfigSymbol
    this.target = symbols[source.properties[at + PropertyField.right] as number] as KconfigSymbol
  }
}

export class CachedRange extends CachedProperty implements Range {
  readonly low: KconfigSymbol
  readonly high: KconfigSymbol

  constructor(source: Source, at: number, symbols: Symbols) {
    super(source, at)
    this.low = symbols[source.properties[at + PropertyField.left] as number] as KconfigSymbol
    this.high = symbols[source.properties[at + PropertyField.right] as number] as KconfigSymbol
  }
}
