/** From a solved search to the list of values to give, each with the reason it is in there. */
import type { KconfigSymbol } from './ast.ts'
import { formatSymbol } from './expr.ts'
import { costOf, type Need, type OpenWay, type Search, type TermNode } from './plan-search.ts'
import type { Term } from './requirement.ts'

/** A value to give, and the way that asks for it. */
export interface PlanStep {
  symbol: KconfigSymbol
  value: string
  why: string
  neededBy: KconfigSymbol | undefined
  /** The wanted symbol (or what stands for it) that all this is for. */
  wanted: KconfigSymbol
  /** Where m must not be y. */
  exact: boolean
}

export interface Steps {
  /** What comes first has to be given first. */
  steps: PlanStep[]
  /** The ways taken, that of the wanted term last. */
  ways: OpenWay[]
}

/** Follows the cheapest ways; the search must have a finite cost. */
export function stepsOf({ need }: Search): Steps {
  const steps: PlanStep[] = []
  const ways: OpenWay[] = []
  const done = new Set<TermNode>()

  function follow(one: Need | undefined, asking?: OpenWay, wanted?: KconfigSymbol, exact = false): void {
    if (one === undefined) return
    if ('of' in one) {
      for (const part of one.kind === 'all' ? one.of : one.of.filter((_, index) => index === cheapest(one.of)))
        follow(part, asking, wanted, exact)
      return
    }
    if (done.has(one) || !one.best) return
    done.add(one)
    const { assignment, needs } = one.best
    // A comparison that comes down to a level hands on who asks for it.
    const root = wanted ?? symbolOf(one.term)
    if (one.best.kind === 'compare') follow(needs, asking, root, true)
    else follow(needs, one.best, root)
    ways.push(one.best)
    if (assignment) steps.push({ ...assignment, ...reason(one.term, asking), wanted: root, exact })
  }

  follow(need)
  return { steps, ways }
}

function cheapest(of: readonly Need[]): number {
  const costs = of.map(costOf)
  return costs.indexOf(Math.min(...costs))
}

function symbolOf(term: Term): KconfigSymbol {
  return term.kind === 'level' ? term.symbol : term.left
}

/** Why a term is asked for, in a few words about the one who asks. */
function reason(term: Term, asking: OpenWay | undefined): Pick<PlanStep, 'why' | 'neededBy'> {
  if (!asking) return { why: 'wanted', neededBy: undefined }
  const asker = asking.node.term
  const about = symbolOf(asker)
  const name = formatSymbol(about)
  const off = term.kind === 'level' && !term.up
  const goesDown = asker.kind === 'level' && !asker.up
  const words = {
    prompt: off ? (goesDown ? `it selects ${name}` : `${name} needs it off`) : `${name} depends on it`,
    text: `${name} depends on it`,
    choice: off ? `${name} needs it off` : goesDown ? `in place of ${name}` : `${name} depends on it`,
    select: `it selects ${name}`,
    imply: `it implies ${name}`,
    default: goesDown
      ? `${name} goes with it`
      : off
        ? `${name} has another default with it`
        : `${name} is on by default with it`,
    compare: `${name} is compared with it`,
  }
  return { why: words[asking.kind], neededBy: about }
}
