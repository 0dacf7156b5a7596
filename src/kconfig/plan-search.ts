/**
 * The cheapest chain of ways to a requirement: the least fixpoint of costs over all terms that could play a part, where all
 * parts of a whole add up and the cheapest of alternatives counts. Terms are settled in the order of their cost (Knuth's
 * generalisation of Dijkstra's algorithm), so that circles cost nothing but are never taken.
 */
import type { KconfigSymbol } from './ast.ts'
import { CostQueue } from './cost-queue.ts'
import { type Way, type WayOptions, waysTo } from './plan-ways.ts'
import type { Requirement, Term } from './requirement.ts'

/** A term of the search with its ways; `best` once it is settled. */
export interface TermNode {
  term: Term
  ways: OpenWay[]
  cost: number
  best: OpenWay | undefined
  /** Ways that wait for this term. */
  readers: OpenWay[]
}

/** A way with its requirement's terms replaced by their nodes. */
export interface OpenWay extends Way {
  node: TermNode
  needs: Need | undefined
  /** What has been settled last; to leave out what changes nothing. */
  cost: number
}

export type Need = TermNode | { kind: 'all' | 'any'; of: Need[] }

export interface SearchOptions extends WayOptions {
  /** Extra cost of ways that were tried in vain, by wayKey(). */
  penalties: ReadonlyMap<string, number>
}

/** What is needed, and what it costs; Infinity: there is no way. */
export interface Search {
  need: Need | undefined
  cost: number
}

export function searchWays(requirement: Requirement | undefined, options: SearchOptions): Search {
  const nodes = new Map<string, TermNode>()
  const unexplored: TermNode[] = []
  const open = (one: Requirement): Need => ('of' in one ? { kind: one.kind, of: one.of.map(open) } : nodeOf(one))

  function nodeOf(term: Term): TermNode {
    const key = termKey(term)
    const known = nodes.get(key)
    if (known) return known
    const node: TermNode = { term, ways: [], cost: Number.POSITIVE_INFINITY, best: undefined, readers: [] }
    nodes.set(key, node)
    unexplored.push(node)
    return node
  }

  const need = requirement && open(requirement)
  const queue = new CostQueue<OpenWay>()
  for (const node of unexplored)
    for (const way of waysTo(node.term, options)) {
      const penalty = options.penalties.size > 0 ? options.penalties.get(wayKey(node.term, way)) : undefined
      const own = way.own + (penalty ?? 0)
      const opened: OpenWay = {
        ...way,
        own,
        node,
        needs: way.requirement && open(way.requirement),
        cost: Number.POSITIVE_INFINITY,
      }
      node.ways.push(opened)
      if (opened.needs) eachNode(opened.needs, (child) => child.readers.push(opened))
      offer(opened)
    }

  /** Queues a way at what it costs now, if that is less than before. */
  function offer(way: OpenWay): void {
    const cost = way.own + costOf(way.needs)
    if (cost >= way.cost) return
    way.cost = cost
    queue.push(cost, way)
  }

  for (let way = queue.pop(); way; way = queue.pop()) {
    const { node } = way
    if (node.best) continue
    node.best = way
    node.cost = way.cost
    for (const reader of node.readers) if (!reader.node.best) offer(reader)
  }
  return { need, cost: costOf(need) }
}

export function costOf(need: Need | undefined): number {
  if (need === undefined) return 0
  if (!('of' in need)) return need.cost
  let cost = need.kind === 'all' ? 0 : Number.POSITIVE_INFINITY
  for (const part of need.of) cost = need.kind === 'all' ? cost + costOf(part) : Math.min(cost, costOf(part))
  return cost
}

export function eachNode(need: Need, visit: (node: TermNode) => void): void {
  if (!('of' in need)) visit(need)
  else for (const part of need.of) eachNode(part, visit)
}

/** Equal for equal terms of one tree. */
export function termKey(term: Term): string {
  if (term.kind === 'level') return `${symbolKey(term.symbol)}${term.up ? '≥' : '≤'}${term.level}`
  return `${symbolKey(term.left)}${term.operator}${symbolKey(term.right)}`
}

/** Equal for equal ways to one term: kind, given value and what is required directly. */
export function wayKey(term: Term, way: Way): string {
  return `${termKey(term)} ${way.kind} ${way.assignment?.value ?? ''} ${requirementKey(way.requirement)}`
}

function requirementKey(requirement: Requirement | undefined): string {
  if (requirement === undefined) return ''
  if (!('of' in requirement)) return termKey(requirement)
  return `${requirement.kind}(${requirement.of.map(requirementKey).join()})`
}

function symbolKey(symbol: KconfigSymbol): string {
  return symbol.constant ? `"${symbol.name}"` : String(symbol.index)
}
