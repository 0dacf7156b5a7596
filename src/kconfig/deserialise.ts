/**
 * Tables of serialiseTree() → the tree again: symbols and their dependencies at once, everything else when somebody comes to it
 * (cached-nodes.ts).
 */
import type { Expr, KconfigSymbol, KconfigTree, MenuNode } from './ast.ts'
import { CachedNode } from './cached-nodes.ts'
import { type CachedProperty, type CachedSelection, makeProperty } from './cached-properties.ts'
import type { Source } from './cached-source.ts'
import { CachedSymbol } from './cached-symbol.ts'
import { walkCached } from './cached-walk.ts'
import { NamedSymbols } from './name-table.ts'
import { openStringPool, openTextBytes } from './string-pool.ts'
import { mod, no, none, yes } from './symbols.ts'
import {
  dialects,
  ExprField,
  exprKinds,
  NodeField,
  type Numbers,
  type Places,
  PropertyField,
  type SerialisedTree,
  SymbolField,
  symbolFlags,
  symbolTypes,
  warningKinds,
} from './tree-format.ts'

/** Expressions inside each other that are made by calls inside each other; the kernel's deepest chain has 35. */
const DEEP = 200

const sharedConstants = new Map([yes, mod, no].map((symbol) => [symbol.name, symbol]))

/** `tables` as written by this version of the program: the caller has checked that they are whole. */
export function deserialiseTree(tables: SerialisedTree): KconfigTree {
  const { rest } = tables
  let position = 0
  const next = () => rest[position++] ?? -1
  const dialect = dialects[next()] ?? 'kernel'
  const namedCount = next()
  const modulesNumber = next()
  const choiceCount = next()
  const source = openSource(tables)
  const { symbols, text } = source
  makeSymbols(source, namedCount + choiceCount)
  linkSymbols(source)
  const modules = symbols[modulesNumber]
  const choices = Array.from({ length: choiceCount }, () => symbols[next()] as KconfigSymbol)
  source.files = Array.from({ length: next() }, () => text(next()))
  const warnings: KconfigTree['warnings'] = []
  while (position < rest.length) {
    const location = { file: text(next()), line: next() }
    warnings.push({ location, message: text(next()), kind: warningKinds[next()] ?? 'parser' })
  }
  return {
    dialect,
    root: source.node(0),
    symbols: new NamedSymbols(tables.names, symbols, namedCount),
    choices,
    all: symbols.slice(0, namedCount + choiceCount),
    modules,
    files: source.files,
    warnings,
    walk: (visit) => walkCached(source, visit),
  }
}

/** Nothing is made yet. */
function openSource(tables: SerialisedTree): Source {
  const madeNodes: (MenuNode | undefined)[] = new Array(tables.nodes.length / NodeField.width)
  const madeProperties: (CachedProperty | undefined)[] = new Array(tables.properties.length / PropertyField.width)
  const madeExprs: (Expr | undefined)[] = new Array(tables.exprs.length / ExprField.width)
  let readPlaces: Places | undefined
  let readPrompts: ((number: number) => string) | undefined
  let readHelp: ((number: number) => string | undefined) | undefined
  let readChildren: Children | undefined
  const places = () => {
    readPlaces ??= tables.places()
    return readPlaces
  }
  const node = (number: number) => {
    const known = madeNodes[number]
    if (known) return known
    const made = new CachedNode(source, number)
    madeNodes[number] = made
    return made
  }
  const property = (number: number) => {
    const known = madeProperties[number]
    if (known) return known
    const made = makeProperty(source, number)
    madeProperties[number] = made
    return made
  }
  const symbols: KconfigSymbol[] = new Array(tables.symbols.length / SymbolField.width)
  const make = (number: number) => {
    const made = makeExpr(tables.exprs, number * ExprField.width, symbols, expr)
    madeExprs[number] = made
    return made
  }
  let depth = 0
  const expr = (number: number) => {
    const known = madeExprs[number]
    if (known || number < 0 || number >= madeExprs.length) return known
    // Parts stand before what is made of them.
    if (depth > DEEP) for (let part = 0; part < number; part++) if (!madeExprs[part]) make(part)
    depth++
    const made = make(number)
    depth--
    return made
  }
  const source: Source = {
    records: tables.symbols,
    nodes: tables.nodes,
    properties: tables.properties,
    lists: tables.lists,
    symbols,
    files: none,
    text: openStringPool(tables.texts),
    places,
    prompt: (number) => {
      readPrompts ??= openStringPool(places().prompts)
      return readPrompts(number)
    },
    help: (number) => {
      readHelp ??= openTextBytes(places().helpEnds, tables.help)
      return readHelp(number)
    },
    expr,
    node,
    property,
    selection: (number) => property(number) as CachedSelection,
    childrenOf: (number) => {
      readChildren ??= findChildren(tables.nodes)
      const { first, following } = readChildren
      const children: MenuNode[] = []
      for (let child = first[number] as number; child > 0; child = following[child] as number)
        children.push(node(child))
      return children.length === 0 ? none : children
    },
  }
  return source
}

interface Children {
  /** Of each node: its first child, and its next sibling; 0 where there is none. */
  first: Int32Array
  following: Int32Array
}

/** From the last node to the first, each goes before the siblings that are there by then. */
function findChildren(nodes: Numbers): Children {
  const count = nodes.length / NodeField.width
  const first = new Int32Array(count)
  const following = new Int32Array(count)
  for (let number = count - 1; number > 0; number--) {
    const parent = nodes[number * NodeField.width + NodeField.parent] as number
    following[number] = first[parent] as number
    first[parent] = number
  }
  return { first, following }
}

/** `indexed`: how many of them are no constants. */
function makeSymbols(source: Source, indexed: number): void {
  const { records, symbols, text } = source
  for (let index = 0, at = 0; at < records.length; index++, at += SymbolField.width) {
    const kind = records[at + SymbolField.kind] as number
    const type = symbolTypes[kind >> 4] ?? 'unknown'
    const flags = kind & 15
    const shared =
      type === 'tristate' && flags === symbolFlags.constant
        ? sharedConstants.get(text(records[at + SymbolField.name] as number))
        : undefined
    symbols[index] = shared ?? new CachedSymbol(source, at, index < indexed ? index : -1, type, flags)
  }
}

/** The expression whose record begins at `at`, and all that it is made of. */
function makeExpr(
  records: Numbers,
  at: number,
  symbols: readonly KconfigSymbol[],
  expr: (number: number) => Expr | undefined,
): Expr {
  const kind = exprKinds[records[at] as number] ?? 'symbol'
  const left = records[at + ExprField.left] as number
  if (kind === 'symbol') return { kind, symbol: symbols[left] as KconfigSymbol }
  if (kind === 'not') return { kind, operand: expr(left) as Expr }
  const right = records[at + ExprField.right] as number
  if (kind === 'and' || kind === 'or') return { kind, left: expr(left) as Expr, right: expr(right) as Expr }
  return { kind, left: symbols[left] as KconfigSymbol, right: symbols[right] as KconfigSymbol }
}

function linkSymbols({ records, symbols, expr }: Source): void {
  for (let index = 0, at = 0; index < symbols.length; index++, at += SymbolField.width) {
    const symbol = symbols[index] as KconfigSymbol
    if (symbol.constant) continue
    symbol.choice = symbols[records[at + SymbolField.choice] as number]
    symbol.directDependency = expr(records[at + SymbolField.dependency] as number)
  }
}
