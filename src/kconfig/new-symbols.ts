/** What a .config does not answer yet: listnewconfig, as check_conf() of the kernel's scripts/kconfig/conf.c finds it. */
import type { KconfigTree, MenuNode, Tristate } from './ast.ts'
import type { Evaluation } from './evaluation.ts'
import { evaluate } from './expr.ts'
import { assignmentLine } from './write-config.ts'

/** `CONFIG_X=value` for each symbol that a person could set and has not, in menu order, with the value it has without that. */
export function listNewSymbols(tree: KconfigTree, evaluation: Evaluation): string {
  const lines: string[] = []
  const list = (node: MenuNode): void => {
    if (!isShown(node, evaluation)) return
    const { symbol } = node
    if (symbol && symbol.name !== '' && !evaluation.user.isGiven(symbol)) {
      const changeable = evaluation.visibility(symbol) > evaluation.reverse(symbol)
      if (changeable || (symbol.isChoice && evaluation.tristate(symbol) === 2))
        lines.push(assignmentLine(symbol, evaluation.text(symbol)))
    }
    for (const child of node.children) list(child)
  }
  for (const child of tree.root.children) list(child)
  return lines.join('')
}

/** Whether a menu shows the entry: visible itself, or on and with something visible below it, which makes it count as answered. */
function isShown(node: MenuNode, evaluation: Evaluation): boolean {
  const prompt = node.prompts.at(-1)
  if (!prompt || evaluate(node.visibleIf, evaluation) === 0) return false
  if (promptLevel(node, evaluation) !== 0) return true
  const { symbol } = node
  if (!symbol || evaluation.tristate(symbol) === 0) return false
  if (!node.children.some((child) => isShown(child, evaluation))) return false
  evaluation.user.given[symbol.index] = 1
  return true
}

function promptLevel(node: MenuNode, evaluation: Evaluation): Tristate {
  const level = evaluate(node.prompts.at(-1)?.when, evaluation)
  const { symbol } = node
  const hidden = level === 1 && symbol?.choice && symbol.type === 'tristate' && evaluation.tristate(symbol.choice) === 2
  return hidden ? 0 : level
}
