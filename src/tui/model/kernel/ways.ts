/** Why a symbol is as it is, and the verified ways to another value, as the planner finds them: what is chosen, what follows, what falls. */
import type { KconfigSymbol, Tristate } from '../../../kconfig/ast.ts'
import { planEnable } from '../../../kconfig/plan-enable.ts'
import type { Obstacle, Plan } from '../../../kconfig/plan-types.ts'
import type { Proposal } from './change.ts'
import { isText } from './marks.ts'
import type { KernelModel } from './model.ts'

export interface KernelWay {
  plan: Plan
  proposal: Proposal
}

export interface WaysOut {
  ways: KernelWay[]
  obstacles: Obstacle[]
  /** It is so already. */
  already: boolean
}

/** How many further ways are looked for. */
const ALTERNATIVES = 3

/** The value that one would want of a symbol, where nobody said: the opposite. */
export function wantedOf(symbol: KconfigSymbol, model: KernelModel): string {
  if (isText(symbol)) return model.configuration.text(symbol)
  return model.configuration.tristate(symbol) === 0 ? 'y' : 'n'
}

/** Plans are made on the configuration itself, which is the same afterwards. */
export function waysTo(symbol: KconfigSymbol, wanted: string, model: KernelModel): WaysOut {
  const { configuration } = model
  const result = planEnable(configuration, [{ symbol, value: wanted }], { alternatives: ALTERNATIVES })
  switch (result.status) {
    case 'already':
      return { ways: [], obstacles: [], already: true }
    case 'planned': {
      const plans = [result.plan, ...result.alternatives]
      const ways = plans.map((plan) => ({
        plan,
        proposal: model.propose(plan.assignments.map(({ symbol: { name }, value }): [string, string] => [name, value])),
      }))
      return { ways, obstacles: [], already: false }
    }
    default:
      return { ways: [], obstacles: result.obstacles, already: false }
  }
}

/** Whether the symbol can be given the value by itself, so that no way has to be looked for. */
export function isFree(symbol: KconfigSymbol, wanted: string, { configuration }: KernelModel): boolean {
  if (isText(symbol)) return configuration.visibility(symbol) > 0
  return configuration.assignable(symbol).includes('nmy'.indexOf(wanted) as Tristate)
}
