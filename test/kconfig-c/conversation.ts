/**
 * The questions of `conf --oldaskconfig` and `--oldconfig`, asked of the engine: which are asked, in which order and how deep, what
 * can be answered, what is new. Only for comparing with the kernel's own tests; people have the configurator.
 */
import type { KconfigSymbol, MenuNode, Prompt, Tristate } from '../../src/kconfig/ast.ts'
import type { KconfigConfiguration } from '../../src/kconfig/configuration.ts'
import { evaluate } from '../../src/kconfig/expr.ts'

/** What is printed; the configuration has the answers afterwards. `answers` are lines, then Enter for all that is left. */
export function converse(configuration: KconfigConfiguration, onlyNew: boolean, answers: string[]): string {
  let out = ''
  let indent = 0
  const { root } = configuration.tree
  let shownMenu = root
  let restarted = true
  const pad = () => ' '.repeat(indent)
  const levelOf = (symbol: KconfigSymbol) => 'nmy'.charAt(configuration.tristate(symbol))
  const promptOf = (node: MenuNode) => node.prompts.at(-1)

  function isVisible(node: MenuNode): boolean {
    const prompt = promptOf(node)
    if (!prompt || evaluate(node.visibleIf, configuration) === 0) return false
    if (levelShown(node, prompt) > 0) return true
    return node.symbol !== undefined && configuration.tristate(node.symbol) > 0 && node.children.some(isVisible)
  }

  /** A member that can be m at most is not shown where the choice is y. */
  function levelShown({ symbol }: MenuNode, prompt: Prompt): Tristate {
    const level = evaluate(prompt.when, configuration)
    const choice = symbol?.type === 'tristate' ? symbol.choice : undefined
    return level === 1 && choice && configuration.tristate(choice) === 2 ? 0 : level
  }

  /** A choice that is y is new again as long as a member that is shown was never answered. */
  function isNew(symbol: KconfigSymbol): boolean {
    if (configuration.userValue(symbol) === undefined) return true
    if (!symbol.isChoice || configuration.tristate(symbol) !== 2) return false
    const shown = symbol.members.filter((member) => configuration.visibility(member) > 0)
    return shown.some((member) => configuration.userValue(member) === undefined)
  }

  function isChangeable(symbol: KconfigSymbol): boolean {
    return configuration.visibility(symbol) > configuration.reverseDependency(symbol)
  }

  /** A line from the person, or undefined where there is nothing to ask. */
  function answer(symbol: KconfigSymbol, now: string): string | undefined {
    if (isNew(symbol)) out += '(NEW) '
    if (isChangeable(symbol) && !(onlyNew && !isNew(symbol))) return nextLine()
    out += `${now}\n`
    return undefined
  }

  function nextLine(): string {
    const line = answers.shift() ?? ''
    out += `${line}\n`
    return line
  }

  function ask(node: MenuNode, symbol: KconfigSymbol): void {
    const now = levelOf(symbol)
    const others = ['n', 'm', 'y'].filter(
      (level) => level !== now && isWithin(symbol, 'nmy'.indexOf(level) as Tristate),
    )
    const name = symbol.name === '' ? '' : `(${symbol.name}) `
    out += `${pad()}${promptOf(node)?.text} ${name}[${[now.toUpperCase(), ...others, '?'].join('/')}] `
    const line = answer(symbol, now)
    if (line !== undefined) configuration.setUserValue(symbol, line === '' ? now : line)
  }

  function isWithin(symbol: KconfigSymbol, level: Tristate): boolean {
    return configuration.assignable(symbol).includes(level)
  }

  function askText(node: MenuNode, symbol: KconfigSymbol): void {
    const now = configuration.text(symbol)
    out += `${pad()}${promptOf(node)?.text} (${symbol.name}) [${now}] `
    const line = answer(symbol, now)
    if (line !== undefined) configuration.setUserValue(symbol, line === '' ? now : line)
  }

  function askChoice(node: MenuNode, choice: KconfigSymbol): void {
    const wasNew = isNew(choice)
    if (isChangeable(choice)) ask(node, choice)
    if (configuration.tristate(choice) !== 2) return
    out += `${pad()}${promptOf(node)?.text}\n`
    const chosen = configuration.selection(choice)
    const shown = node.children.filter((child) => child.symbol && isVisible(child))
    const titles = shown.map((child, index) => {
      const { symbol } = child
      const mark = symbol === chosen ? '>' : ' '
      const fresh = symbol && isNew(symbol) ? ' (NEW)' : ''
      return `${pad()}${mark} ${index + 1}. ${promptOf(child)?.text} (${symbol?.name})${fresh}\n`
    })
    out += `${titles.join('')}${pad()}choice${shown.length === 1 ? '[1]: 1\n' : `[1-${shown.length}?]: `}`
    const at = shown.findIndex((child) => child.symbol === chosen)
    let picked = shown[at]
    if (shown.length > 1 && onlyNew && !wasNew) out += `${at + 1}\n`
    else if (shown.length > 1) {
      const line = nextLine()
      picked = line === '' ? picked : shown[Number(line) - 1]
    }
    if (!picked?.symbol) return
    configuration.setUserValue(picked.symbol, 'y')
    indent += 2
    for (const child of picked.children) visit(child)
    indent -= 2
  }

  function visit(node: MenuNode): void {
    const { symbol } = node
    if (node !== root && !isVisible(node)) return
    if (node.kind === 'menu' || node.kind === 'menuconfig' || node.kind === 'root') {
      if (onlyNew && node !== shownMenu) {
        check(node)
        return
      }
      heading(node)
    } else if (node.kind === 'comment') heading(node)
    if (symbol?.isChoice) {
      askChoice(node, symbol)
      if (configuration.tristate(symbol) !== 1) return
    } else if (symbol && (symbol.type === 'bool' || symbol.type === 'tristate')) ask(node, symbol)
    else if (symbol) askText(node, symbol)
    if (symbol) indent += 2
    for (const child of node.children) visit(child)
    if (symbol) indent -= 2
  }

  function heading(node: MenuNode): void {
    out += `${pad()}*\n${pad()}* ${promptOf(node)?.text ?? ''}\n${pad()}*\n`
  }

  /** Goes through the menu of everything that is new. */
  function check(node: MenuNode): void {
    if (node !== root && !isVisible(node)) return
    const { symbol } = node
    if (symbol && isNew(symbol) && (isChangeable(symbol) || (symbol.isChoice && levelOf(symbol) === 'y'))) {
      restarted = true
      shownMenu = node.parent ?? root
      while (shownMenu.parent && shownMenu.kind !== 'menu' && shownMenu.kind !== 'menuconfig')
        shownMenu = shownMenu.parent
      visit(shownMenu)
    }
    for (const child of node.children) check(child)
  }

  if (!onlyNew) visit(root)
  while (restarted) {
    restarted = false
    check(root)
  }
  return out
}
