/**
 * Symbols whose values depend on themselves. The kernel's programs refuse such a tree (sym_check_deps() in scripts/kconfig/symbol.c),
 * and so does this one: a value that is computed from itself is no value. The walk goes in C's order, so that each circle is found
 * once, from the same place, and told in the same words.
 */
import { SmartError, type SmartErrorOptions } from '../system/error.ts'
import type { Expr, KconfigSymbol, KconfigTree, Location, MenuNode } from './ast.ts'
import { isComparison } from './expr.ts'
import { inTableOrder } from './symbol-order.ts'

export interface RecursionLink {
  location: Location
  /** `symbol A depends on B`, in C's words. */
  text: string
}

/** A circle: what each link leads to is the subject of the next, and of the first at the end. */
export type Recursion = [RecursionLink, ...RecursionLink[]]

interface Frame {
  symbol: KconfigSymbol
  /** How the symbol above this one in the stack is reached, in words. */
  how: string
  location: Location
}

/** All circles of a finalised tree. */
export function findRecursions(tree: KconfigTree): Recursion[] {
  const found: Recursion[] = []
  /** By the symbols' index. */
  const underWay = new Uint8Array(tree.all.length)
  const checked = new Uint8Array(tree.all.length)
  const stack: Frame[] = []

  /** The symbol that closes a circle which is still to be left, or undefined where all is well. */
  function check(symbol: KconfigSymbol): KconfigSymbol | undefined {
    const { index } = symbol
    // Constants have none.
    if (index < 0) return undefined
    if (underWay[index] === 1) {
      found.push(describe(symbol))
      return symbol
    }
    if (checked[index] === 1) return undefined
    let closing: KconfigSymbol | undefined
    if (symbol.choice) {
      // A member is checked with its choice.
      stack.push(frameOf(symbol))
      closing = check(symbol.choice)
      stack.pop()
    } else if (symbol.isChoice) closing = checkChoice(symbol)
    else {
      underWay[index] = 1
      checked[index] = 1
      closing = checkProperties(symbol)
      underWay[index] = 0
    }
    return closing === symbol ? undefined : closing
  }

  function checkChoice(choice: KconfigSymbol): KconfigSymbol | undefined {
    stack.push(frameOf(choice))
    for (const symbol of [...choice.members, choice]) {
      underWay[symbol.index] = 1
      checked[symbol.index] = 1
    }
    let closing = checkProperties(choice)
    underWay[choice.index] = 0
    for (const member of choice.members) closing ??= checkProperties(member)
    for (const member of choice.members) underWay[member.index] = 0
    stack.pop()
    return closing?.choice === choice ? choice : closing
  }

  function checkProperties(symbol: KconfigSymbol): KconfigSymbol | undefined {
    const frame = frameOf(symbol)
    stack.push(frame)
    const closing = closingOf(symbol, frame)
    stack.pop()
    return closing
  }

  function closingOf(symbol: KconfigSymbol, frame: Frame): KconfigSymbol | undefined {
    frame.how = 'depends on'
    const direct = checkExpr(symbol.directDependency)
    if (direct) return direct
    for (const [list, how] of [
      [symbol.selectedBy, 'is selected by'],
      [symbol.impliedBy, 'is implied by'],
    ] as const) {
      frame.how = how
      for (const { by, when } of list) {
        const closing = check(by) ?? checkExpr(when)
        if (closing) return closing
      }
    }
    return checkOwn(symbol, frame)
  }

  /** Prompts, defaults and ranges in the order of the text. */
  function checkOwn(symbol: KconfigSymbol, frame: Frame): KconfigSymbol | undefined {
    for (const node of symbol.nodes) {
      if (saysNoMore(node, symbol)) continue
      const properties = [
        ...node.prompts.map((prompt) => ({ ...pick(prompt), name: 'prompt', value: undefined })),
        ...node.defaults.map((given) => ({
          ...pick(given),
          name: 'default',
          value: symbol.isChoice ? undefined : given.value,
        })),
        ...node.ranges.map((range) => ({ ...pick(range), name: 'range', value: undefined })),
      ]
      properties.sort((left, right) => left.location.line - right.location.line)
      for (const { location, when, name, value } of properties) {
        frame.location = location
        frame.how = `${name} is visible depending on`
        const closing = checkExpr(when)
        if (closing) return closing
        frame.how = `${name} value contains`
        const inValue = checkExpr(value)
        if (inValue) return inValue
      }
    }
    return undefined
  }

  function checkExpr(expr: Expr | undefined): KconfigSymbol | undefined {
    if (expr === undefined) return undefined
    if (expr.kind === 'symbol') return check(expr.symbol)
    if (expr.kind === 'not') return checkExpr(expr.operand)
    if (isComparison(expr)) return check(expr.left) ?? check(expr.right)
    return checkExpr(expr.left) ?? checkExpr(expr.right)
  }

  /** The circle from where `last` stands in the stack. */
  function describe(last: KconfigSymbol): Recursion {
    const frames = last.choice ? [...stack, frameOf(last)] : stack
    const start = last.choice ?? last
    const circle = frames.slice(frames.findLastIndex(({ symbol }) => symbol === start))
    const links = circle.map((frame, index) => linkOf(frame, circle[index + 1]?.symbol ?? start))
    const [first = linkOf(frameOf(start), start), ...rest] = links
    return [first, ...rest]
  }

  for (const symbol of inTableOrder(tree)) check(symbol)
  return found
}

/** Nearly every entry has a prompt and no more, whose condition is the dependency that was checked before. */
function saysNoMore({ prompts, defaults, ranges }: MenuNode, symbol: KconfigSymbol): boolean {
  if (defaults.length > 0 || ranges.length > 0) return false
  return prompts.every(({ when }) => when === undefined || when === symbol.directDependency)
}

function pick({ location, when }: { location: Location; when: Expr | undefined }) {
  return { location, when }
}

function frameOf(symbol: KconfigSymbol): Frame {
  return { symbol, how: '', location: symbol.nodes[0]?.location ?? { file: '', line: 0 } }
}

function linkOf({ symbol, how, location }: Frame, next: KconfigSymbol): RecursionLink {
  const name = symbol.name || '<choice>'
  const other = next.name || '<choice>'
  const own = symbol.nodes[0]?.location ?? location
  if (symbol.isChoice) return { location: own, text: `choice ${name} contains symbol ${other}` }
  if (symbol.choice) return { location: own, text: `symbol ${name} is part of choice ${other}` }
  return { location, text: `symbol ${name} ${how} ${other}` }
}

/** The tree depends on itself: every circle, for those who want to tell it in another way. */
export class RecursionError extends SmartError {
  readonly recursions: readonly Recursion[]

  constructor(message: string, recursions: readonly Recursion[], options: SmartErrorOptions) {
    super(message, options)
    this.recursions = recursions
  }
}

/** Throws RecursionError (where the first circle is; every circle in its words) for a tree that depends on itself. */
export function refuseRecursions(tree: KconfigTree): void {
  const recursions = findRecursions(tree)
  const [first, ...more] = recursions
  if (!first) return
  const lines = (recursion: Recursion) =>
    recursion.map(({ location, text }) => `\n  ${location.file}:${location.line}: ${text}`).join('')
  const others = more.map((recursion) => `\nand another:${lines(recursion)}`).join('')
  throw new RecursionError(`Kconfig: recursive dependency detected:${lines(first)}${others}`, recursions, {
    where: `${first[0].location.file}:${first[0].location.line}`,
    hint: 'Break the circle: see "Kconfig recursive dependency limitations" in Documentation/kbuild/kconfig-language.rst',
  })
}
