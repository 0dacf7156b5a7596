/** The tables of a serialised tree: what each number of a record means. The order of the words is part of the format. */

/** To be raised with every change of what is written, or in which order. */
export const FORMAT = 6

export const dialects = ['kernel', 'busybox'] as const
export const symbolTypes = ['unknown', 'bool', 'tristate', 'int', 'hex', 'string'] as const
export const nodeKinds = ['root', 'menu', 'if', 'comment', 'config', 'menuconfig', 'choice'] as const
export const exprKinds = ['symbol', 'not', 'and', 'or', '=', '!=', '<', '<=', '>', '>='] as const
export const warningKinds = ['parser', 'warning-if', 'info', 'shell'] as const
export const propertyLists = ['prompts', 'defaults', 'selects', 'implies', 'ranges'] as const
/** In a property's record: a prompt whose text is among those that are read at once, since its entry is a menu or a comment. */
export const TITLE = propertyLists.length
export const symbolFlags = { constant: 1, isChoice: 2, probe: 4, followsDependency: 8 } as const
/** In the record of a symbol's lists: which of them follow its nodes; how many nodes, from this bit on. */
export const listFlags = { members: 1, selectedBy: 2, impliedBy: 4, nodes: 3 } as const

/**
 * Names are text numbers, other fields numbers in their tables; -1 is none. `kind` is sixteen times the type, and the flags.
 */
export const SymbolField = { kind: 0, name: 1, probe: 2, choice: 3, dependency: 4, lists: 5, width: 6 } as const
export const ExprField = { kind: 0, left: 1, right: 2, width: 3 } as const
/** `kind` twice the kind, and one more where it is optional. `properties`: the first of its own; they end where those of the next begin. */
export const NodeField = {
  kind: 0,
  parent: 1,
  symbol: 2,
  dependency: 3,
  visibleIf: 4,
  properties: 5,
  width: 6,
} as const
/** `left` and `right`: a prompt's text; a default's value; by and target; low and high. */
export const PropertyField = { list: 0, when: 1, left: 2, right: 3, width: 4 } as const
export const NodePlace = { file: 0, line: 1, dependsOn: 2, help: 3, width: 4 } as const
export const PropertyPlace = { file: 0, line: 1, condition: 2, width: 3 } as const

export interface SerialisedTree {
  symbols: Int32Array
  exprs: Int32Array
  /** Depth first; the root is the first. */
  nodes: Int32Array
  /** In the order of the nodes, each with its lists in the order of `propertyLists`. */
  properties: Int32Array
  /** Of each symbol: flags and the number of its nodes, the nodes, then each list that it has, its length before it. Selections by property. */
  lists: Int32Array
  /** Dialect; named symbols, modules; number of choices and the choices; number of files and the files; then warnings, four numbers each. */
  rest: Int32Array
  texts: Texts
  /** Read when somebody asks. */
  places: () => Places
  /** UTF-8; read when it is asked for. Empty where the disk has lost it. */
  help: () => Buffer
}

/** Where everything stands, what its conditions were as written, and the texts of prompts. */
export interface Places {
  nodes: Int32Array
  properties: Int32Array
  prompts: Texts
  /** Where each help text ends. */
  helpEnds: Int32Array
}

export interface Texts {
  /** Where each text ends: in the narrow texts, or negative in the wide ones. */
  ends: Int32Array
  /** Latin-1. */
  narrow: Buffer
  /** UTF-16. */
  wide: Buffer
}
