/**
 * After parsing: dependencies of if, menu and choice reach what they enclose, implicit submenus form, the entries of an `if` move
 * up, choices get their members, and all lend each other types. The rules are those of menu_finalize() in the kernel's
 * scripts/kconfig/menu.c (6.1), their order too: each block hands its dependencies on before the blocks inside it are finalised.
 */

import type { Expr, KconfigSymbol, KconfigTree, KconfigWarning, MenuNode } from './ast.ts'
import { checkSymbol } from './check-entry.ts'
import { addMember } from './choice-members.ts'
import { and, orOfDefinitions } from './expr.ts'
import { markFollowers } from './follows-dependency.ts'
import { nest } from './simplify.ts'
import { formSubmenu } from './submenu.ts'
import { append, no } from './symbols.ts'

/** Fills `dependency`, every `when`, directDependency, selectedBy, impliedBy, choice, members and index, and moves nodes. */
export function finalise(tree: KconfigTree): void {
  for (const [index, symbol] of tree.all.entries()) symbol.index = index
  const context: Context = {
    modules: { kind: 'symbol', symbol: tree.modules ?? no },
    warn: (warnings) => {
      if (tree.dialect === 'kernel') tree.warnings.push(...warnings)
    },
    checked: new Set(),
    lentTypes: false,
  }
  finaliseChildren(tree.root, undefined, context)
  adopt(tree.root, context)
  // Busybox's older program also lends a choice's type to entries inside an `if`.
  if (tree.dialect === 'busybox')
    for (const choice of tree.choices)
      for (const member of choice.members) if (member.type === 'unknown') member.type = choice.type
  markFollowers(tree.symbols.values())
}

interface Context {
  readonly modules: Expr
  readonly warn: (warnings: readonly KconfigWarning[]) => void
  /** Symbols that need no second look. */
  readonly checked: Set<KconfigSymbol>
  /** Entries got their types from a choice: what could not be made shorter before can be now. */
  lentTypes: boolean
}

/** The node at `index` of its siblings; those that follow may become its children. */
function finaliseNode(siblings: MenuNode[], index: number, context: Context): void {
  const node = siblings[index]
  if (!node) return
  const { symbol } = node
  if (node.children.length > 0) {
    if (symbol?.isChoice && lendTypes(node, symbol)) context.lentTypes = true
    finaliseChildren(node, symbol?.isChoice ? { kind: 'symbol', symbol } : node.dependency, context)
  } else if (symbol) {
    formSubmenu(siblings, index, (next) => finaliseNode(siblings, next, context))
    symbol.directDependency = orOfDefinitions(symbol.directDependency, node.dependency)
  }
  adopt(node, context)
  if (symbol && !context.checked.has(symbol)) {
    context.checked.add(symbol)
    context.warn(checkSymbol(node, symbol))
  }
}

function finaliseChildren(node: MenuNode, outer: Expr | undefined, context: Context): void {
  for (const child of node.children) inherit(child, outer, context)
  for (let index = 0; index < node.children.length; index++) finaliseNode(node.children, index, context)
}

/** Folds what encloses the node into everything that it says. */
function inherit(node: MenuNode, outer: Expr | undefined, context: Context): void {
  const { modules } = context
  // What is around is as short as can be already, being the dependency of an entry, made in the same way, or a choice.
  const isSettled = !context.lentTypes
  const within = (around: Expr | undefined, expr: Expr | undefined) =>
    expr === undefined && isSettled ? around : nest(around, expr && needModules(expr, modules), isSettled)
  node.dependency = within(outer, node.dependsOn)
  const visibleIf = node.symbol ? visibility(node) : undefined
  for (const prompt of node.prompts) prompt.when = within(node.dependency, and(prompt.condition, visibleIf))
  for (const list of [node.defaults, node.selects, node.implies, node.ranges])
    for (const property of list) property.when = within(node.dependency, property.condition)
  for (const selection of node.selects) {
    const { target } = selection
    target.selectedBy = append(target.selectedBy, selection)
  }
  for (const selection of node.implies) {
    const { target } = selection
    target.impliedBy = append(target.impliedBy, selection)
  }
}

/** The `visible if` of all menus around a node. */
function visibility(node: MenuNode): Expr | undefined {
  let result: Expr | undefined
  for (let outer = node.parent; outer; outer = outer.parent) result = and(result, outer.visibleIf)
  return result
}

/** A constant `m` means `m && MODULES`; comparisons keep it. */
function needModules(expr: Expr, modules: Expr): Expr {
  switch (expr.kind) {
    case 'symbol':
      return expr.symbol.constant && expr.symbol.name === 'm' ? { kind: 'and', left: expr, right: modules } : expr
    case 'not': {
      const operand = needModules(expr.operand, modules)
      return operand === expr.operand ? expr : { kind: 'not', operand }
    }
    case 'and':
    case 'or': {
      const left = needModules(expr.left, modules)
      const right = needModules(expr.right, modules)
      return left === expr.left && right === expr.right ? expr : { kind: expr.kind, left, right }
    }
    default:
      return expr
  }
}

/** A choice without a type takes that of its first entry that has one; entries without one take the choice's: whether any did. */
function lendTypes(node: MenuNode, choice: KconfigSymbol): boolean {
  const symbols = node.children.flatMap((child) => child.symbol ?? [])
  if (choice.type === 'unknown') choice.type = symbols.find((symbol) => symbol.type !== 'unknown')?.type ?? 'unknown'
  const without = symbols.filter((symbol) => symbol.type === 'unknown')
  for (const symbol of without) symbol.type = choice.type
  return without.length > 0
}

/**
 * Makes a choice's entries its members, and moves what stands below an entry without a prompt (an `if`, or a symbol that got a
 * submenu) up to this level. Of an `if` nothing is left after that.
 */
function adopt(node: MenuNode, context: Context): void {
  for (let index = 0; index < node.children.length; index++) {
    const child = node.children[index]
    if (!child) continue
    if (node.symbol?.isChoice) context.warn(addMember(child, node.symbol))
    const isIf = child.kind === 'if'
    if (!isIf && (child.children.length === 0 || child.prompts.at(-1)?.text)) continue
    for (const moved of child.children) moved.parent = node
    node.children.splice(isIf ? index : index + 1, isIf ? 1 : 0, ...child.children)
    child.children = []
    if (isIf) index--
  }
}
