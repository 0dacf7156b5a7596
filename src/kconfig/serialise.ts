/**
 * A parsed tree as bytes: one array of numbers in the order in which deserialiseTree() makes the objects, and the texts. The tree
 * is a graph with circles (symbols know their nodes, nodes their symbols), so everything is named by the number of its making.
 * Expressions are shared, and stay so. The numbers' meaning is written down in one place for each kind, here and in the reader.
 */
import type { Expr, KconfigSymbol, KconfigTree, MenuNode, Selection } from './ast.ts'
import { isComparison } from './expr.ts'
import { createStringPool } from './string-pool.ts'

/** To be raised with every change of what is written, or in which order. */
export const FORMAT = 1

export const symbolTypes = ['unknown', 'bool', 'tristate', 'int', 'hex', 'string'] as const
export const nodeKinds = ['root', 'menu', 'if', 'comment', 'config', 'menuconfig', 'choice'] as const
export const exprKinds = ['symbol', 'not', 'and', 'or', '=', '!=', '<', '<=', '>', '>='] as const
export const warningKinds = ['parser', 'warning-if', 'info', 'shell'] as const
export const symbolFlags = { constant: 1, isChoice: 2, probe: 4 } as const

export interface SerialisedTree {
  numbers: Int32Array
  texts: Buffer[]
}

