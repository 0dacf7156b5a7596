/**
 * Tables of serialiseTree() → the tree again. What evaluation needs is made at once, each object in one go; places, prompts' texts,
 * help and conditions as written are looked up when somebody asks, since most of them nobody ever does.
 */
import type { Expr, KconfigSymbol, KconfigTree, MenuNode, Selection } from './ast.ts'
import {
  CachedDefault,
  CachedNode,
  CachedPrompt,
  CachedRange,
  CachedSelection,
  type Source,
  type Symbols,
} from './cached-nodes.ts'
import { openStringPool, openTextBytes } from './string-pool.ts'
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
  const help = openTextBytes(tables.helpEnds, tables.help)
  const source: Source = { nodes: tables.nodes, properties: tables.properties, exprs, files, text, help }
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
  const symbols: KconfigSymbol[] = new Array(table.length / SymbolField.width)
  for (let index = 0, at = 0; at < table.length; index++, at += SymbolField.width) {
    const flags = table[at + SymbolField.flags] as number
    const type = symbolTypes[table[at + SymbolField.type] as number] ?? 'unknown'
    const name = text(table[at] as number)
    const shared = type === 'tristate' && flags === symbolFlags.constant ? sharedConstants.get(name) : undefined
    if (shared) {
      symbols[index] = shared
      continue
    }
    symbols[index] = {
      index: index < indexed ? index : -1,
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
    }
  }
  return symbols
}

function makeExprs(table: Int32Array, symbols: readonly KconfigSymbol[]): Expr[] {
  const exprs: Expr[] = new Array(table.length / ExprField.width)
  for (let index = 0, at = 0; at < table.length; index++, at += ExprField.width) {
    const kind = exprKinds[table[at] as number] ?? 'symbol'
    const left = table[at + ExprField.left] as number
    const right = table[at + ExprField.right] as number
    if (kind === 'symbol') exprs[index] = { kind, symbol: symbols[left] as KconfigSymbol }
    else if (kind === 'not') exprs[index] = { kind, operand: exprs[left] as Expr }
    else if (kind === 'and' || kind === 'or')
      exprs[index] = { kind, left: exprs[left] as Expr, right: exprs[right] as Expr }
    else exprs[index] = { kind, left: symbols[left] as KconfigSymbol, right: symbols[right] as KconfigSymbol }
  }
  return exprs
}

function makeNodes(source: Source, symbols: readonly KconfigSymbol[], selections: Selection[]): MenuNode[] {
  const { nodes: table, exprs } = source
  const nodes: MenuNode[] = new Array(table.length / NodeField.width)
  const children = countChildren(table)
  const filled = new Int32Array(nodes.length)
  let property = 0
  for (let index = 0, at = 0; at < table.length; index++, at += NodeField.width) {
    const kind = table[at] as number
    const parentNumber = table[at + NodeField.parent] as number
    const parent = nodes[parentNumber]
    const node = new CachedNode(
      source,
      at,
      nodeKinds[kind >> 1] ?? 'root',
      (kind & 1) === 1,
      parent,
      symbols[table[at + NodeField.symbol] as number],
      exprs[table[at + NodeField.dependency] as number],
    )
    nodes[index] = node
    const childCount = children[index] as number
    if (childCount > 0) node.children = new Array(childCount)
    if (parent) {
      const place = filled[parentNumber] as number
      parent.children[place] = node
      filled[parentNumber] = place + 1
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
    const count = (end - property) / PropertyField.width
    if (count === 1) {
      property = end
      return [new Kind(source, end - PropertyField.width, symbols)]
    }
    const list: Item[] = new Array(count)
    for (let index = 0; index < count; index++, property += PropertyField.width)
      list[index] = new Kind(source, property, symbols)
    return list
  }

  return nodes
}

function countChildren(table: Int32Array): Int32Array {
  const counts = new Int32Array(table.length / NodeField.width)
  for (let at = NodeField.parent; at < table.length; at += NodeField.width) {
    const parent = table[at] as number
    if (parent >= 0) counts[parent] = (counts[parent] as number) + 1
  }
  return counts
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
    const length = lists[position++] as number
    if (length === 0) return none
    // An array that grows takes room for seventeen; most of these hold one.
    if (length === 1) return [from[lists[position++] as number] as Item]
    const items: Item[] = new Array(length)
    for (let index = 0; index < length; index++) items[index] = from[lists[position++] as number] as Item
    return items
  }
}
