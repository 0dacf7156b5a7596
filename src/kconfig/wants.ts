/** Wanted values: whether they hold, and what they lack. */
import type { KconfigConfiguration } from './configuration.ts'
import { leadingNumber } from './number-text.ts'
import { exactly } from './plan-comparisons.ts'
import type { Want } from './plan-types.ts'
import { joinRequirements, type Requirement } from './requirement.ts'
import { newSymbol } from './symbols.ts'
import { isLogical } from './user-values.ts'

/** Whether the symbol has that value now; hex values count by number. */
export function holds({ symbol, value }: Want, configuration: KconfigConfiguration): boolean {
  const text = configuration.text(symbol)
  return symbol.type === 'hex' ? leadingNumber(text, 16) === leadingNumber(value, 16) && text !== '' : text === value
}

/** What all of them together lack; undefined when nothing. */
export function lackingFor(wants: readonly Want[], configuration: KconfigConfiguration): Requirement | undefined {
  return joinRequirements(
    'all',
    wants.flatMap((want) => lackingOf(want, configuration)),
  )
}

function lackingOf(want: Want, configuration: KconfigConfiguration): (Requirement | undefined)[] {
  const { symbol, value } = want
  if (holds(want, configuration)) return []
  if (isLogical(symbol)) return exactly(symbol, value === 'y' ? 2 : value === 'm' ? 1 : 0, configuration)
  return [{ kind: 'comparison', operator: '=', left: symbol, right: newSymbol(value, { constant: true }) }]
}
