/** What the lazily made parts of a cached tree (cached-symbol.ts, cached-nodes.ts, cached-properties.ts) look things up in. */
import type { Expr, KconfigSymbol, MenuNode, Selection } from './ast.ts'
import type { CachedProperty } from './cached-properties.ts'
import type { Places } from './tree-format.ts'

/** Where things are looked up. */
export interface Source {
  nodes: Int32Array
  properties: Int32Array
  lists: Int32Array
  symbols: KconfigSymbol[]
  exprs: (Expr | undefined)[]
  files: string[]
  text: (number: number) => string
  places: () => Places
  prompt: (number: number) => string
  help: (number: number) => string | undefined
  /** The node of a number, and the property of one: the same object whenever it is asked for. */
  node: (number: number) => MenuNode
  property: (number: number) => CachedProperty
  selection: (number: number) => Selection
  childrenOf: (number: number) => MenuNode[]
}
