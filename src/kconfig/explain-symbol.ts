/** "Why is X off, and what would change it": all that is known about one symbol on a configuration, as facts. */
import type { KconfigSymbol, Location } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { type DroppedExplanation, explainRequest } from './dropped.ts'
import { evaluate, formatExpr } from './expr.ts'
import { planEnable } from './plan-enable.ts'
import type { PlanResult } from './plan-types.ts'
import { type UnmetTerm, unmetTerms } from './unmet.ts'
import { isLogical } from './user-values.ts'
import { holderWords, type ValueHolder, valueHolder } from './value-holder.ts'

/** One prompt of the symbol: where it stands, and what keeps it from showing. */
export interface PromptState {
  text: string
  location: Location
  visible: boolean
  /** With it the symbol could be set: the false leaf terms. */
  unmet: UnmetTerm[]
}

export interface SymbolExplanation {
  symbol: KconfigSymbol
  value: string
  holder: ValueHolder
  /** The holder in words. */
  heldBy: string
  /** What `depends on` and all that encloses the symbol come to. */
  dependsOn: string
  prompts: PromptState[]
  /** What stands in the way of the other value: y (or m, for what can only be a module) for what is off, n for what is on. */
  other: { value: string; obstacle: DroppedExplanation; plan: PlanResult } | undefined
}

/** Everything about a symbol that an entry defines; the configuration is the same afterwards. */
export function explainSymbol(configuration: KconfigConfiguration, symbol: KconfigSymbol): SymbolExplanation {
  const holder = valueHolder(symbol, configuration)
  const value = configuration.text(symbol)
  return {
    symbol,
    value,
    holder,
    heldBy: holderWords(holder),
    dependsOn: formatExpr(symbol.directDependency),
    prompts: symbol.nodes.flatMap((node) =>
      node.prompts.map((prompt) => ({
        text: prompt.text,
        location: node.location,
        visible: evaluate(prompt.when, configuration) > 0,
        unmet: unmetTerms(symbol, 'm', configuration, [prompt.when]),
      })),
    ),
    other: isLogical(symbol) ? otherValue(configuration, symbol, value) : undefined,
  }
}

function otherValue(configuration: KconfigConfiguration, symbol: KconfigSymbol, value: string) {
  const find = (wanted: string) => ({
    value: wanted,
    obstacle: explainRequest(configuration, symbol, wanted),
    plan: planEnable(configuration, [{ symbol, value: wanted }]),
  })
  if (value !== 'n') return find('n')
  const on = find('y')
  if (on.plan.status === 'planned' || symbol.type !== 'tristate') return on
  const asModule = find('m')
  return asModule.plan.status === 'planned' ? asModule : on
}
