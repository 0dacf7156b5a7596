/**
 * Kconfig's preprocessor: `$(name)` and `$(name,arguments)`, variables of three flavours, the built-in functions.
 * Described in the kernel's Documentation/kbuild/kconfig-macro-language.rst. Commands are never run from here: an injected
 * `shell` answers them, and where it does not, the result is `y` and marked as unknown.
 */
import type { KconfigWarning } from './ast.ts'
import { type Position, syntaxError } from './syntax-error.ts'

export type Flavour = 'simple' | 'recursive' | 'append'

export interface MacroOptions {
  /** Stands for the environment: ARCH, SRCARCH, srctree, CC, … */
  variables: Pick<ReadonlyMap<string, string>, 'get'>
  /** Output of a shell command, or undefined where nobody knows. */
  shell?: Shell
  warn: (message: string, at: Position, kind: KconfigWarning['kind']) => void
}

/** Answers a `$(shell …)` that stands at this place, or undefined where the answer is not known. */
export type Shell = (command: string, at: Position) => string | undefined

interface Variable {
  flavour: 'simple' | 'recursive'
  value: string
  unknown: boolean
  /** How many expansions of it are under way. */
  depth: number
}

/** Text after expansion; `unknown` where an unanswered command is part of it. */
export interface Expansion {
  text: string
  unknown: boolean
}

export interface MacroExpander {
  define(name: string, value: string, flavour: Flavour, at: Position): void
  expand(text: string, at: Position): Expansion
  /** Expands the reference whose `$` is at `index`; `end` is the index after it. A lone `$` stands for itself. */
  expandDollar(text: string, index: number, at: Position): Expansion & { end: number }
}

const maximumDepth = 1000
const maximumArguments = 16

export function createMacroExpander(options: MacroOptions): MacroExpander {
  const variables = new Map<string, Variable>()
  /** Unanswered commands so far; a text is unknown when this grew while it was expanded. */
  let unanswered = 0

  function define(name: string, value: string, flavour: Flavour, at: Position): void {
    const old = variables.get(name)
    const actual = flavour === 'append' ? (old?.flavour ?? 'recursive') : flavour
    const expansion = actual === 'simple' ? expand(value, at) : { text: value, unknown: false }
    const append = flavour === 'append' && old !== undefined
    variables.set(name, {
      flavour: actual,
      value: append ? `${old.value} ${expansion.text}` : expansion.text,
      unknown: expansion.unknown || (append && old.unknown),
      depth: old?.depth ?? 0,
    })
  }

  function expand(text: string, at: Position): Expansion {
    const before = unanswered
    return { text: expandText(text, [], at), unknown: unanswered > before }
  }

  function expandDollar(text: string, index: number, at: Position): Expansion & { end: number } {
    const before = unanswered
    const result = reference(text, index, [], at)
    return { ...result, unknown: unanswered > before }
  }

  function expandText(text: string, args: readonly string[], at: Position): string {
    let from = 0
    let out = ''
    for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', from)) {
      const result = reference(text, dollar, args, at)
      out += text.slice(from, dollar) + result.text
      from = result.end
    }
    return from === 0 ? text : out + text.slice(from)
  }

  function reference(
    text: string,
    dollar: number,
    args: readonly string[],
    at: Position,
  ): { text: string; end: number } {
    if (text[dollar + 1] !== '(') return { text: '$', end: dollar + 1 }
    const close = closingParenthesis(text, dollar + 2)
    if (close < 0) throw syntaxError(`the reference ${text.slice(dollar, dollar + 40)} has no closing parenthesis`, at)
    return { text: evaluateClause(text.slice(dollar + 2, close), args, at), end: close + 1 }
  }

  function evaluateClause(clause: string, args: readonly string[], at: Position): string {
    const argument = /^[1-9][0-9]*$/.test(clause) ? args[Number(clause) - 1] : undefined
    if (argument !== undefined) return argument
    const [first = '', ...rest] = splitArguments(clause)
    if (rest.length >= maximumArguments) throw syntaxError('a macro call has more than 16 arguments', at)
    const name = expandText(first, args, at)
    const before = unanswered
    const values = rest.map((part) => expandText(part, args, at))
    return (
      expandVariable(name, values, at) ??
      callFunction(name, values, unanswered > before, at) ??
      (values.length === 0 ? options.variables.get(name) : undefined) ??
      ''
    )
  }

  function expandVariable(name: string, args: readonly string[], at: Position): string | undefined {
    const variable = variables.get(name)
    if (!variable) return undefined
    if (args.length === 0 && variable.depth > 0)
      throw syntaxError(`the variable ${name} refers to itself in the end`, at)
    if (variable.depth > maximumDepth) throw syntaxError(`the macro ${name} calls itself too often`, at)
    if (variable.unknown) unanswered++
    if (variable.flavour === 'simple') return variable.value
    variable.depth++
    try {
      return expandText(variable.value, args, at)
    } finally {
      variable.depth--
    }
  }

  function callFunction(name: string, args: readonly string[], unknown: boolean, at: Position): string | undefined {
    const expected = builtins.get(name)
    if (expected === undefined) return undefined
    if (args.length !== expected)
      throw syntaxError(`$(${name}) takes ${expected} argument${expected === 1 ? '' : 's'}, not ${args.length}`, at)
    const [first = '', second = ''] = args
    if (name === 'filename') return at.file
    if (name === 'lineno') return String(at.line)
    if (name === 'shell') return callShell(first, unknown, at)
    if (name === 'error-if' && first === 'y' && !unknown) throw syntaxError(second, at)
    if (name === 'warning-if' && first === 'y' && !unknown) options.warn(second, at, 'warning-if')
    if (name === 'info') options.warn(first, at, 'info')
    return ''
  }

  /** A command built from unknown text is not run: its answer would be as unknown. */
  function callShell(command: string, unknown: boolean, at: Position): string {
    const answer = unknown ? undefined : options.shell?.(command, at)
    if (answer !== undefined) return answer.replace(/\n+$/, '').replaceAll('\n', ' ')
    unanswered++
    return 'y'
  }

  return { define, expand, expandDollar }
}

/** Built-in functions and how many arguments they take. */
const builtins = new Map([
  ['error-if', 2],
  ['filename', 0],
  ['info', 1],
  ['lineno', 0],
  ['shell', 1],
  ['warning-if', 2],
])

function closingParenthesis(text: string, from: number): number {
  let depth = 0
  for (let index = from; index < text.length; index++) {
    const character = text[index]
    if (character === '(') depth++
    else if (character === ')' && depth-- === 0) return index
  }
  return -1
}

/** Splits at commas outside parentheses, before anything is expanded; white space is part of an argument. */
function splitArguments(clause: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let index = 0; index < clause.length; index++) {
    const character = clause[index]
    if (character === '(') depth++
    else if (character === ')') depth--
    else if (character === ',' && depth === 0) {
      parts.push(clause.slice(from, index))
      from = index + 1
    }
  }
  parts.push(clause.slice(from))
  return parts
}