export function serialiseTree(tree: KconfigTree): SerialisedTree {
  const out: number[] = []
  const pool = createStringPool()
  const text = pool.add
  const symbols = allSymbols(tree)
  const symbolNumbers = new Map(symbols.map((symbol, index) => [symbol, index]))
  const symbolNumber = (symbol: KconfigSymbol | undefined) => (symbol ? (symbolNumbers.get(symbol) ?? -1) : -1)
  const nodes = allNodes(tree.root)
  const nodeNumbers = new Map(nodes.map((node, index) => [node, index]))
  const exprs: Expr[] = []
  const exprNumbers = new Map<Expr, number>()
  const selections = new Map<Selection, number>()

  /** Numbers an expression behind its parts. */
  function exprNumber(expr: Expr | undefined): number {
    if (expr === undefined) return -1
    const known = exprNumbers.get(expr)
    if (known !== undefined) return known
    for (const part of partsOf(expr)) exprNumber(part)
    exprNumbers.set(expr, exprs.length)
    return exprs.push(expr) - 1
  }

  for (const expr of allExprs(nodes, symbols)) exprNumber(expr)

  out.push(tree.symbols.size, symbols.length)
  for (const symbol of symbols) {
    const probe = symbol.probe === undefined ? 0 : symbolFlags.probe
    out.push(
      text(symbol.name),
      symbolTypes.indexOf(symbol.type),
      (symbol.constant ? symbolFlags.constant : 0) | (symbol.isChoice ? symbolFlags.isChoice : 0) | probe,
    )
    if (symbol.probe !== undefined) out.push(text(symbol.probe))
  }

  out.push(exprs.length)
  for (const expr of exprs) {
    out.push(exprKinds.indexOf(expr.kind))
    if (expr.kind === 'symbol') out.push(symbolNumber(expr.symbol))
    else if (expr.kind === 'not') out.push(exprNumber(expr.operand))
    else if (isComparison(expr)) out.push(symbolNumber(expr.left), symbolNumber(expr.right))
    else out.push(exprNumber(expr.left), exprNumber(expr.right))
  }

  out.push(tree.files.length)
  for (const file of tree.files) out.push(text(file))
  const fileNumbers = new Map(tree.files.map((file, index) => [file, index]))

  /** A property begins with its place, its condition and its condition with everything around it. */
  function property({ location, condition, when }: MenuNode['prompts'][number] | Selection | MenuNode['ranges'][number]) {
    out.push(fileNumbers.get(location.file) ?? -1, location.line, exprNumber(condition), exprNumber(when))
  }

  out.push(nodes.length)
  for (const node of nodes) {
    out.push(
      nodeKinds.indexOf(node.kind),
      fileNumbers.get(node.location.file) ?? -1,
      node.location.line,
      node.parent ? (nodeNumbers.get(node.parent) ?? -1) : -1,
      symbolNumber(node.symbol),
      exprNumber(node.dependsOn),
      exprNumber(node.dependency),
      exprNumber(node.visibleIf),
      node.rawHelp === undefined ? -1 : text(node.rawHelp),
      node.optional ? 1 : 0,
    )
    out.push(node.prompts.length)
    for (const prompt of node.prompts) {
      property(prompt)
      out.push(text(prompt.text))
    }
    out.push(node.defaults.length)
    for (const given of node.defaults) {
      property(given)
      out.push(exprNumber(given.value))
    }
    for (const list of [node.selects, node.implies]) {
      out.push(list.length)
      for (const selection of list) {
        selections.set(selection, selections.size)
        property(selection)
        out.push(symbolNumber(selection.by), symbolNumber(selection.target))
      }
    }
    out.push(node.ranges.length)
    for (const range of node.ranges) {
      property(range)
      out.push(symbolNumber(range.low), symbolNumber(range.high))
    }
  }

  const numbersOf = <Item>(list: readonly Item[], numbers: ReadonlyMap<Item, number>) => {
    out.push(list.length)
    for (const item of list) out.push(numbers.get(item) ?? -1)
  }
  for (const symbol of symbols) {
    out.push(symbolNumber(symbol.choice), exprNumber(symbol.directDependency))
    numbersOf(symbol.nodes, nodeNumbers)
    numbersOf(symbol.members, symbolNumbers)
    numbersOf(symbol.selectedBy, selections)
    numbersOf(symbol.impliedBy, selections)
  }

  numbersOf(tree.choices, symbolNumbers)
  out.push(symbolNumber(tree.modules), tree.warnings.length)
  for (const { location, message, kind } of tree.warnings)
    out.push(text(location.file), location.line, text(message), warningKinds.indexOf(kind))
  return { numbers: Int32Array.from(out), texts: pool.buffers() }
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

/** The named ones first, in their order; then choices and constants as they are met. */
function allSymbols(tree: KconfigTree): KconfigSymbol[] {
  const found = new Set<KconfigSymbol>([...tree.symbols.values(), ...tree.choices])
  const nodes = allNodes(tree.root)
  for (const node of nodes) {
    if (node.symbol) found.add(node.symbol)
    for (const { low, high } of node.ranges) found.add(low).add(high)
    for (const { by, target } of [...node.selects, ...node.implies]) found.add(by).add(target)
  }
  const seen = new Set<Expr>()
  const visit = (expr: Expr) => {
    if (seen.has(expr)) return
    seen.add(expr)
    if (expr.kind === 'symbol') found.add(expr.symbol)
    else if (isComparison(expr)) found.add(expr.left).add(expr.right)
    else for (const part of partsOf(expr)) visit(part)
  }
  for (const expr of allExprs(nodes, [...found])) visit(expr)
  return [...found]
}

function* allExprs(nodes: readonly MenuNode[], symbols: readonly KconfigSymbol[]): Generator<Expr> {
  const given = (exprs: (Expr | undefined)[]) => exprs.filter((expr) => expr !== undefined)
  for (const node of nodes) {
    yield* given([node.dependsOn, node.dependency, node.visibleIf])
    for (const list of [node.prompts, node.defaults, node.selects, node.implies, node.ranges])
      for (const { condition, when } of list) yield* given([condition, when])
    for (const { value } of node.defaults) yield value
  }
  for (const symbol of symbols) yield* given([symbol.directDependency])
}

function partsOf(expr: Expr): Expr[] {
  if (expr.kind === 'not') return [expr.operand]
  return expr.kind === 'and' || expr.kind === 'or' ? [expr.left, expr.right] : []
}
