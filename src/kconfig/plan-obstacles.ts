/** Why a wanted value cannot be had: the same findings as for a request that did not survive, and what nothing can change. */
import type { KconfigSymbol } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { explainRequest, isValueOf } from './dropped.ts'
import { formatSymbol } from './expr.ts'
import { wantedValue } from './needs.ts'
import type { Attempt } from './plan-attempt.ts'
import { costOf, type Need, type TermNode } from './plan-search.ts'
import type { Obstacle, PlanResult, Want } from './plan-types.ts'
import { isBarred } from './plan-ways.ts'
import type { Term } from './requirement.ts'
import { holds } from './wants.ts'

/** How many terms that nothing can change are told. */
const most = 6

/** Wants that are none: a symbol without definition, a value of another type, two values for one symbol. */
export function wrongWants(configuration: KconfigConfiguration, wants: readonly Want[]): Obstacle[] {
  const wrong = wants.filter(({ symbol, value }) => symbol.nodes.length === 0 || !isValueOf(symbol, value))
  const doubled = wants.filter(({ symbol, value }) =>
    wants.some((other) => other.symbol === symbol && other.value !== value),
  )
  return [
    ...wrong.map((want) => obstacle(configuration, want)),
    ...doubled.map((want) => ({
      ...obstacle(configuration, want),
      why: `${want.symbol.name} is wanted with two values.`,
    })),
  ]
}

/** After all attempts: those wants that have no way at all; where each has one, all that do not hold. */
export function explainFailure(
  attempt: Attempt,
  configuration: KconfigConfiguration,
  wants: readonly Want[],
): PlanResult {
  const open = wants.filter((want) => !holds(want, configuration))
  const searches = open.map((want) => ({ want, ...attempt.search(true, new Map(), [want]) }))
  const hopeless = searches.filter(({ cost }) => cost === Number.POSITIVE_INFINITY)
  if (hopeless.length === 0)
    return { status: 'not-found', obstacles: open.map((want) => obstacle(configuration, want)) }
  const obstacles = hopeless.map(({ want, need }) => {
    const ends = deadEnds(need).map(({ term }) => term)
    const isKept = (term: Term) => term.kind === 'level' && isBarred(term, attempt)
    const kept = ends.filter(isKept).map((term) => keptText(term, attempt.fixed))
    // A written n says less than what it stands beside.
    const others = ends.filter((term) => !isKept(term))
    const telling = others.filter((term) => term.kind === 'comparison' || !term.symbol.constant)
    const impossible = (telling.length > 0 || kept.length > 0 ? telling : others).map(termText)
    return obstacle(configuration, want, impossible, kept)
  })
  return { status: 'unreachable', obstacles }
}

function obstacle(
  configuration: KconfigConfiguration,
  { symbol, value }: Want,
  impossible: string[] = [],
  kept: string[] = [],
): Obstacle {
  const { sentence, unmet, reason } = explainRequest(configuration, symbol, value)
  const why =
    reason === 'overridden'
      ? `${symbol.name}=${value} cannot be had together with what else is wanted or kept.`
      : sentence
  return { symbol, value, why, unmet, impossible, kept: [...new Set(kept)] }
}

/** Terms without any way that stand between the need and its fulfilment, the nearest first. */
function deadEnds(need: Need | undefined): TermNode[] {
  const ends: TermNode[] = []
  const seen = new Set<TermNode>()
  const open: Need[] = need ? [need] : []
  for (const one of open) {
    if (ends.length >= most) break
    if (costOf(one) !== Number.POSITIVE_INFINITY) continue
    if ('of' in one) open.push(...one.of)
    else if (!seen.has(one)) {
      seen.add(one)
      if (one.ways.length === 0) ends.push(one)
      else open.push(...one.ways.flatMap(({ needs }) => needs ?? []))
    }
  }
  return ends
}

function keptText(term: Term, fixed: ReadonlyMap<KconfigSymbol, string>): string {
  return term.kind === 'level' ? `${formatSymbol(term.symbol)}=${fixed.get(term.symbol)}` : termText(term)
}

function termText(term: Term): string {
  if (term.kind === 'comparison') return `${formatSymbol(term.left)}${term.operator}${formatSymbol(term.right)}`
  const wanted = wantedValue(term.symbol, term.level, term.up)
  return wanted.startsWith('not ')
    ? `${formatSymbol(term.symbol)}!=${wanted.slice(4)}`
    : `${formatSymbol(term.symbol)}=${wanted}`
}

/** An obstacle in one sentence or a few. */
export function obstacleText({ why, impossible, kept }: Obstacle): string {
  return [
    why,
    ...(impossible.length > 0 ? [`Nothing in this tree makes ${impossible.join(' or ')}.`] : []),
    ...(kept.length > 0 ? [`${kept.join(' and ')} ${kept.length > 1 ? 'are' : 'is'} to be kept.`] : []),
  ].join(' ')
}
