/**
 * A parsed tree as numbers and texts. The tree is a graph with circles (symbols know their nodes, nodes their symbols), so
 * everything is named by its number in a table of records of fixed width (tree-format.ts). Equal expressions become one.
 */
import type { Expr, KconfigSymbol, KconfigTree, MenuNode, Prompt, Selection } from './ast.ts'
import { isComparison } from './expr.ts'
import { createStringPool, createTextBytes } from './string-pool.ts'
import {
  dialects,
  exprKinds,
  nodeKinds,
  propertyLists,
  type SerialisedTree,
  symbolFlags,
  symbolTypes,
  warningKinds,
} from './tree-format.ts'

export function serialiseTree(tree: KconfigTree): SerialisedTree {
  const pool = createStringPool()
  const text = pool.add
  const helps = createTextBytes()
  const nodes = allNodes(tree.root)
  const nodeNumbers = numbersOf(nodes)
  const fileNumbers = numbersOf(tree.files)
  const symbols = createSymbolNumbers(tree)
  const exprs = createExprNumbers(symbols.number)
  const selections = new Map<Selection, number>()
  const nodeRecords: number[] = []
  const properties: number[] = []
  const lists: number[] = []

  for (const node of nodes) {
    nodeRecords.push(
      nodeKinds.indexOf(node.kind) * 2 + (node.optional ? 1 : 0),
      fileNumbers.get(node.location.file) ?? -1,
      node.location.line,
      node.parent ? (nodeNumbers.get(node.parent) ?? -1) : -1,
      symbols.number(node.symbol),
      exprs.number(node.dependsOn),
      exprs.number(node.dependency),
      exprs.number(node.visibleIf),
      node.rawHelp === undefined ? -1 : helps.add(node.rawHelp),
      ...propertyLists.map((name) => node[name].length),
    )
    for (const prompt of node.prompts) addProperty(prompt, text(prompt.text), -1)
    for (const given of node.defaults) addProperty(given, exprs.number(given.value), -1)
    for (const selection of [...node.selects, ...node.implies]) {
      selections.set(selection, selections.size)
      addProperty(selection, symbols.number(selection.by), symbols.number(selection.target))
    }
    for (const range of node.ranges) addProperty(range, symbols.number(range.low), symbols.number(range.high))
  }

  function addProperty(
    { location, condition, when }: Pick<Prompt, 'location' | 'condition' | 'when'>,
    left: number,
    right: number,
  ): void {
    const file = fileNumbers.get(location.file) ?? -1
    properties.push(file, location.line, exprs.number(condition), exprs.number(when), left, right)
  }

  function addList<Item>(items: readonly Item[], number: (item: Item) => number): void {
    lists.push(items.length)
    for (const item of items) lists.push(number(item))
  }

  // Symbols that only other symbols lead to come up on the way.
  const symbolRecords: number[] = []
  for (const symbol of symbols.all) {
    const flags =
      (symbol.constant ? symbolFlags.constant : 0) |
      (symbol.isChoice ? symbolFlags.isChoice : 0) |
      (symbol.probe === undefined ? 0 : symbolFlags.probe)
    symbolRecords.push(
      text(symbol.name),
      symbolTypes.indexOf(symbol.type),
      flags,
      symbol.probe === undefined ? -1 : text(symbol.probe),
      symbols.number(symbol.choice),
      exprs.number(symbol.directDependency),
      lists.length,
    )
    addList(symbol.nodes, (node) => nodeNumbers.get(node) ?? -1)
    addList(symbol.members, symbols.number)
    addList(symbol.selectedBy, (selection) => selections.get(selection) ?? -1)
    addList(symbol.impliedBy, (selection) => selections.get(selection) ?? -1)
  }

  const rest: number[] = [dialects.indexOf(tree.dialect), tree.symbols.size, symbols.number(tree.modules)]
  rest.push(tree.choices.length, ...tree.choices.map(symbols.number), tree.files.length, ...tree.files.map(text))
  for (const { location, message, kind } of tree.warnings)
    rest.push(text(location.file), location.line, text(message), warningKinds.indexOf(kind))
  const { ends: helpEnds, bytes: help } = helps.finish()
  return {
    symbols: Int32Array.from(symbolRecords),
    exprs: Int32Array.from(exprs.records),
    nodes: Int32Array.from(nodeRecords),
    properties: Int32Array.from(properties),
    lists: Int32Array.from(lists),
    rest: Int32Array.from(rest),
    ...pool.finish(),
    helpEnds,
    help: () => help,
  }
}

function allNodes(root: MenuNode): MenuNode[] {
  const nodes: MenuNode[] = []
  const add = (node: MenuNode) => {
    nodes.push(node)
    for (const child of node.children) add(child)
  }
  add(root)
  return nodes
}

function numbersOf<Item>(items: readonly Item[]): Map<Item, number> {
  return new Map(items.map((item, index) => [item, index]))
}

/** The named symbols first, in their order; then choices, and constants as they are met. */
function createSymbolNumbers(tree: KconfigTree) {
  const all: KconfigSymbol[] = [...tree.symbols.values(), ...tree.choices]
  const numbers = numbersOf(all)
  function number(symbol: KconfigSymbol | undefined): number {
    if (symbol === undefined) return -1
    const known = numbers.get(symbol)
    if (known !== undefined) return known
    numbers.set(symbol, all.length)
    return all.push(symbol) - 1
  }
  return { all, number }
}

/** Numbers an expression behind its parts, equal ones alike: what dependencies fold into everything below them is the same often. */
function createExprNumbers(symbolNumber: (symbol: KconfigSymbol) => number) {
  const records: number[] = []
  const known = new Map<Expr, number>()
  const equal = new Map<number, number>()

  function number(expr: Expr | undefined): number {
    if (expr === undefined) return -1
    const before = known.get(expr)
    if (before !== undefined) return before
    const [left, right] = operands(expr)
    const kind = exprKinds.indexOf(expr.kind)
    // Both are counted from -1, and there are less than a million of either.
    const key = (kind * 2 ** 20 + left + 1) * 2 ** 20 + right + 1
    let found = equal.get(key)
    if (found === undefined) {
      found = equal.size
      equal.set(key, found)
      records.push(kind, left, right)
    }
    known.set(expr, found)
    return found
  }

  function operands(expr: Expr): [number, number] {
    if (expr.kind === 'symbol') return [symbolNumber(expr.symbol), -1]
    if (expr.kind === 'not') return [number(expr.operand), -1]
    if (isComparison(expr)) return [symbolNumber(expr.left), symbolNumber(expr.right)]
    return [number(expr.left), number(expr.right)]
  }

  return { records, number }
}
