/** Who reads whom: for each symbol those whose value, visibility or selection could change with it. */
import type { Expr, KconfigSymbol, KconfigTree } from './ast.ts'

/** Dependents of symbol i are `targets[starts[i]]` up to `targets[starts[i + 1]]`, all of them by index. */
export interface Dependents {
  readonly starts: Uint32Array
  readonly targets: Uint32Array
}

const known = new WeakMap<KconfigTree, Dependents>()

/** Walks all expressions of the tree at the first call (x86 6.1: about 30 ms). */
export function dependentsOf(tree: KconfigTree): Dependents {
  const found = known.get(tree) ?? findDependents(tree)
  known.set(tree, found)
  return found
}

function findDependents(tree: KconfigTree): Dependents {
  const symbols = tree.all
  const sources: number[] = []
  const readers: number[] = []
  const lastReader = new Int32Array(symbols.length).fill(-1)
  let reader = -1
  const read = (symbol: KconfigSymbol) => {
    if (symbol.index < 0 || symbol.index === reader || lastReader[symbol.index] === reader) return
    lastReader[symbol.index] = reader
    sources.push(symbol.index)
    readers.push(reader)
  }
  for (const symbol of symbols) {
    reader = symbol.index
    readBy(symbol, read)
  }
  const starts = new Uint32Array(symbols.length + 1)
  for (const source of sources) starts[source + 1] = (starts[source + 1] ?? 0) + 1
  for (let index = 0; index < symbols.length; index++)
    starts[index + 1] = (starts[index + 1] ?? 0) + (starts[index] ?? 0)
  const next = starts.slice()
  const targets = new Uint32Array(sources.length)
  for (let edge = 0; edge < sources.length; edge++) {
    const source = sources[edge] ?? 0
    const place = next[source] ?? 0
    next[source] = place + 1
    targets[place] = readers[edge] ?? 0
  }
  return { starts, targets }
}

/** Calls `read` for everything that the symbol's state is computed from; a choice also looks at its members' prompts. */
function readBy(symbol: KconfigSymbol, read: (symbol: KconfigSymbol) => void): void {
  const expression = (expr: Expr | undefined): void => {
    if (expr === undefined) return
    switch (expr.kind) {
      case 'symbol':
        read(expr.symbol)
        break
      case 'not':
        expression(expr.operand)
        break
      case 'and':
      case 'or':
        expression(expr.left)
        expression(expr.right)
        break
      default:
        read(expr.left)
        read(expr.right)
    }
  }
  const prompts = (of: KconfigSymbol) => {
    for (const node of of.nodes) for (const prompt of node.prompts) expression(prompt.when)
  }
  prompts(symbol)
  expression(symbol.directDependency)
  for (const list of [symbol.selectedBy, symbol.impliedBy])
    for (const selection of list) {
      read(selection.by)
      expression(selection.when)
    }
  for (const node of symbol.nodes) {
    for (const { value, when } of node.defaults) {
      expression(value)
      expression(when)
    }
    for (const { low, high, when } of node.ranges) {
      read(low)
      read(high)
      expression(when)
    }
  }
  if (symbol.choice) read(symbol.choice)
  for (const member of symbol.members) prompts(member)
}
