/** What stands before and behind an entry of a Kconfig menu, as the kernel's own menuconfig shows it. */
import type { KconfigSymbol, MenuNode, Tristate } from '../../../kconfig/ast.ts'
import type { KconfigConfiguration } from '../../../kconfig/configuration.ts'
import { evaluate } from '../../../kconfig/expr.ts'

/** How an entry looks. */
export interface Mark {
  /** `[*]`, `<M>`, `-*-`, `{ }`, `(X)`, `(64)`; empty for menus and comments. */
  mark: string
  on: boolean
  /** Held by others: what a person does here changes nothing. */
  held: boolean
  /** Behind the prompt: ` (the chosen member)`, ` --->`. */
  tail: string
}

const LETTERS = [' ', 'M', '*'] as const

/** Whether menuconfig would show the entry: its own prompt, or that of an entry below a symbol that is on. */
export function isShown(node: MenuNode, configuration: KconfigConfiguration): boolean {
  const prompt = node.prompts.at(-1)
  if (!prompt) return false
  if (node.visibleIf !== undefined && evaluate(node.visibleIf, configuration) === 0) return false
  if (evaluate(prompt.when, configuration) !== 0) return true
  if (!node.symbol || configuration.tristate(node.symbol) === 0) return false
  return node.children.some((child) => isShown(child, configuration))
}

/** Whether a person can change it now. */
export function isChangeable(symbol: KconfigSymbol, configuration: KconfigConfiguration): boolean {
  return configuration.visibility(symbol) > configuration.reverseDependency(symbol)
}

export function isText(symbol: KconfigSymbol): boolean {
  return symbol.type === 'int' || symbol.type === 'hex' || symbol.type === 'string'
}

/** `within` is the choice whose members are being listed. */
export function markOf(node: MenuNode, configuration: KconfigConfiguration, within?: KconfigSymbol): Mark {
  const { symbol } = node
  if (!symbol)
    return { mark: '', on: true, held: false, tail: node.kind === 'menu' ? menuTail(node, configuration) : '' }
  const level = configuration.tristate(symbol)
  const held = !isChangeable(symbol, configuration)
  const tail = node.kind === 'menuconfig' ? menuTail(node, configuration) : ''
  if (symbol.isChoice) return choiceMark(node, symbol, configuration, held)
  if (isText(symbol)) {
    const text = configuration.text(symbol)
    return { mark: `(${text})`, on: text !== '', held: configuration.visibility(symbol) === 0, tail }
  }
  const choiceLevel = symbol.choice ? configuration.tristate(symbol.choice) : 0
  if (symbol.choice && (symbol.choice === within || within === undefined) && choiceLevel === 2)
    return { mark: level === 2 ? '(X)' : '( )', on: level === 2, held: configuration.visibility(symbol) === 0, tail }
  return { mark: brackets(symbol, level, held, configuration), on: level > 0, held, tail }
}

function brackets(symbol: KconfigSymbol, level: Tristate, held: boolean, configuration: KconfigConfiguration): string {
  const letter = LETTERS[level]
  if (held) return `-${letter}-`
  if (!hasModule(symbol, configuration)) return `[${letter}]`
  return configuration.reverseDependency(symbol) === 1 ? `{${letter}}` : `<${letter}>`
}

/** Whether m means anything here: not without modules, and not of a choice's member while one member is chosen. */
export function hasModule(symbol: KconfigSymbol, configuration: KconfigConfiguration): boolean {
  const { modules } = configuration.tree
  if (symbol.type !== 'tristate' || modules === undefined || configuration.tristate(modules) === 0) return false
  return symbol.choice === undefined || configuration.visibility(symbol) !== 2
}

function choiceMark(node: MenuNode, choice: KconfigSymbol, configuration: KconfigConfiguration, held: boolean): Mark {
  const level = configuration.tristate(choice)
  const member = configuration.selection(choice)
  const prompt = level === 2 && member ? memberPrompt(node, member) : undefined
  const several = choice.type === 'tristate' || node.optional
  return {
    mark: several && !held ? brackets(choice, level, held, configuration) : '',
    on: level > 0,
    held,
    tail: `${prompt === undefined ? '' : ` (${prompt})`} --->`,
  }
}

function memberPrompt(node: MenuNode, member: KconfigSymbol): string {
  const child = node.children.find(({ symbol }) => symbol === member)
  return promptOf(child) || member.name
}

/** menuconfig's arrow: dashes where there is nothing inside now. */
function menuTail(node: MenuNode, configuration: KconfigConfiguration): string {
  return node.children.some((child) => isShown(child, configuration)) ? ' --->' : ' ----'
}

/** The words of an entry; a symbol without any has its name. */
export function promptOf(node: MenuNode | undefined): string {
  return node?.prompts.at(-1)?.text ?? node?.symbol?.name ?? ''
}
