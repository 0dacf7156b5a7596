/** A walk through a cached tree, over the table of its nodes: none is made but for menus and comments. */
import type { KconfigSymbol, MenuNode, TreeVisitor } from './ast.ts'
import type { Source } from './cached-source.ts'
import { NodeField } from './tree-format.ts'

/** Nodes stand depth first: what is around one are those before it that lead up from it. */
export function walkCached({ nodes, symbols, node }: Source, visit: TreeVisitor): void {
  const open: number[] = []
  const made: (MenuNode | undefined)[] = []
  const close = () => {
    open.pop()
    const ended = made.pop()
    if (ended) visit.end(ended)
  }
  for (let number = 1, at = NodeField.width; at < nodes.length; number++, at += NodeField.width) {
    const parent = nodes[at + NodeField.parent] as number
    while (open.length > 0 && open[open.length - 1] !== parent) close()
    const symbol = symbols[nodes[at + NodeField.symbol] as number] as KconfigSymbol | undefined
    if (symbol) visit.symbol(symbol)
    const entered = symbol ? undefined : node(number)
    if (entered) visit.begin(entered)
    if (nodes[at + NodeField.width + NodeField.parent] === number) {
      open.push(number)
      made.push(entered)
    } else if (entered) visit.end(entered)
  }
  while (open.length > 0) close()
}
