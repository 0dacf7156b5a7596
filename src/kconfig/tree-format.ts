/** The tables of a serialised tree: what each number of a record means. The order of the words is part of the format. */

/** To be raised with every change of what is written, or in which order. */
export const FORMAT = 4

export const dialects = ['kernel', 'busybox'] as const
export const symbolTypes = ['unknown', 'bool', 'tristate', 'int', 'hex', 'string'] as const
export const nodeKinds = ['root', 'menu', 'if', 'comment', 'config', 'menuconfig', 'choice'] as const
export const exprKinds = ['symbol', 'not', 'and', 'or', '=', '!=', '<', '<=', '>', '>='] as const
export const warningKinds = ['parser', 'warning-if', 'info', 'shell'] as const
export const propertyLists = ['prompts', 'defaults', 'selects', 'implies', 'ranges'] as const
export const symbolFlags = { constant: 1, isChoice: 2, probe: 4 } as const

/** Names are text numbers, other fields numbers in their tables (help has texts of its own); -1 is none. */
export const SymbolField = {
  name: 0,
  type: 1,
  flags: 2,
  probe: 3,
  choice: 4,
  dependency: 5,
  lists: 6,
  width: 7,
} as const
export const ExprField = { kind: 0, left: 1, right: 2, width: 3 } as const
/** `kind` twice the kind, and one more where it is optional. `counts`: how many properties of each of the five lists. */
export const NodeField = {
  kind: 0,
  file: 1,
  line: 2,
  parent: 3,
  symbol: 4,
  dependsOn: 5,
  dependency: 6,
  visibleIf: 7,
  help: 8,
  counts: 9,
  width: 14,
} as const
/** `left` and `right`: a prompt's text; a default's value; by and target; low and high. */
export const PropertyField = { file: 0, line: 1, condition: 2, when: 3, left: 4, right: 5, width: 6 } as const

export interface SerialisedTree {
  symbols: Int32Array
  exprs: Int32Array
  /** Depth first; the root is the first. */
  nodes: Int32Array
  /** In the order of the nodes, each with its lists in the order of `propertyLists`. */
  properties: Int32Array
  /** Of each symbol: nodes, members, selectedBy, impliedBy, each with its length before it. Selections are counted on their own. */
  lists: Int32Array
  /** Dialect; named symbols, modules; number of choices and the choices; number of files and the files; then warnings, four numbers each. */
  rest: Int32Array
  /** Where each text ends: in the narrow texts, or negative in the wide ones. */
  textEnds: Int32Array
  /** Latin-1. */
  narrow: Buffer
  /** UTF-16. */
  wide: Buffer
  /** Where each help text ends. */
  helpEnds: Int32Array
  /** UTF-8; read when it is asked for. Empty where the disk has lost it. */
  help: () => Buffer
}
