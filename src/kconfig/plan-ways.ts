/**
 * The ways to make one term true on a configuration: setting a prompt, or letting a default, a select, an imply or a choice do
 * it. Each tells what it costs itself and what has to hold for it. A guess in one respect: conditions are judged by the values
 * of the moment, so that a plan has to be tried on the evaluator.
 */
import type { Default, Expr, KconfigSymbol, Selection, Tristate } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { waysToCompare } from './plan-comparisons.ts'
import { joinRequirements, type LevelTerm, lackingIn, type Requirement, type Term } from './requirement.ts'
import { isLogical } from './user-values.ts'

/** `text` is a given value of int, hex or string; `compare` one of the level terms that a comparison comes down to. */
export type WayKind = 'prompt' | 'text' | 'default' | 'select' | 'imply' | 'choice' | 'compare'

export interface Way {
  kind: WayKind
  /** What the way costs beside its requirement. */
  own: number
  requirement: Requirement | undefined
  /** The value that a person gives on this way. */
  assignment: { symbol: KconfigSymbol; value: string } | undefined
}

export interface WayOptions {
  configuration: KconfigConfiguration
  /** What has to keep or get this value, so that no way may lead elsewhere. */
  fixed: ReadonlyMap<KconfigSymbol, string>
  /** Whether to look at who selects or implies a symbol that has a prompt: rarely needed, and a much wider search. */
  wide: boolean
}

/** One value given; and one taken from somebody, which is worth several given ones. */
const giving = 1
const taking = 4

/** All ways to a term that does not hold now, the likeliest kinds first. */
export function waysTo(term: Term, options: WayOptions): Way[] {
  if (term.kind === 'comparison') return waysToCompare(term, options)
  const { symbol } = term
  if (symbol.constant || symbol.nodes.length === 0) return []
  if (isBarred(term, options)) return []
  if (symbol.isChoice) return term.up ? choiceUp(term, options) : choiceDown(term, options)
  if (!isLogical(symbol)) return []
  return term.up ? waysUp(term, options) : waysDown(term, options)
}

/** While modules are off a tristate knows n and y only, as a bool does; then m is as good as y. */
export function countsAsBool(symbol: KconfigSymbol, { tree, tristate }: KconfigConfiguration): boolean {
  return symbol.type !== 'tristate' || tree.modules === undefined || tristate(tree.modules) === 0
}

export function way(
  kind: WayKind,
  own: number,
  parts: (Requirement | undefined)[],
  assignment?: Way['assignment'],
): Way {
  return { kind, own, requirement: joinRequirements('all', parts), assignment }
}

/** Whether the term asks a symbol for something else than what it is fixed to. */
export function isBarred({ symbol, up, level }: LevelTerm, { fixed }: Pick<WayOptions, 'fixed'>): boolean {
  const value = fixed.get(symbol)
  if (value === undefined) return false
  return up ? 'nmy'.indexOf(value) < level : 'nmy'.indexOf(value) > level
}

function waysUp({ symbol, level }: LevelTerm, options: WayOptions): Way[] {
  const { configuration, wide } = options
  const needed: Tristate = countsAsBool(symbol, configuration) ? 1 : level
  const up = (expr: Expr | undefined) => lackingIn(expr, needed, true, configuration)
  const prompts = symbol.nodes.flatMap((node) => node.prompts)
  const ways: Way[] = []
  const value = level === 2 || symbol.type === 'bool' ? 'y' : 'm'
  for (const { when } of prompts) ways.push(way('prompt', giving, [up(when)], { symbol, value }))
  if (symbol.choice) return ways
  if (!holdsUserValue(symbol, configuration)) {
    for (const { chosen, blocked } of defaultsInTurn(symbol, configuration))
      ways.push(way('default', 0, [blocked, up(chosen.when), up(chosen.value)]))
  }
  if (prompts.length > 0 && !wide) return ways
  for (const selection of symbol.selectedBy) ways.push(way('select', 0, comesWith(selection, needed, configuration)))
  if (!holdsUserValue(symbol, configuration))
    for (const selection of symbol.impliedBy)
      ways.push(way('imply', 0, [...comesWith(selection, needed, configuration), up(symbol.directDependency)]))
  return ways
}

