/** What a .config does not answer yet: listnewconfig, as check_conf() of the kernel's scripts/kconfig/conf.c finds it. */
import type { KconfigSymbol, KconfigTree, MenuNode, Tristate } from './ast.ts'
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

/**
 * As it was when the symbol was computed: C does not look at a prompt's condition again, not even where a value that it reads was
 * dropped since. Which of several prompts it was is not kept; those are looked at again.
 */
function promptLevel(node: MenuNode, evaluation: Evaluation): Tristate {
  const { symbol } = node
  const visible = symbol && evaluation.visibility(symbol)
  if (visible === 0) return 0
  if (visible && hasOnePrompt(symbol)) return visible
  const level = evaluate(node.prompts.at(-1)?.when, evaluation)
  const hidden = level === 1 && symbol?.choice && symbol.type === 'tristate' && evaluation.tristate(symbol.choice) === 2
  return hidden ? 0 : level
}

function hasOnePrompt({ nodes }: KconfigSymbol): boolean {
  return nodes.reduce((sum, { prompts }) => sum + prompts.length, 0) === 1
}
