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
  listFlags,
  nodeKinds,
  type Places,
  PropertyField,
  type SerialisedTree,
  symbolFlags,
  symbolTypes,
  TITLE,
  warningKinds,
} from './tree-format.ts'

export function serialiseTree(tree: KconfigTree): SerialisedTree {
  const texts = createStringPool()
  const promptTexts = createStringPool()
  const text = texts.add
  const helps = createTextBytes()
  const nodes = allNodes(tree.root)
  const nodeNumbers = numbersOf(nodes)
  const fileNumbers = numbersOf(tree.files)
  const symbols = createSymbolNumbers(tree)
  const exprs = createExprNumbers(symbols.number)
  /** By the number of the property. */
  const selections = new Map<Selection, number>()
  const nodeRecords: number[] = []
  const nodePlaces: number[] = []
  const properties: number[] = []
  const propertyPlaces: number[] = []
  const propertyCount = () => properties.length / PropertyField.width
  const lists: number[] = []

  for (const node of nodes) {
    nodeRecords.push(
      nodeKinds.indexOf(node.kind) * 2 + (node.optional ? 1 : 0),
      node.parent ? (nodeNumbers.get(node.parent) ?? -1) : -1,
      symbols.number(node.symbol),
      exprs.number(node.dependency),
      exprs.number(node.visibleIf),
      propertyCount(),
    )
    nodePlaces.push(
      fileNumbers.get(node.location.file) ?? -1,
      node.location.line,
      exprs.number(node.dependsOn),
      node.rawHelp === undefined ? -1 : helps.add(node.rawHelp),
    )
    for (const prompt of node.prompts)
      if (node.symbol) addProperty(0, prompt, promptTexts.add(prompt.text), -1)
      else addProperty(TITLE, prompt, text(prompt.text), -1)
    for (const given of node.defaults) addProperty(1, given, exprs.number(given.value), -1)
    for (const [list, made] of [node.selects, node.implies].entries())
      for (const selection of made) {
        selections.set(selection, propertyCount())
        addProperty(list + 2, selection, symbols.number(selection.by), symbols.number(selection.target))
      }
    for (const range of node.ranges) addProperty(4, range, symbols.number(range.low), symbols.number(range.high))
  }

  function addProperty(
    list: number,
    { location, condition, when }: Pick<Prompt, 'location' | 'condition' | 'when'>,
    left: number,
    right: number,
  ): void {
    properties.push(list, exprs.number(when), left, right)
    propertyPlaces.push(fileNumbers.get(location.file) ?? -1, location.line, exprs.number(condition))
  }

  function addList(items: readonly number[]): void {
    if (items.length > 0) lists.push(items.length, ...items)
  }

  // Symbols that only other symbols lead to come up on the way.
  const symbolRecords: number[] = []
  for (const symbol of symbols.all) {
    const flags =
      (symbol.constant ? symbolFlags.constant : 0) |
      (symbol.isChoice ? symbolFlags.isChoice : 0) |
      (symbol.probe === undefined ? 0 : symbolFlags.probe) |
      (symbol.followsDependency ? symbolFlags.followsDependency : 0)
    symbolRecords.push(
      symbolTypes.indexOf(symbol.type) * 16 + flags,
      text(symbol.name),
      symbol.probe === undefined ? -1 : text(symbol.probe),
      symbols.number(symbol.choice),
      exprs.number(symbol.directDependency),
      lists.length,
    )
    const has = (list: readonly unknown[], flag: number) => (list.length > 0 ? flag : 0)
    lists.push(
      (symbol.nodes.length << listFlags.nodes) |
        has(symbol.members, listFlags.members) |
        has(symbol.selectedBy, listFlags.selectedBy) |
        has(symbol.impliedBy, listFlags.impliedBy),
      ...symbol.nodes.map((node) => nodeNumbers.get(node) ?? -1),
    )
    addList(symbol.members.map(symbols.number))
    addList(symbol.selectedBy.map((selection) => selections.get(selection) ?? -1))
    addList(symbol.impliedBy.map((selection) => selections.get(selection) ?? -1))
  }

  const rest: number[] = [dialects.indexOf(tree.dialect), tree.symbols.size, symbols.number(tree.modules)]
  rest.push(tree.choices.length, ...tree.choices.map(symbols.number), tree.files.length, ...tree.files.map(text))
  for (const { location, message, kind } of tree.warnings)
    rest.push(text(location.file), location.line, text(message), warningKinds.indexOf(kind))
  const { ends: helpEnds, bytes: help } = helps.finish()
  const places: Places = {
    nodes: Int32Array.from(nodePlaces),
    properties: Int32Array.from(propertyPlaces),
    prompts: promptTexts.finish(),
    helpEnds,
  }
  return {
    symbols: Int32Array.from(symbolRecords),
    exprs: Int32Array.from(exprs.records),
    nodes: Int32Array.from(nodeRecords),
    properties: Int32Array.from(properties),
    lists: Int32Array.from(lists),
    rest: Int32Array.from(rest),
    texts: texts.finish(),
    places: () => places,
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
