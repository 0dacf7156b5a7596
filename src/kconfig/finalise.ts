/**
 * After parsing: folds the dependencies of if, menu and choice into everything they enclose, lends types between choices and
 * their members, and turns selects and implies round. The rules are those of menu_finalize() in scripts/kconfig/menu.c.
 */
import type { Expr, KconfigSymbol, KconfigTree, MenuNode } from './ast.ts'
import { and, orOfDefinitions } from './expr.ts'
import { append, newSymbol } from './symbols.ts'

/** Fills `dependency`, every `when`, directDependency, selectedBy, impliedBy, choice and members. `no` is the constant n. */
export function finalise(tree: KconfigTree, no: KconfigSymbol): void {
  const modules: Expr = { kind: 'symbol', symbol: tree.modules ?? no }
  for (const child of tree.root.children) finaliseNode(child, undefined, undefined, modules)
  for (const symbol of [...tree.symbols.values(), ...tree.choices]) {
    const [first, ...rest] = symbol.nodes
    symbol.directDependency = rest.reduce((sum, node) => orOfDefinitions(sum, node.dependency), first?.dependency)
  }
}

function finaliseNode(node: MenuNode, outer: Expr | undefined, visibleIf: Expr | undefined, modules: Expr): void {
  const fold = (expr: Expr | undefined) => (expr === undefined ? undefined : needModules(expr, modules))
  node.dependency = and(outer, fold(node.dependsOn))
  for (const prompt of node.prompts)
    prompt.when = and(
      node.dependency,
      fold(node.kind === 'menu' || node.kind === 'comment' ? undefined : and(prompt.condition, visibleIf)),
    )
  for (const list of [node.defaults, node.selects, node.implies, node.ranges])
    for (const property of list) property.when = and(node.dependency, fold(property.condition))
  for (const selection of node.selects) {
    const { target } = selection
    target.selectedBy = append(target.selectedBy, selection)
  }
  for (const selection of node.implies) {
    const { target } = selection
    target.impliedBy = append(target.impliedBy, selection)
  }
  if (node.kind === 'choice' && node.symbol) finaliseChoice(node, node.symbol)
  const inner: Expr | undefined =
    node.kind === 'choice' && node.symbol ? { kind: 'symbol', symbol: node.symbol } : node.dependency
  for (const child of node.children) finaliseNode(child, inner, and(node.visibleIf, visibleIf), modules)
  if (node.kind === 'choice' && node.symbol?.type === 'tristate') limitBoolMembers(node, node.symbol)
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

/** Members are the choice's entries, those inside an `if` among them; choice and members lend each other their type. */
function finaliseChoice(node: MenuNode, choice: KconfigSymbol): void {
  const members = memberNodes(node).flatMap((member) => (member.symbol ? [member.symbol] : []))
  if (choice.type === 'unknown') choice.type = members.find((member) => member.type !== 'unknown')?.type ?? 'unknown'
  for (const member of members) {
    if (member.type === 'unknown') member.type = choice.type
    member.choice = choice
    if (!choice.members.includes(member)) choice.members = append(choice.members, member)
  }
}

function memberNodes(node: MenuNode): MenuNode[] {
  return node.children.flatMap((child) => (child.kind === 'if' ? memberNodes(child) : [child]))
}

/** A bool member of a tristate choice needs the choice at y. */
function limitBoolMembers(node: MenuNode, choice: KconfigSymbol): void {
  const atYes: Expr = { kind: '=', left: choice, right: yes }
  for (const member of memberNodes(node)) {
    if (!member.symbol || member.symbol.type === 'tristate') continue
    member.dependency = and(atYes, member.dependency)
    for (const list of [member.prompts, member.defaults, member.selects, member.implies, member.ranges])
      for (const property of list) property.when = and(atYes, property.when)
  }
}

const yes = newSymbol('y', { constant: true })
