/** The terms that keep a symbol from being set, each with where it stands, what it lacks itself and who could bring it. */
import type { Expr, KconfigSymbol, Location, Tristate } from './ast.ts'
import { evaluate, formatExpr, type Values } from './expr.ts'
import { conjuncts, covers, join, type Leaf, missing, type Need } from './needs.ts'

/**
 * One term that would have to change. Terms with the same number in `oneOf` belong to alternatives of which one is enough;
 * those that also share `way` are one alternative and needed together.
 */
export interface UnmetTerm {
  /** The part of the dependency that the term belongs to. */
  expr: string
  leaf: string
  value: string
  /** `y`, `m` (y will do as well), `n`, or a comparison such as `>= 20000`. */
  wanted: string
  oneOf: number | undefined
  way: number | undefined
  /** Where the term's own symbol is defined. */
  location: Location | undefined
  /** What that symbol lacks itself, as far as it is not among the direct terms. Only one level deep. */
  needs: UnmetTerm[]
  /** Where that symbol has no prompt: who can select it, those that lack least first. */
  selectors: string[]
}

/** What the dependencies have to reach: for anything but a tristate's y, m is enough. */
export function wantedLevel(symbol: KconfigSymbol, requested: string): Tristate {
  return symbol.type === 'tristate' && requested === 'y' ? 2 : 1
}

/** What decides whether a symbol can be set: its prompts (one is enough), or without any its direct dependency. */
export function settingConditions(symbol: KconfigSymbol): (Expr | undefined)[] {
  const prompts = symbol.nodes.flatMap((node) => node.prompts)
  return prompts.length > 0 ? prompts.map((prompt) => prompt.when) : [symbol.directDependency]
}

/** What the symbol lacks to be set to `requested` (with `conditions`: by these alone), with what those terms lack in turn. Empty: nothing. */
export function unmetTerms(
  symbol: KconfigSymbol,
  requested: string,
  values: Values,
  conditions = settingConditions(symbol),
): UnmetTerm[] {
  const direct = lacking(symbol, requested, values, conditions)
  const required = direct.filter((term) => term.oneOf === undefined)
  return direct.map((lacked) => ({
    ...describe(lacked, values),
    needs: indirect(lacked.leaf).map((term) => describe(term, values)),
  }))

  /** What is asked for directly is left out, and with it the alternatives that it satisfies. */
  function indirect(leaf: Leaf): Lacking[] {
    if (!leaf.symbol || (leaf.wanted !== 'y' && leaf.wanted !== 'm')) return []
    const terms = lacking(leaf.symbol, leaf.wanted, values)
    const isKnown = (term: Lacking) => required.some((known) => covers(known.leaf, term.leaf))
    const settled = new Set(terms.filter(isKnown).map((term) => term.oneOf))
    return terms.filter((term) => !isKnown(term) && (term.oneOf === undefined || !settled.has(term.oneOf)))
  }
}

interface Place {
  oneOf: number | undefined
  way: number | undefined
}

interface Lacking extends Place {
  leaf: Leaf
  /** The part of the dependency that the leaf belongs to. */
  expr: string
}

function lacking(
  symbol: KconfigSymbol,
  requested: string,
  values: Values,
  conditions = settingConditions(symbol),
): Lacking[] {
  const level = wantedLevel(symbol, requested)
  if (conditions.some((condition) => evaluate(condition, values) >= level)) return []
  const needs = conditions.map((condition) => missing(condition, level, values))
  return flatten(join('any', needs)).map((one) => ({ ...one, expr: partOf(one.leaf, conditions) }))
}

function describe({ leaf, oneOf, way, expr }: Lacking, values: Values): UnmetTerm {
  const { symbol } = leaf
  const hidden = symbol?.nodes.every((node) => node.prompts.length === 0)
  return {
    expr,
    leaf: leaf.text,
    value: leaf.value,
    wanted: leaf.wanted,
    oneOf,
    way,
    location: symbol?.nodes[0]?.location,
    needs: [],
    selectors: symbol && hidden ? selectorsOf(symbol, values) : [],
  }
}

/** Who selects the symbol: those with a prompt that lack least first, those that are only selected themselves last. */
export function selectorsOf(symbol: KconfigSymbol, values: Values): string[] {
  const selectors = [...new Set(symbol.selectedBy.map(({ by }) => by))]
  const hasPrompt = (by: KconfigSymbol) => by.nodes.some((node) => node.prompts.length > 0)
  const lacks = new Map(selectors.map((by) => [by, lacking(by, 'y', values).length + (hasPrompt(by) ? 0 : 1000)]))
  return selectors.sort((left, right) => (lacks.get(left) ?? 0) - (lacks.get(right) ?? 0)).map((by) => by.name)
}

/** Leaves in order. Alternatives inside an alternative count as needed together, which asks for too much rather than too little. */
function flatten(need: Need | undefined): (Place & { leaf: Leaf })[] {
  const found: (Place & { leaf: Leaf })[] = []
  let groups = 0
  const visit = (one: Need, place: Place) => {
    if (one.kind === 'leaf') found.push({ leaf: one, ...place })
    else if (one.kind === 'any' && place.oneOf === undefined) {
      groups++
      for (const [way, part] of one.of.entries()) visit(part, { oneOf: groups, way })
    } else for (const part of one.of) visit(part, place)
  }
  if (need) visit(need, { oneOf: undefined, way: undefined })
  return found
}

function partOf(leaf: Leaf, conditions: readonly (Expr | undefined)[]): string {
  const parts = conditions.flatMap(conjuncts)
  const part = parts.find((expr) => mentions(expr, leaf))
  return part ? formatExpr(part) : leaf.text
}

function mentions(expr: Expr, leaf: Leaf): boolean {
  if (expr.kind === 'symbol') return leaf.symbol ? expr.symbol === leaf.symbol : formatExpr(expr) === leaf.text
  if (expr.kind === 'not') return mentions(expr.operand, leaf)
  if (expr.kind === 'and' || expr.kind === 'or') return mentions(expr.left, leaf) || mentions(expr.right, leaf)
  return expr.left === leaf.symbol
}
