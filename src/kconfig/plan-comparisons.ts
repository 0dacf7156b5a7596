/** Ways to make a comparison true: levels of bool and tristate, numbers and texts that satisfy it, or a default that does. */
import type { KconfigSymbol, Tristate } from './ast.ts'
import type { KconfigConfiguration } from './configuration.ts'
import { evaluate } from './expr.ts'
import { isWellFormed } from './number-text.ts'
import { defaultsInTurn, type Way, type WayOptions, way } from './plan-ways.ts'
import { type ComparisonTerm, lackingIn, type Requirement } from './requirement.ts'
import { isLogical } from './user-values.ts'

/** Both sides are tried, each with the other one as it is. */
export function waysToCompare(term: ComparisonTerm, options: WayOptions): Way[] {
  return [term.left, term.right].flatMap((side) => {
    if (side.constant || side.nodes.length === 0) return []
    return isLogical(side) || side.isChoice ? levelWays(side, term, options) : textWays(side, term, options)
  })
}

/** Whether the comparison would hold if this side had that text. */
function holdsWith(side: KconfigSymbol, text: string, { operator, left, right }: ComparisonTerm, options: WayOptions) {
  const { configuration } = options
  const values = {
    tristate: (symbol: KconfigSymbol) => (symbol === side ? levelOf(text) : configuration.tristate(symbol)),
    text: (symbol: KconfigSymbol) => (symbol === side ? text : configuration.text(symbol)),
  }
  return evaluate({ kind: operator, left, right }, values) > 0
}

function levelOf(text: string): Tristate {
  return text === 'y' ? 2 : text === 'm' ? 1 : 0
}

function levelWays(side: KconfigSymbol, term: ComparisonTerm, options: WayOptions): Way[] {
  const { configuration } = options
  const levels: Tristate[] = [0, 1, 2]
  const possible = levels.filter((level) => holdsWith(side, 'nmy'.charAt(level), term, options))
  return possible.map((level) => way('compare', 0, exactly(side, level, configuration)))
}

/** What is missing for a symbol to have one level, neither more nor less; m exists only with modules. */
export function exactly(
  symbol: KconfigSymbol,
  level: Tristate,
  values: KconfigConfiguration,
): (Requirement | undefined)[] {
  const term = (one: KconfigSymbol, least: Tristate, up: boolean) =>
    lackingIn({ kind: 'symbol', symbol: one }, least, up, values)
  const modules = level === 1 && values.tree.modules ? [term(values.tree.modules, 2, true)] : []
  return [...modules, term(symbol, level, true), term(symbol, level, false)]
}

function textWays(side: KconfigSymbol, term: ComparisonTerm, options: WayOptions): Way[] {
  const { configuration } = options
  const shown = (when: Parameters<typeof lackingIn>[0]) => lackingIn(when, 1, true, configuration)
  const prompts = symbolPrompts(side)
  const ways: Way[] = candidates(side, term, options).flatMap((value) =>
    prompts.map(({ when }) => way('text', 1, [shown(when)], { symbol: side, value })),
  )
  if (configuration.userValue(side) === undefined || configuration.visibility(side) === 0)
    for (const { chosen, blocked } of defaultsInTurn(side, configuration)) {
      if (chosen.value.kind !== 'symbol') continue
      if (holdsWith(side, configuration.text(chosen.value.symbol), term, options))
        ways.push(way('default', 0, [shown(chosen.when), blocked]))
    }
  return ways
}

function symbolPrompts(symbol: KconfigSymbol) {
  return symbol.nodes.flatMap((node) => node.prompts)
}

/** Texts that the side could be given: the other side's, for numbers its neighbours and the bounds of the range too. */
function candidates(side: KconfigSymbol, term: ComparisonTerm, options: WayOptions): string[] {
  const { configuration } = options
  const other = configuration.text(term.left === side ? term.right : term.left)
  const texts = [other]
  if (side.type === 'int' || side.type === 'hex') {
    const range = configuration.range(side)
    texts.push(...neighbours(other, side.type), ...(range ? [range.low, range.high] : []))
  }
  return [...new Set(texts)].filter(
    (text) =>
      (options.fixed.get(side) ?? text) === text &&
      isWellFormed(side, text) &&
      isWithin(side, text, options) &&
      holdsWith(side, text, term, options),
  )
}

function neighbours(text: string, type: 'int' | 'hex'): string[] {
  if (!/^(-?[0-9]+|0[xX][0-9a-fA-F]+)$/.test(text)) return []
  const number = BigInt(text)
  const write = (value: bigint) => (type === 'hex' ? `0x${value.toString(16)}` : String(value))
  return [write(number + 1n), ...(number > 0n || type === 'int' ? [write(number - 1n)] : [])]
}

function isWithin(side: KconfigSymbol, text: string, { configuration }: WayOptions): boolean {
  const range = configuration.range(side)
  if (range === undefined || side.type === 'string') return true
  const number = (value: string) => Number(side.type === 'hex' && !/^0x/i.test(value) ? `0x${value}` : value)
  return number(text) >= number(range.low) && number(text) <= number(range.high)
}
