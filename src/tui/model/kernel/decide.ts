/** What a key on an entry of a Kconfig menu means. Nothing is changed here. */
import type { KconfigSymbol, MenuNode, Tristate } from '../../../kconfig/ast.ts'
import type { KconfigConfiguration } from '../../../kconfig/configuration.ts'
import type { Intent } from '../toggle.ts'
import type { Assignment } from './change.ts'
import { hasModule, isShown, isText, promptOf } from './marks.ts'
import { opensMenu } from './rows.ts'

export type KernelOutcome =
  | { type: 'assign'; assignments: Assignment[]; label: string }
  /** It cannot be so as things stand: the reasons and the ways are shown. */
  | { type: 'blocked'; symbol: KconfigSymbol; wanted: string }
  | { type: 'edit' }
  | { type: 'enter' }
  | { type: 'none'; text: string }

const LETTERS = ['n', 'm', 'y'] as const
const LEVELS: Record<Exclude<Intent, 'next'>, Tristate> = { no: 0, module: 1, yes: 2 }

export function decide(node: MenuNode, intent: Intent, configuration: KconfigConfiguration): KernelOutcome {
  const { symbol } = node
  if (!symbol) return opensMenu(node) ? { type: 'enter' } : { type: 'none', text: '' }
  if (symbol.isChoice) return decideChoice(node, symbol, intent, configuration)
  if (isText(symbol))
    return configuration.visibility(symbol) > 0 ? { type: 'edit' } : { type: 'blocked', symbol, wanted: '' }
  if (symbol.choice && configuration.tristate(symbol.choice) === 2) return decideMember(symbol, intent, configuration)
  return decideLevel(symbol, intent, configuration)
}

/** Enter: into what has an inside that can be seen (`hidden`: whatever is hidden is shown), else as Space. */
export function decideOpen(node: MenuNode, configuration: KconfigConfiguration, hidden: boolean): KernelOutcome {
  if (opensMenu(node)) {
    if (hidden || node.children.some((child) => isShown(child, configuration))) return { type: 'enter' }
    const off = node.symbol && configuration.tristate(node.symbol) === 0
    return {
      type: 'none',
      text: off
        ? 'It is off, and nothing is inside until it is on; Space switches it'
        : 'Nothing in it can be set as things stand; a shows what is there',
    }
  }
  return decide(node, 'next', configuration)
}

/** One member of a choice is always chosen: it can only give way to another. */
function decideMember(symbol: KconfigSymbol, intent: Intent, configuration: KconfigConfiguration): KernelOutcome {
  if (configuration.visibility(symbol) === 0) return { type: 'blocked', symbol, wanted: 'y' }
  if (configuration.tristate(symbol) === 2) return { type: 'none', text: 'It is chosen; choose another in its place' }
  if (intent === 'no') return { type: 'none', text: 'It is not chosen' }
  return assign(symbol, 2)
}

function decideLevel(symbol: KconfigSymbol, intent: Intent, configuration: KconfigConfiguration): KernelOutcome {
  const now = configuration.tristate(symbol)
  const open = configuration.assignable(symbol)
  if (intent === 'next') {
    const next = [1, 2].map((step) => ((now + step) % 3) as Tristate).find((level) => open.includes(level))
    return next === undefined ? { type: 'blocked', symbol, wanted: now === 0 ? 'y' : 'n' } : assign(symbol, next)
  }
  const wanted = LEVELS[intent]
  if (wanted === now) return { type: 'none', text: `${symbol.name} is ${LETTERS[now]} already` }
  if (wanted === 1 && symbol.type !== 'tristate') return { type: 'none', text: `${symbol.name} cannot be a module` }
  return open.includes(wanted) ? assign(symbol, wanted) : { type: 'blocked', symbol, wanted: LETTERS[wanted] }
}

/** A choice has no name that a profile could set: its mode is set by its members. */
function decideChoice(
  node: MenuNode,
  choice: KconfigSymbol,
  intent: Intent,
  configuration: KconfigConfiguration,
): KernelOutcome {
  const member = configuration.selection(choice) ?? choice.members.find((one) => configuration.visibility(one) > 0)
  const open = configuration.assignable(choice)
  if (intent === 'next' || !member || open.length < 2) return { type: 'enter' }
  const level = LEVELS[intent]
  if (!open.includes(level) || (level === 1 && !hasModule(choice, configuration)))
    return { type: 'none', text: `${promptOf(node)} cannot be ${LETTERS[level]}` }
  return assign(member, level)
}

function assign(symbol: KconfigSymbol, level: Tristate): KernelOutcome {
  const value = LETTERS[level]
  return { type: 'assign', assignments: [[symbol.name, value]], label: `${symbol.name}=${value}` }
}
