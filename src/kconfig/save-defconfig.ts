/** The shortest .config that leads to the same configuration: conf_write_defconfig() of the kernel's scripts/kconfig/confdata.c. */
import type { KconfigSymbol, KconfigTree } from './ast.ts'
import type { Evaluation } from './evaluation.ts'
import { configLine, visibleTitle } from './write-config.ts'

/** Lines for what a person can change and that differs from its default, in menu order. */
export function writeDefconfig(tree: KconfigTree, evaluation: Evaluation): string {
  const done = new Uint8Array(tree.all.length)
  const lines: string[] = []
  tree.walk({
    symbol: (symbol) => {
      if (symbol.isChoice || done[symbol.index] === 1 || !evaluation.written(symbol)) return
      done[symbol.index] = 1
      if (differs(symbol, evaluation)) lines.push(configLine(symbol, evaluation))
    },
    // Nothing is written of a menu, but C looks at it, which shows in the order of its warnings.
    begin: (node) => void visibleTitle(node, evaluation),
    end: () => {},
  })
  return lines.join('')
}

function differs(symbol: KconfigSymbol, evaluation: Evaluation): boolean {
  if (evaluation.visibility(symbol) <= evaluation.reverse(symbol)) return false
  if (evaluation.text(symbol) === evaluation.defaultText(symbol)) return false
  const { choice } = symbol
  if (!choice || choice.nodes.some((node) => node.optional)) return true
  return !(symbol.type === 'bool' && evaluation.tristate(symbol) === 2 && evaluation.defaultMember(choice) === symbol)
}
