/**
 * Busybox's allnoconfig, allmodconfig and allyesconfig: its conf has no other way than to ask itself every question in menu order
 * and to give the same answer. What a symbol is at its turn decides; therefore it goes round twice.
 */
import type { KconfigSymbol, MenuNode, Tristate } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { evaluate } from './expr.ts'

/** Answers everything with `wanted`, or the nearest level below it that can be set (for a bool m means y). */
export function answerAll(configuration: KconfigConfiguration, wanted: Tristate): void {
  const { tree } = configuration
  const levels: Tristate[] = wanted === 2 ? [2, 1, 0] : wanted === 1 ? [1, 0] : [0]

  function ask(node: MenuNode): void {
    if (!isVisible(node, configuration)) return
    const { symbol } = node
    if (symbol?.isChoice) {
      askChoice(node, symbol)
      if (configuration.tristate(symbol) !== 1) return
    } else if (symbol) askSymbol(symbol)
    for (const child of node.children) ask(child)
  }

  function askSymbol(symbol: KconfigSymbol): void {
    const possible = configuration.assignable(symbol)
    const answer = levels
      .map((level) => (level === 1 && !possible.includes(1) && symbol.type === 'bool' ? 2 : level))
      .find((level) => possible.includes(level))
    configuration.setUserValue(symbol, answer === undefined ? configuration.text(symbol) : 'nmy'.charAt(answer))
  }

  function askChoice(node: MenuNode, choice: KconfigSymbol): void {
    if (configuration.visibility(choice) > configuration.reverseDependency(choice)) askSymbol(choice)
    const selection = configuration.selection(choice)
    if (configuration.tristate(choice) !== 2 || !selection) return
    configuration.setUserValue(selection, 'y')
    const place = node.children.find((child) => child.symbol === selection)
    const [first] = place?.children ?? []
    if (first) ask(first)
  }

  /** Menus in which something came up that has no answer yet. */
  function unanswered(node: MenuNode): MenuNode | undefined {
    if (!isVisible(node, configuration)) return undefined
    const { symbol } = node
    if (symbol && configuration.userValue(symbol) === undefined && isOpen(symbol)) return menuOf(node)
    for (const child of node.children) {
      const found = unanswered(child)
      if (found) return found
    }
    return undefined
  }

  function isOpen(symbol: KconfigSymbol): boolean {
    if (configuration.visibility(symbol) > configuration.reverseDependency(symbol)) return true
    return symbol.isChoice && configuration.tristate(symbol) === 2
  }

  ask(tree.root)
  ask(tree.root)
  for (let menu = unanswered(tree.root), rounds = 0; menu && rounds < 100; menu = unanswered(tree.root), rounds++)
    ask(menu)
}

function menuOf(node: MenuNode): MenuNode {
  let menu = node
  while (menu.parent && menu.kind !== 'menu' && menu.kind !== 'menuconfig') menu = menu.parent
  return menu
}

/** Whether C would ask for the entry, or go into it. */
function isVisible(node: MenuNode, configuration: KconfigConfiguration): boolean {
  const prompt = node.prompts.at(-1)
  if (!prompt) return false
  if (evaluate(prompt.when, configuration) !== 0) return true
  const { symbol } = node
  if (!symbol || configuration.tristate(symbol) === 0) return false
  return node.children.some((child) => isVisible(child, configuration))
}
