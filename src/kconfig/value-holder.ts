/** Who holds a symbol at its value: the one finding that would have to change for it to be anything else. */
import type { KconfigSymbol, Selection, Tristate } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { evaluate, formatConditional, formatSymbol } from './expr.ts'
import { isLogical } from './user-values.ts'

export interface ValueHolder {
  /**
   * `dependencies`: it cannot be set, and nothing else sets it. `nothing`: it could be set, and nobody does (or it has no prompt,
   * and nothing selects it or gives it a default).
   */
  kind: 'user' | 'select' | 'imply' | 'default' | 'choice' | 'range' | 'dependencies' | 'nothing'
  /** Names of the symbols that select, imply or are chosen; the default or the bounds as text. */
  by: string[]
}

/** The holder of the value that the symbol has now. */
export function valueHolder(symbol: KconfigSymbol, configuration: KconfigConfiguration): ValueHolder {
  if (!isLogical(symbol)) return textHolder(symbol, configuration)
  const level = configuration.tristate(symbol)
  const visible = configuration.visibility(symbol)
  if (symbol.choice && visible === 2) {
    const chosen = configuration.selection(symbol.choice)
    return { kind: 'choice', by: chosen ? [chosen.name] : [] }
  }
  const given = visible > 0 && configuration.userValue(symbol) !== undefined
  const reverse = symbol.choice ? 0 : configuration.reverseDependency(symbol)
  const asked = given ? Math.min('nmy'.indexOf(configuration.userValue(symbol) ?? 'n'), visible) : 0
  if (reverse > 0 && reverse >= level && asked < reverse)
    return { kind: 'select', by: activeNames(symbol.selectedBy, configuration) }
  if (given) return { kind: 'user', by: [] }
  const chosen = activeDefault(symbol, configuration)
  if (level > 0 && !chosen?.level && configuration.implied(symbol) > 0)
    return { kind: 'imply', by: activeNames(symbol.impliedBy, configuration) }
  if (chosen) return { kind: 'default', by: [chosen.text] }
  return { kind: visible === 0 && lacksDependencies(symbol, configuration) ? 'dependencies' : 'nothing', by: [] }
}

function textHolder(symbol: KconfigSymbol, configuration: KconfigConfiguration): ValueHolder {
  const given = configuration.visibility(symbol) > 0 ? configuration.userValue(symbol) : undefined
  const text = configuration.text(symbol)
  if (given !== undefined && given === text) return { kind: 'user', by: [] }
  const chosen = activeDefault(symbol, configuration)
  const range = configuration.range(symbol)
  if (range && (text === range.low || text === range.high) && (given ?? chosen?.value) !== text)
    return { kind: 'range', by: [`${range.low}..${range.high}`] }
  if (chosen) return { kind: 'default', by: [chosen.text] }
  return { kind: lacksDependencies(symbol, configuration) ? 'dependencies' : 'nothing', by: [] }
}

function lacksDependencies(symbol: KconfigSymbol, configuration: KconfigConfiguration): boolean {
  return evaluate(symbol.directDependency, configuration) === 0
}

/** The first default whose condition holds, as written. */
function activeDefault(
  symbol: KconfigSymbol,
  configuration: KconfigConfiguration,
): { text: string; level: Tristate; value: string | undefined } | undefined {
  for (const node of symbol.nodes)
    for (const { value, condition, when } of node.defaults) {
      const holds = evaluate(when, configuration)
      if (holds === 0) continue
      const text = formatConditional(value, condition)
      const plain = value.kind === 'symbol' ? configuration.text(value.symbol) : undefined
      return { text, level: Math.min(holds, evaluate(value, configuration)) as Tristate, value: plain }
    }
  return undefined
}

/** Those whose select or imply counts at this moment. */
function activeNames(selections: readonly Selection[], configuration: KconfigConfiguration): string[] {
  const active = selections.filter(
    ({ by, when }) => Math.min(configuration.tristate(by), evaluate(when, configuration)) > 0,
  )
  return [...new Set(active.map(({ by }) => formatSymbol(by)))]
}

/** The finding as a few words: `selected by MII`, `default: y if NET`. */
export function holderWords({ kind, by }: ValueHolder): string {
  switch (kind) {
    case 'user':
      return 'set in the configuration'
    case 'select':
      return `selected by ${by.join(', ')}`
    case 'imply':
      return `implied by ${by.join(', ')}`
    case 'default':
      return `default ${by.join()}`
    case 'choice':
      return by.length > 0 ? `${by.join()} is chosen` : 'nothing of its choice is chosen'
    case 'range':
      return `kept in the range ${by.join()}`
    case 'dependencies':
      return 'its dependencies are not met'
    case 'nothing':
      return 'nothing sets it'
  }
}
