/**
 * Tables of serialiseTree() → the tree again. What evaluation needs is made at once, each object in one go; places, prompts' texts,
 * help and conditions as written are looked up when somebody asks, since most of them nobody ever does.
 */
import type { Default, Expr, KconfigSymbol, KconfigTree, Location, MenuNode, Prompt, Range, Selection } from './ast.ts'
import { openStringPool } from './string-pool.ts'
import { mod, no, none, yes } from './symbols.ts'
import {
  dialects,
  ExprField,
  exprKinds,
  NodeField,
  nodeKinds,
  PropertyField,
  propertyLists,
  type SerialisedTree,
  SymbolField,
  symbolFlags,
  symbolTypes,
  warningKinds,
} from './tree-format.ts'

const sharedConstants = new Map([yes, mod, no].map((symbol) => [symbol.name, symbol]))

/** What is looked up later. */
interface Source {
  nodes: Int32Array
  properties: Int32Array
  exprs: (Expr | undefined)[]
  files: string[]
  text: (number: number) => string
}

/** `tables` as written by this version of the program: the caller has checked that they are whole. */
export function deserialiseTree(tables: SerialisedTree): KconfigTree {
  const text = openStringPool(tables.textEnds, tables.narrow, tables.wide)
  const { rest } = tables
  let position = 0
  const next = () => rest[position++] ?? -1
  const dialect = dialects[next()] ?? 'kernel'
  const namedCount = next()
  const modulesNumber = next()
  const choiceCount = next()
  const symbols = makeSymbols(tables.symbols, text, namedCount + choiceCount)
  const exprs = makeExprs(tables.exprs, symbols)
  const modules = symbols[modulesNumber]
  const choices = Array.from({ length: choiceCount }, () => symbols[next()] as KconfigSymbol)
  const files = Array.from({ length: next() }, () => text(next()))
  const source: Source = { nodes: tables.nodes, properties: tables.properties, exprs, files, text }
  const selections: Selection[] = []
  const nodes = makeNodes(source, symbols, selections)
  linkSymbols(tables, symbols, exprs, nodes, selections)
  const named = new Map<string, KconfigSymbol>()
  for (let index = 0; index < namedCount; index++) {
    const symbol = symbols[index] as KconfigSymbol
    named.set(symbol.name, symbol)
  }
  const warnings: KconfigTree['warnings'] = []
  while (position < rest.length) {
    const location = { file: text(next()), line: next() }
    warnings.push({ location, message: text(next()), kind: warningKinds[next()] ?? 'parser' })
  }
  return { dialect, root: nodes[0] as MenuNode, symbols: named, choices, modules, files, warnings }
}

/** `indexed`: how many of them are no constants. */
function makeSymbols(table: Int32Array, text: Source['text'], indexed: number): KconfigSymbol[] {
  const symbols: KconfigSymbol[] = []
  for (let at = 0; at < table.length; at += SymbolField.width) {
    const flags = table[at + SymbolField.flags] as number
    const type = symbolTypes[table[at + SymbolField.type] as number] ?? 'unknown'
    const name = text(table[at] as number)
    const shared = type === 'tristate' && flags === symbolFlags.constant ? sharedConstants.get(name) : undefined
    if (shared) {
      symbols.push(shared)
      continue
    }
    symbols.push({
      index: symbols.length < indexed ? symbols.length : -1,
      name,
      type,
      constant: (flags & symbolFlags.constant) !== 0,
      probe: flags & symbolFlags.probe ? text(table[at + SymbolField.probe] as number) : undefined,
      nodes: none,
      isChoice: (flags & symbolFlags.isChoice) !== 0,
      choice: undefined,
      members: none,
      directDependency: undefined,
      selectedBy: none,
      impliedBy: none,
    })
  }
  return symbols
}

function makeExprs(table: Int32Array, symbols: readonly KconfigSymbol[]): Expr[] {
  const exprs: Expr[] = []
  for (let at = 0; at < table.length; at += ExprField.width) {
    const kind = exprKinds[table[at] as number] ?? 'symbol'
    const left = table[at + ExprField.left] as number
    const right = table[at + ExprField.right] as number
    if (kind === 'symbol') exprs.push({ kind, symbol: symbols[left] as KconfigSymbol })
    else if (kind === 'not') exprs.push({ kind, operand: exprs[left] as Expr })
    else if (kind === 'and' || kind === 'or')
      exprs.push({ kind, left: exprs[left] as Expr, right: exprs[right] as Expr })
    else exprs.push({ kind, left: symbols[left] as KconfigSymbol, right: symbols[right] as KconfigSymbol })
  }
  return exprs
}

