/** What the lazily made parts of a cached tree (cached-symbol.ts, cached-nodes.ts, cached-properties.ts) look things up in. */
import type { Expr, KconfigSymbol, MenuNode, Selection } from './ast.ts'
import type { CachedProperty } from './cached-properties.ts'
import type { Numbers, Places } from './tree-format.ts'

/** Where things are looked up. */
export interface Source {
  /** Of the symbols. */
  records: Numbers
  nodes: Numbers
  properties: Numbers
  lists: Numbers
  symbols: KconfigSymbol[]
  files: string[]
  text: (number: number) => string
  places: () => Places
  prompt: (number: number) => string
  help: (number: number) => string | undefined
  /** What has a number: the same object whenever it is asked for. There is no expression of a number that stands for nothing. */
  expr: (number: number) => Expr | undefined
  node: (number: number) => MenuNode
  property: (number: number) => CachedProperty
  selection: (number: number) => Selection
  childrenOf: (number: number) => MenuNode[]
}
