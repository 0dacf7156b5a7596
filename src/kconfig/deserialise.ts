/**
 * Tables of serialiseTree() → the tree again: symbols and expressions at once, everything else when somebody comes to it
 * (cached-nodes.ts).
 */
import type { Expr, KconfigSymbol, KconfigTree, MenuNode } from './ast.ts'
import { CachedNode } from './cached-nodes.ts'
import { type CachedProperty, type CachedSelection, makeProperty } from './cached-properties.ts'
import type { Source } from './cached-source.ts'
import { CachedSymbol } from './cached-symbol.ts'
import { openStringPool, openTextBytes } from './string-pool.ts'
import { mod, no, none, yes } from './symbols.ts'
import {
  dialects,
  ExprField,
  exprKinds,
  NodeField,
  type Places,
  PropertyField,
  type SerialisedTree,
  SymbolField,
  symbolFlags,
  symbolTypes,
  warningKinds,
} from './tree-format.ts'

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
  makeSymbols(tables.symbols, source, namedCount + choiceCount)
  makeExprs(tables.exprs, symbols, source.exprs)
  linkSymbols(tables.symbols, source)
  const modules = symbols[modulesNumber]
  const choices = Array.from({ length: choiceCount }, () => symbols[next()] as KconfigSymbol)
  source.files = Array.from({ length: next() }, () => text(next()))
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
  return { dialect, root: source.node(0), symbols: named, choices, modules, files: source.files, warnings }
}

/** Nothing is made yet. */
function openSource(tables: SerialisedTree): Source {
  const madeNodes: (MenuNode | undefined)[] = new Array(tables.nodes.length / NodeField.width)
  const madeProperties: (CachedProperty | undefined)[] = new Array(tables.properties.length / PropertyField.width)
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
  const source: Source = {
    nodes: tables.nodes,
    properties: tables.properties,
    lists: tables.lists,
    symbols: new Array(tables.symbols.length / SymbolField.width),
    exprs: new Array(tables.exprs.length / ExprField.width),
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
  counts: Int32Array
}

/** From the last node to the first, each goes before the siblings that are there by then. */
function findChildren(nodes: Int32Array): Children {
  const count = nodes.length / NodeField.width
  const first = new Int32Array(count)
  const following = new Int32Array(count)
  const counts = new Int32Array(count)
  for (let number = count - 1; number > 0; number--) {
    const parent = nodes[number * NodeField.width + NodeField.parent] as number
    following[number] = first[parent] as number
    first[parent] = number
    counts[parent] = (counts[parent] as number) + 1
  }
  return { first, following, counts }
}

/** `indexed`: how many of them are no constants. */
function makeSymbols(table: Int32Array, source: Source, indexed: number): void {
  const { symbols, text } = source
  for (let index = 0, at = 0; at < table.length; index++, at += SymbolField.width) {
    const kind = table[at + SymbolField.kind] as number
    const type = symbolTypes[kind >> 4] ?? 'unknown'
    const name = text(table[at + SymbolField.name] as number)
    const flags = kind & 15
    const shared = type === 'tristate' && flags === symbolFlags.constant ? sharedConstants.get(name) : undefined
    symbols[index] =
      shared ??
      new CachedSymbol(
        source,
        table[at + SymbolField.lists] as number,
        index < indexed ? index : -1,
        name,
        type,
        (flags & symbolFlags.constant) !== 0,
        flags & symbolFlags.probe ? text(table[at + SymbolField.probe] as number) : undefined,
        (flags & symbolFlags.isChoice) !== 0,
        (flags & symbolFlags.followsDependency) !== 0,
      )
  }
}

function makeExprs(table: Int32Array, symbols: readonly KconfigSymbol[], exprs: (Expr | undefined)[]): void {
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
}

function linkSymbols(table: Int32Array, { symbols, exprs }: Source): void {
  for (let index = 0, at = 0; index < symbols.length; index++, at += SymbolField.width) {
    const symbol = symbols[index] as KconfigSymbol
    if (symbol.constant) continue
    symbol.choice = symbols[table[at + SymbolField.choice] as number]
    symbol.directDependency = exprs[table[at + SymbolField.dependency] as number]
  }
}
