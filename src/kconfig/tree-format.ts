/** The tables of a serialised tree: what each number of a record means. The order of the words is part of the format. */

/** To be raised with every change of what is written, or in which order. */
export const FORMAT = 7

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
 * Whole numbers, of 16 bits where all of a tree have room in them, else of 32. What stands for nothing is -1 in the wide ones and
 * 0xffff in the narrow ones: beyond the end of every table.
 */
export type Numbers = Int32Array | Uint16Array
export const LARGEST_NARROW = 0xfffe

/**
 * Names are text numbers, other fields numbers in their tables. `kind` is sixteen times the type, and the flags. `choice` is the text of
 * its probe for a constant, which is in no choice.
 */
export const SymbolField = { kind: 0, name: 1, choice: 2, dependency: 3, lists: 4, width: 5 } as const
export const ExprField = { kind: 0, left: 1, right: 2, width: 3 } as const
/** `kind` twice the kind, and one more where it is optional. The root is its own `parent`. `properties`: the first of its own; they end where those of the next begin. */
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
  symbols: Numbers
  exprs: Numbers
  /** Depth first; the root is the first. */
  nodes: Numbers
  /** In the order of the nodes, each with its lists in the order of `propertyLists`. */
  properties: Numbers
  /** Of each symbol: flags and the number of its nodes, the nodes, then each list that it has, its length before it. Selections by property. */
  lists: Numbers
  /** The named symbols by a hash of their names: see name-table.ts. */
  names: Numbers
  /** Dialect; named symbols, modules; number of choices and the choices; number of files and the files; then warnings, four numbers each. */
  rest: Numbers
  texts: Texts
  /** Read when somebody asks. */
  places: () => Places
  /** UTF-8; read when it is asked for. Empty where the disk has lost it. */
  help: () => Buffer
}

/** How many records its tables have. */
export function recordCounts({ symbols, exprs, nodes, properties }: SerialisedTree): number[] {
  return [
    symbols.length / SymbolField.width,
    exprs.length / ExprField.width,
    nodes.length / NodeField.width,
    properties.length / PropertyField.width,
  ]
}

/** Where everything stands, what its conditions were as written, and the texts of prompts. */
export interface Places {
  nodes: Numbers
  properties: Numbers
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
