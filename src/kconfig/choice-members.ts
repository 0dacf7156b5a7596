/** How an entry becomes the member of a choice. */

import type { Expr, KconfigSymbol, KconfigWarning, MenuNode } from './ast.ts'
import { checkMember } from './check-entry.ts'
import { and } from './expr.ts'
import { append, yes } from './symbols.ts'

/** A symbol is a member of one choice only; the first place that makes it one counts. Returns what is odd about the entry. */
export function addMember(node: MenuNode, choice: KconfigSymbol): KconfigWarning[] {
  const { symbol } = node
  if (!symbol || symbol.choice) return []
  symbol.choice = choice
  choice.members = append(choice.members, symbol)
  if (choice.type === 'tristate' && symbol.type !== 'tristate') needYes(node, choice)
  return checkMember(node, symbol, choice)
}

/** A bool among tristates needs the choice at y. Its selects keep their conditions, as in C: without it they are n anyway. */
function needYes(node: MenuNode, choice: KconfigSymbol): void {
  const atYes: Expr = { kind: '=', left: choice, right: yes }
  node.dependency = and(atYes, node.dependency)
  for (const list of [node.prompts, node.defaults, node.ranges])
    for (const property of list) property.when = and(atYes, property.when)
}
