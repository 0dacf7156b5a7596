/**
 * The Kconfig language as data. A tree of MenuNodes in the order of the text; every symbol knows the nodes that define it.
 * Names as in the kernel's documentation (kconfig-language.rst). An absent expression means `y` everywhere.
 */

/** n, m, y. and = min, or = max, not = 2 − x. */
export type Tristate = 0 | 1 | 2
export type SymbolType = 'unknown' | 'bool' | 'tristate' | 'int' | 'hex' | 'string'
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** `file` is relative to the tree's root; `line` counts from 1. */
export interface Location {
  file: string
  line: number
}

/** Shared and never changed once built: folding dependencies makes new nodes around old ones. */
export type Expr =
  | { readonly kind: 'symbol'; readonly symbol: KconfigSymbol }
  | { readonly kind: 'not'; readonly operand: Expr }
  | { readonly kind: 'and'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: Comparison; readonly left: KconfigSymbol; readonly right: KconfigSymbol }

/** `condition` as written; `when` with the dependencies of the entry and of all that encloses it folded in. */
interface Conditional {
  location: Location
  condition: Expr | undefined
  when: Expr | undefined
}

export interface Prompt extends Conditional {
  text: string
}

export interface Default extends Conditional {
  value: Expr
}

/** A select or an imply; `by` is the symbol whose entry says so, `target` the one that is switched on. */
export interface Selection extends Conditional {
  by: KconfigSymbol
  target: KconfigSymbol
}

export interface Range extends Conditional {
  low: KconfigSymbol
  high: KconfigSymbol
}

export interface MenuNode {
  kind: 'root' | 'menu' | 'if' | 'comment' | 'config' | 'menuconfig' | 'choice'
  location: Location
  parent: MenuNode | undefined
  children: MenuNode[]
  /** Of config, menuconfig and choice. */
  symbol: KconfigSymbol | undefined
  /** The last one counts for the menu, all of them for the symbol's visibility. */
  prompts: Prompt[]
  defaults: Default[]
  selects: Selection[]
  implies: Selection[]
  ranges: Range[]
  /** `depends on` lines (or the condition of an `if`) as written. */
  dependsOn: Expr | undefined
  /** dependsOn and that of everything around it. */
  dependency: Expr | undefined
  /** `visible if`, of menus. */
  visibleIf: Expr | undefined
  /** Help as it stands in the file; dedentHelp() makes it readable. */
  rawHelp: string | undefined
  /** `optional`, of choices. */
  optional: boolean
}

export interface KconfigSymbol {
  /** Named symbols and choices count from 0 in order of first mention, choices after the rest; constants have -1. */
  index: number
  /** Without CONFIG_. For constants the text; empty for a choice without a name. */
  name: string
  type: SymbolType
  /** Quoted text, and the words y, m and n. */
  constant: boolean
  /** The macro call as written where a `$(shell …)` nobody answered decided this constant: it reads y, but is not known. */
  probe: string | undefined
  /** Definitions in order of the text; empty for constants and names that no entry defines. */
  nodes: MenuNode[]
  isChoice: boolean
  /** The choice that this symbol is a member of. */
  choice: KconfigSymbol | undefined
  /** The members of this choice, in order. */
  members: KconfigSymbol[]
  /** The or of its nodes' dependencies. */
  directDependency: Expr | undefined
  selectedBy: Selection[]
  impliedBy: Selection[]
  /** Where its direct dependency is n, so is all that its one entry says: see follows-dependency.ts. */
  followsDependency: boolean
}

export interface KconfigWarning {
  location: Location
  message: string
  /** Of the parser, of the tree's own `$(warning-if …)` or `$(info …)`, or what a `$(shell …)` said on its error output. */
  kind: 'parser' | 'warning-if' | 'info' | 'shell'
}

/** Of the language: as in Linux today, or as BusyBox has kept it since 2006. */
export type Dialect = 'kernel' | 'busybox'

export interface KconfigTree {
  dialect: Dialect
  root: MenuNode
  /** Every named symbol that is defined or mentioned. */
  symbols: ReadonlyMap<string, KconfigSymbol>
  choices: KconfigSymbol[]
  /** The named symbols and the choices, by index. */
  all: readonly KconfigSymbol[]
  /** The symbol with the attribute `modules`. */
  modules: KconfigSymbol | undefined
  /** Relative paths in the order of first reading. */
  files: string[]
  warnings: KconfigWarning[]
  /** Goes through all that stands below the root, in order. */
  walk(visit: TreeVisitor): void
}

/** What a walk through a tree comes to. */
export interface TreeVisitor {
  /** An entry or a choice; of its own entries and nodes the visitor gets nothing that it does not ask for. */
  symbol(symbol: KconfigSymbol): void
  /** A menu or a comment, and the end of what is below it. */
  begin(node: MenuNode): void
  end(node: MenuNode): void
}

/** Menu nodes below the root, depth first. */
export function* walkNodes(node: MenuNode): Generator<MenuNode> {
  for (const child of node.children) {
    yield child
    yield* walkNodes(child)
  }
}

/** A walk() over nodes that are there. */
export function visitNodes(node: MenuNode, visit: TreeVisitor): void {
  for (const child of node.children) {
    const { symbol } = child
    if (symbol) visit.symbol(symbol)
    else visit.begin(child)
    visitNodes(child, visit)
    if (!symbol) visit.end(child)
  }
}

/** The symbols that some entry of the tree defines, in order of the text (choices left out). */
export function definedSymbols(tree: KconfigTree): KconfigSymbol[] {
  return [...tree.symbols.values()].filter((symbol) => symbol.nodes.length > 0)
}