function makeNodes(source: Source, symbols: readonly KconfigSymbol[], selections: Selection[]): MenuNode[] {
  const { nodes: table, exprs } = source
  const nodes: MenuNode[] = []
  let property = 0
  for (let at = 0; at < table.length; at += NodeField.width) {
    const kind = table[at] as number
    const parent = nodes[table[at + NodeField.parent] as number]
    const node = new CachedNode(
      source,
      at,
      nodeKinds[kind >> 1] ?? 'root',
      (kind & 1) === 1,
      parent,
      symbols[table[at + NodeField.symbol] as number],
      exprs[table[at + NodeField.dependency] as number],
    )
    nodes.push(node)
    if (parent) {
      if (parent.children.length === 0) parent.children = [node]
      else parent.children.push(node)
    }
    for (let list = 0; list < propertyLists.length; list++) {
      const count = table[at + NodeField.counts + list] as number
      if (count === 0) continue
      const end = property + count * PropertyField.width
      if (list === 0) node.prompts = properties(CachedPrompt, end)
      else if (list === 1) node.defaults = properties(CachedDefault, end)
      else if (list === 4) node.ranges = properties(CachedRange, end)
      else {
        const made = properties(CachedSelection, end)
        if (list === 2) node.selects = made
        else node.implies = made
        for (const selection of made) selections.push(selection)
      }
    }
  }

  function properties<Item>(Kind: new (source: Source, at: number, symbols: Symbols) => Item, end: number): Item[] {
    const list: Item[] = []
    for (; property < end; property += PropertyField.width) list.push(new Kind(source, property, symbols))
    return list
  }

  return nodes
}

function linkSymbols(
  { symbols: table, lists }: SerialisedTree,
  symbols: readonly KconfigSymbol[],
  exprs: readonly Expr[],
  nodes: readonly MenuNode[],
  selections: readonly Selection[],
): void {
  let position = 0
  for (let index = 0; index < symbols.length; index++) {
    const symbol = symbols[index] as KconfigSymbol
    if (symbol.constant) continue
    const at = index * SymbolField.width
    symbol.choice = symbols[table[at + SymbolField.choice] as number]
    symbol.directDependency = exprs[table[at + SymbolField.dependency] as number]
    position = table[at + SymbolField.lists] as number
    symbol.nodes = list(nodes)
    symbol.members = list(symbols)
    symbol.selectedBy = list(selections)
    symbol.impliedBy = list(selections)
  }

  function list<Item>(from: readonly Item[]): Item[] {
    const end = position + 1 + (lists[position] as number)
    position++
    if (position === end) return none
    const items: Item[] = []
    for (; position < end; position++) items.push(from[lists[position] as number] as Item)
    return items
  }
}

type Symbols = readonly KconfigSymbol[]

class CachedNode implements MenuNode {
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
    const number = this.source.nodes[this.at + NodeField.help] as number
    return number < 0 ? undefined : this.source.text(number)
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

class CachedPrompt extends CachedProperty implements Prompt {
  get text(): string {
    return this.source.text(this.source.properties[this.at + PropertyField.left] as number)
  }
}

class CachedDefault extends CachedProperty implements Default {
  get value(): Expr {
    return this.source.exprs[this.source.properties[this.at + PropertyField.left] as number] as Expr
  }
}

class CachedSelection extends CachedProperty implements Selection {
  readonly by: KconfigSymbol
  readonly target: KconfigSymbol

  constructor(source: Source, at: number, symbols: Symbols) {
    super(source, at)
    this.by = symbols[source.properties[at + PropertyField.left] as number] as KconfigSymbol
    this.target = symbols[source.properties[at + PropertyField.right] as number] as KconfigSymbol
  }
}

class CachedRange extends CachedProperty implements Range {
  readonly low: KconfigSymbol
  readonly high: KconfigSymbol

  constructor(source: Source, at: number, symbols: Symbols) {
    super(source, at)
    this.low = symbols[source.properties[at + PropertyField.left] as number] as KconfigSymbol
    this.high = symbols[source.properties[at + PropertyField.right] as number] as KconfigSymbol
  }
}
