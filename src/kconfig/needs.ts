/**
 * What an expression lacks to reach a value: the false leaf terms, kept apart into those that are all needed and those of
 * which one is enough. The walk goes down `!` with its sense turned round, so that `!(A || B)` names both A and B.
 */
import type { Comparison, Expr, KconfigSymbol, Tristate } from './ast.ts'
import { formatExpr, formatSymbol, type Values } from './expr.ts'
import { type LevelTerm, lackingIn, type Requirement } from './requirement.ts'

/** A term that stands in the way. */
export interface Leaf {
  kind: 'leaf'
  /** The symbol to change; absent where only constants and macros are compared. */
  symbol: KconfigSymbol | undefined
  /** The term's symbol as text. */
  text: string
  value: string
  /** The value it should have, or with its comparison: `y`, `m`, `n`, `>= 20000`, `not y`. */
  wanted: string
}

export type Need = Leaf | { kind: 'all' | 'any'; of: Need[] }

/** What is missing for `expr` to be at least `level`; undefined when nothing is. */
export function missing(expr: Expr | undefined, level: Tristate, values: Values): Need | undefined {
  return word(lackingIn(expr, level, true, values), values)
}

function word(requirement: Requirement | undefined, values: Values): Need | undefined {
  if (requirement === undefined) return undefined
  switch (requirement.kind) {
    case 'level':
      return symbolNeed(requirement, values)
    case 'comparison':
      return comparisonLeaf(requirement.operator, requirement.left, requirement.right, values)
    default:
      return join(
        requirement.kind,
        requirement.of.map((part) => word(part, values)),
      )
  }
}

function symbolNeed({ symbol, level, up }: LevelTerm, values: Values): Need {
  if (symbol.isChoice && up) {
    const prompts = symbol.nodes.flatMap((node) => node.prompts)
    const need = join(
      'any',
      prompts.map((prompt) => missing(prompt.when, level, values)),
    )
    if (need) return need
  }
  return {
    kind: 'leaf',
    symbol: symbol.constant ? undefined : symbol,
    text: formatSymbol(symbol),
    value: values.text(symbol),
    wanted: wantedValue(symbol, level, up),
  }
}

/** Only a tristate can be halfway: at least m, or at most m. */
export function wantedValue(symbol: KconfigSymbol, level: Tristate, up: boolean): string {
  if (level === 1 && symbol.type === 'tristate') return up ? 'm' : 'not y'
  return up ? 'y' : 'n'
}

function comparisonLeaf(kind: Comparison, left: KconfigSymbol, right: KconfigSymbol, values: Values): Leaf {
  const symbol = left.constant ? undefined : left
  const text = formatSymbol(left)
  const operand = formatSymbol(right)
  const wanted = kind === '=' ? operand : kind === '!=' ? `not ${operand}` : `${kind} ${operand}`
  return { kind: 'leaf', symbol, text, value: values.text(left), wanted }
}

/** Joins needs flat and without repetitions; alternatives that contain a term needed anyway ask for nothing more. */
export function join(kind: 'all' | 'any', parts: readonly (Need | undefined)[]): Need | undefined {
  const known = new Map<string, Need>()
  for (const part of parts) {
    if (part === undefined) continue
    for (const need of part.kind === kind ? part.of : [part]) known.set(keyOf(need), need)
  }
  const all = [...known.values()]
  const needs =
    kind === 'any' ? all : all.filter((need) => !all.some((other) => other !== need && satisfies(other, need)))
  const [only] = needs
  return needs.length < 2 ? only : { kind, of: needs }
}

/** Whether a need is met for certain once `first` is. */
function satisfies(first: Need, second: Need): boolean {
  if (first.kind !== 'leaf') return false
  return second.kind === 'leaf'
    ? covers(first, second)
    : second.kind === 'any' && second.of.some((one) => satisfies(first, one))
}

/** Whether the first term asks for the second one too: y for m and for "not n". */
export function covers(first: Leaf, second: Leaf): boolean {
  if (first.text !== second.text) return false
  return (
    first.wanted === second.wanted ||
    (rising.includes(second.wanted) && rising.indexOf(first.wanted) > rising.indexOf(second.wanted))
  )
}

/** Values in which each asks for the ones before it too. */
const rising = ['not n', 'm', 'y']

function keyOf(need: Need): string {
  return need.kind === 'leaf' ? `${need.text} ${need.wanted}` : `${need.kind}(${need.of.map(keyOf).join(',')})`
}

/** The parts of `A && B && …`, in order. */
export function conjuncts(expr: Expr | undefined): Expr[] {
  if (expr === undefined) return []
  return expr.kind === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr]
}

/** Macro calls in an expression that nobody could answer: they count as y, but may be n. */
export function unansweredProbes(expr: Expr | undefined): string[] {
  const probes = new Set<string>()
  for (const part of conjuncts(expr)) {
    if (part.kind === 'symbol' && part.symbol.probe !== undefined) probes.add(formatExpr(part))
  }
  return [...probes]
}
