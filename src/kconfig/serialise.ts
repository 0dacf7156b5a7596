/**
 * A parsed tree as numbers and texts. The tree is a graph with circles (symbols know their nodes, nodes their symbols), so
 * everything is named by its number in a table of records of fixed width (tree-format.ts). Equal expressions become one.
 */
import type { KconfigSymbol, KconfigTree, MenuNode, Prompt, Selection } from './ast.ts'
import { createExprNumbers } from './expr-numbers.ts'
import { makeNameTable } from './name-table.ts'
import { NumberList } from './number-list.ts'
import { createStringPool, createTextBytes } from './string-pool.ts'
import {
  dialects,
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
  const fileNumbers = new Map(tree.files.map((file, number) => [file, number]))
  const symbols = createSymbolNumbers(tree)
  const exprs = createExprNumbers(symbols.number)
  const nodeNumbers = createNodeNumbers(tree.all.length)
  /** By the number of the property. */
  const selections = new Map<Selection, number>()
  const nodes = new NumberList(1 << 16)
  const nodePlaces = new NumberList(1 << 16)
  const properties = new NumberList(1 << 16)
  const propertyPlaces = new NumberList(1 << 16)
  const propertyCount = () => properties.length / PropertyField.width

  function addNode(node: MenuNode, parent: number): void {
    const number = nodeNumbers.add(node)
    nodes.push(nodeKinds.indexOf(node.kind) * 2 + (node.optional ? 1 : 0))
    nodes.push(parent)
    nodes.push(symbols.number(node.symbol))
    nodes.push(exprs.number(node.dependency))
    nodes.push(exprs.number(node.visibleIf))
    nodes.push(propertyCount())
    addPlace(nodePlaces, node.location, exprs.number(node.dependsOn))
    nodePlaces.push(node.rawHelp === undefined ? -1 : helps.add(node.rawHelp))
    for (const prompt of node.prompts)
      if (node.symbol) addProperty(0, prompt, promptTexts.add(prompt.text), -1)
      else addProperty(TITLE, prompt, text(prompt.text), -1)
    for (const given of node.defaults) addProperty(1, given, exprs.number(given.value), -1)
    addSelections(2, node.selects)
    addSelections(3, node.implies)
    for (const range of node.ranges) addProperty(4, range, symbols.number(range.low), symbols.number(range.high))
    for (const child of node.children) addNode(child, number)
  }

  function addSelections(list: number, made: readonly Selection[]): void {
    for (const selection of made) {
      selections.set(selection, propertyCount())
      addProperty(list, selection, symbols.number(selection.by), symbols.number(selection.target))
    }
  }

  function addProperty(
    list: number,
    { location, condition, when }: Pick<Prompt, 'location' | 'condition' | 'when'>,
    left: number,
    right: number,
  ): void {
    properties.push(list)
    properties.push(exprs.number(when))
    properties.push(left)
    properties.push(right)
    addPlace(propertyPlaces, location, exprs.number(condition))
  }

  function addPlace(places: NumberList, { file, line }: Prompt['location'], condition: number): void {
    places.push(fileNumbers.get(file) ?? -1)
    places.push(line)
    places.push(condition)
  }

  addNode(tree.root, 0)
  const { records, lists } = serialiseSymbols()

  function serialiseSymbols(): { records: NumberList; lists: NumberList } {
    const records = new NumberList(1 << 16)
    const lists = new NumberList(1 << 16)
    // Constants that only a symbol leads to come up on the way.
    for (const symbol of symbols.all) {
      records.push(symbolTypes.indexOf(symbol.type) * 16 + flagsOf(symbol))
      records.push(text(symbol.name))
      records.push(symbol.probe === undefined ? symbols.number(symbol.choice) : text(symbol.probe))
      records.push(exprs.number(symbol.directDependency))
      records.push(lists.length)
      lists.push((symbol.nodes.length << listFlags.nodes) | listsOf(symbol))
      for (const node of symbol.nodes) lists.push(nodeNumbers.of(node))
      addList(lists, symbol.members, symbols.number)
      addList(lists, symbol.selectedBy, (selection) => selections.get(selection) ?? -1)
      addList(lists, symbol.impliedBy, (selection) => selections.get(selection) ?? -1)
    }
    return { records, lists }
  }

  const rest: number[] = [dialects.indexOf(tree.dialect), tree.symbols.size, symbols.number(tree.modules)]
  rest.push(tree.choices.length, ...tree.choices.map(symbols.number), tree.files.length, ...tree.files.map(text))
  for (const { location, message, kind } of tree.warnings)
    rest.push(text(location.file), location.line, text(message), warningKinds.indexOf(kind))
  const { ends: helpEnds, bytes: help } = helps.finish()
  const places: Places = {
    nodes: nodePlaces.finish(),
    properties: propertyPlaces.finish(),
    prompts: promptTexts.finish(),
    helpEnds,
  }
  return {
    symbols: records.finish(),
    exprs: exprs.finish(),
    nodes: nodes.finish(),
    properties: properties.finish(),
    lists: lists.finish(),
    names: makeNameTable([...tree.symbols.keys()]),
    rest: Int32Array.from(rest),
    texts: texts.finish(),
    places: () => places,
    help: () => help,
  }
}

function flagsOf(symbol: KconfigSymbol): number {
  return (
    (symbol.constant ? symbolFlags.constant : 0) |
    (symbol.isChoice ? symbolFlags.isChoice : 0) |
    (symbol.probe === undefined ? 0 : symbolFlags.probe) |
    (symbol.followsDependency ? symbolFlags.followsDependency : 0)
  )
}

/** Which lists it has. */
function listsOf({ members, selectedBy, impliedBy }: KconfigSymbol): number {
  const has = (list: readonly unknown[], flag: number) => (list.length > 0 ? flag : 0)
  return has(members, listFlags.members) | has(selectedBy, listFlags.selectedBy) | has(impliedBy, listFlags.impliedBy)
}

function addList<Item>(lists: NumberList, items: readonly Item[], number: (item: Item) => number): void {
  if (items.length === 0) return
  lists.push(items.length)
  for (const item of items) lists.push(number(item))
}

/** The named symbols first, in their order; then choices, and constants as they are met. */
function createSymbolNumbers(tree: KconfigTree) {
  const all: KconfigSymbol[] = [...tree.all]
  const constants = new Map<KconfigSymbol, number>()
  function number(symbol: KconfigSymbol | undefined): number {
    if (symbol === undefined) return -1
    if (symbol.index >= 0) return symbol.index
    const known = constants.get(symbol)
    if (known !== undefined) return known
    constants.set(symbol, all.length)
    return all.push(symbol) - 1
  }
  return { all, number }
}

/** Nodes as they come. Nearly every symbol has one, which is known by the symbol's. */
function createNodeNumbers(symbolCount: number) {
  const single = new Int32Array(symbolCount).fill(-1)
  const others = new Map<MenuNode, number>()
  let count = 0
  return {
    add: (node: MenuNode): number => {
      const { symbol } = node
      if (symbol?.nodes.length === 1) single[symbol.index] = count
      else if (symbol) others.set(node, count)
      return count++
    },
    /** Of a node that has a symbol. */
    of: (node: MenuNode): number => {
      const { symbol } = node
      return (symbol?.nodes.length === 1 ? single[symbol.index] : others.get(node)) ?? -1
    },
  }
}
