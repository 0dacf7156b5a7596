/**
 * A finished .config as the values of a tree's symbols. What the file does not mention is n or empty: the kernel's conf writes
 * every symbol that has another value.
 */
import type { KernelValue } from '../profile/types.ts'
import type { KconfigSymbol, Tristate } from './ast.ts'
import { evaluate, type Values } from './expr.ts'

const tristates: Readonly<Record<string, Tristate>> = { n: 0, m: 1, y: 2 }

/** Values for evaluate(). A choice, which no .config mentions, counts as on where it is visible. */
export function valuesOfConfig(config: ReadonlyMap<string, KernelValue>): Values {
  const underWay = new Set<KconfigSymbol>()

  function tristate(symbol: KconfigSymbol): Tristate {
    if (symbol.constant) return tristates[symbol.name] ?? 0
    if (symbol.isChoice) return choiceValue(symbol)
    if (symbol.type !== 'bool' && symbol.type !== 'tristate') return 0
    return tristates[String(config.get(symbol.name))] ?? 0
  }

  /** Where a member is y, so is the choice; else its mode is the visibility of its prompt. */
  function choiceValue(choice: KconfigSymbol): Tristate {
    if (choice.members.some((member) => config.get(member.name) === 'y')) return 2
    if (underWay.has(choice)) return 0
    underWay.add(choice)
    const visible = visibility(choice, values)
    underWay.delete(choice)
    return visible
  }

  function text(symbol: KconfigSymbol): string {
    if (symbol.constant || symbol.nodes.length === 0) return symbol.name
    if (symbol.type === 'bool' || symbol.type === 'tristate') return 'nmy'.charAt(tristate(symbol))
    return String(config.get(symbol.name) ?? '')
  }

  const values: Values = { tristate, text }
  return values
}

/** The highest value that a person can give the symbol: the maximum over its prompts. */
export function visibility(symbol: KconfigSymbol, values: Values): Tristate {
  let visible: Tristate = 0
  for (const node of symbol.nodes)
    for (const prompt of node.prompts) visible = Math.max(visible, evaluate(prompt.when, values)) as Tristate
  return visible === 1 && symbol.type !== 'tristate' ? 2 : visible
}