/** A select's `when` repeats the dependencies of its symbol, which that has met once it is on. */
function comesWith({ by, condition, when }: Selection, level: Tristate, values: KconfigConfiguration) {
  const isOn = values.tristate(by) >= level
  return [lackingIn(isOn ? when : condition, level, true, values), levelTerm(by, level, true, values)]
}

function levelTerm(symbol: KconfigSymbol, level: Tristate, up: boolean, values: KconfigConfiguration) {
  return lackingIn({ kind: 'symbol', symbol }, level, up, values)
}

/** A given value counts while the prompt shows, and the defaults are not asked. */
function holdsUserValue(symbol: KconfigSymbol, configuration: KconfigConfiguration): boolean {
  return configuration.visibility(symbol) > 0 && configuration.userValue(symbol) !== undefined
}

/** Each default with what it takes that none of those before it is the first whose condition holds. */
export function defaultsInTurn(
  symbol: KconfigSymbol,
  configuration: KconfigConfiguration,
): { chosen: Default; blocked: Requirement | undefined }[] {
  const before: (Requirement | undefined)[] = []
  return symbol.nodes
    .flatMap((node) => node.defaults)
    .map((chosen) => {
      const blocked = joinRequirements('all', before)
      before.push(lackingIn(chosen.when, 0, false, configuration))
      return { chosen, blocked }
    })
}

function waysDown({ symbol, level }: LevelTerm, options: WayOptions): Way[] {
  const { configuration } = options
  const target: Tristate = countsAsBool(symbol, configuration) ? 0 : level
  const down = (expr: Expr | undefined) => lackingIn(expr, target, false, configuration)
  const released = symbol.selectedBy.map(({ by, when }) =>
    joinEither(levelTerm(by, target, false, configuration), down(when)),
  )
  const prompts = symbol.nodes.flatMap((node) => node.prompts)
  const ways: Way[] = []
  if (symbol.choice) {
    for (const member of symbol.choice.members)
      if (member !== symbol) ways.push(way('choice', taking, [levelTerm(member, 2, true, configuration)]))
  }
  for (const { when } of prompts)
    ways.push(
      way('prompt', taking, [...released, lackingIn(when, 1, true, configuration)], {
        symbol,
        value: 'nmy'.charAt(target),
      }),
    )
  const defaults = symbol.nodes.flatMap((node) => node.defaults)
  ways.push(
    way('default', 0, [
      ...released,
      ...prompts.map(({ when }) => lackingIn(when, 0, false, configuration)),
      ...defaults.map(({ value, when }) => joinEither(down(value), lackingIn(when, 0, false, configuration))),
      ...symbol.impliedBy.map(({ by, when }) => joinEither(levelTerm(by, target, false, configuration), down(when))),
    ]),
  )
  return ways
}

/** One of two; nothing where either is met already. */
function joinEither(left: Requirement | undefined, right: Requirement | undefined): Requirement | undefined {
  return left === undefined || right === undefined ? undefined : joinRequirements('any', [left, right])
}

/** A choice that is not optional comes with its prompt, at m at least. */
function choiceUp({ symbol, level }: LevelTerm, { configuration }: WayOptions): Way[] {
  const asBool = countsAsBool(symbol, configuration)
  const optional = symbol.nodes.some((node) => node.optional)
  const needed: Tristate = asBool ? 1 : level
  const byItself = !optional && needed === 1
  return symbol.nodes
    .flatMap((node) => node.prompts)
    .map(({ when }) => {
      const shown = [lackingIn(when, needed, true, configuration)]
      return byItself
        ? way('default', 0, shown)
        : way('choice', giving, shown, { symbol, value: needed === 2 || asBool ? 'y' : 'm' })
    })
}

function choiceDown({ symbol, level }: LevelTerm, { configuration }: WayOptions): Way[] {
  const asBool = countsAsBool(symbol, configuration)
  const optional = symbol.nodes.some((node) => node.optional)
  const prompts = symbol.nodes.flatMap((node) => node.prompts)
  const hidden = prompts.map(({ when }) => lackingIn(when, asBool ? 0 : level, false, configuration))
  const ways = [way('default', 0, hidden)]
  if (optional || (!asBool && level === 1))
    ways.push(way('choice', taking, [], { symbol, value: asBool ? 'n' : 'nmy'.charAt(level) }))
  return ways
}
