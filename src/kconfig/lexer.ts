/**
 * Text of one Kconfig file → statements, each an array of tokens. A statement is a line (a backslash at its end continues it);
 * macros are expanded on the way, since what they define is needed by the lines that follow.
 * Follows the kernel's scripts/kconfig/lexer.l: a word grown out of a macro is one word, whatever is in it.
 */
import type { Dialect } from './ast.ts'
import type { MacroExpander } from './macro.ts'
import type { Position } from './syntax-error.ts'

/** `assigned` is the raw right side of a variable assignment, always the third token of its statement. */
export interface Token {
  kind: 'word' | 'keyword' | 'quoted' | 'operator' | 'assigned'
  text: string
  line: number
  column: number
  /** The source text of a macro call that depends on an unanswered command. */
  probe: string | undefined
}

export type TokenLine = readonly [Token, ...Token[]]

export interface Lexer {
  readonly file: string
  /** The next statement that is not empty, or undefined at the end of the file. */
  next(): TokenLine | undefined
  /** The help text from here on, as it stands in the file. */
  help(): string
}

const keywords = new Set(
  (
    'bool choice comment config def_bool def_tristate default depends endchoice endif endmenu help hex if imply int mainmenu ' +
    'menu menuconfig modules on optional prompt range select source string tristate visible'
  ).split(' '),
)

/** BusyBox: older words, no macros (a dollar sign is a character like others), and paths as words. */
const oldKeywords = new Map<string, string>([
  ...[...keywords].map((word): [string, string] => [word, word]),
  ['boolean', 'bool'],
  ['def_boolean', 'def_bool'],
  ['enable', 'select'],
  ['requires', 'depends'],
])
for (const word of ['imply', 'modules', 'visible']) oldKeywords.delete(word)

const Char = {
  tab: 9,
  newline: 10,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  dollar: 36,
  singleQuote: 39,
  backslash: 92,
} as const

/** A to Z, a to z, 0 to 9, underscore and minus. */
const wordCharacter = Uint8Array.from({ length: 128 }, (_, code) => (/[\w-]/.test(String.fromCharCode(code)) ? 1 : 0))
const oldWordCharacter = Uint8Array.from(wordCharacter, (is, code) => (is === 1 || code === 46 || code === 47 ? 1 : 0))
const operatorAt = /\|\||&&|!=|<=|>=|:=|\+=|[=<>!()]/y
const plainString = /[^$'"\\\n]+/y
const assignments = new Set(['=', ':=', '+='])

export function createLexer(
  file: string,
  source: string,
  macros: MacroExpander,
  warn: (message: string, at: Position) => void,
  dialect: Dialect = 'kernel',
): Lexer {
  const old = dialect === 'busybox'
  const dollar = old ? -1 : Char.dollar
  const inWord = old ? oldWordCharacter : wordCharacter
  const text = source.includes('\r') ? source.replaceAll('\r\n', '\n') : source
  const end = text.length
  let position = 0
  let line = 1
  let lineStart = 0

  function next(): TokenLine | undefined {
    const tokens: Token[] = []
    while (position < end) {
      const code = text.charCodeAt(position)
      if (code === Char.newline) {
        newline()
        if (isLine(tokens)) return tokens
      } else if (code === Char.space || code === Char.tab) position++
      else if (code === Char.hash) position = lineEnd()
      else if (code === Char.backslash && text.charCodeAt(position + 1) === Char.newline) {
        position++
        newline()
      } else token(code, tokens)
    }
    return isLine(tokens) ? tokens : undefined
  }

  function token(code: number, tokens: Token[]): void {
    const start = position
    if (code === Char.doubleQuote || code === Char.singleQuote) quoted(code, tokens)
    else if (code === dollar || inWord[code] === 1) word(tokens)
    else {
      operatorAt.lastIndex = position
      const operator = operatorAt.exec(text)?.[0]
      if (operator === undefined) {
        if (!old) warn(`ignoring unsupported character '${text[position]}'`, at(start))
        position++
        return
      }
      position += operator.length
      push(tokens, 'operator', operator, start)
      if (tokens.length === 2 && tokens[0]?.kind === 'word' && assignments.has(operator)) assigned(tokens)
    }
  }

  function word(tokens: Token[]): void {
    const start = position
    while (inWord[text.charCodeAt(position)] === 1) position++
    if (text.charCodeAt(position) !== dollar) {
      plainWord(tokens, start, text.slice(start, position))
      return
    }
    let value = ''
    let unknown = false
    const stop = lineEnd()
    const rest = text.slice(start, stop)
    let from = 0
    for (;;) {
      const code = rest.charCodeAt(from)
      if (code === Char.dollar) {
        const expansion = macros.expandDollar(rest, from, at(start))
        value += expansion.text
        unknown ||= expansion.unknown
        from = expansion.end
      } else if (wordCharacter[code] === 1) value += rest[from++]
      else break
    }
    position = start + from
    if (value !== '') push(tokens, 'word', value, start, unknown ? rest.slice(0, from) : undefined)
  }

  function plainWord(tokens: Token[], start: number, value: string): void {
    if (!old) push(tokens, keywords.has(value) ? 'keyword' : 'word', value, start)
    else if (value !== '---') {
      // Dashes around a keyword, as in ---help---, are decoration.
      const keyword = oldKeywords.get(value.replace(/^-+|-+$/g, ''))
      push(tokens, keyword === undefined ? 'word' : 'keyword', keyword ?? value, start)
    }
  }

  function quoted(quote: number, tokens: Token[]): void {
    const start = position++
    let value = ''
    let unknown = false
    while (position < end) {
      const code = text.charCodeAt(position)
      if (code === quote) {
        position++
        break
      }
      if (code === Char.newline) {
        warn('multi-line strings not supported', at(start))
        break
      }
      if (code === Char.backslash) {
        const escaped = text[position + 1]
        if (escaped !== '\n' && escaped !== undefined) value += escaped
        position += escaped === '\n' ? 1 : 2
      } else if (code === dollar) {
        const expansion = macros.expandDollar(text.slice(position, lineEnd()), 0, at(position))
        value += expansion.text
        unknown ||= expansion.unknown
        position += expansion.end
      } else if (code === Char.doubleQuote || code === Char.singleQuote || code === Char.dollar) {
        value += text[position++]
      } else {
        plainString.lastIndex = position
        const plain = plainString.exec(text)?.[0] ?? ''
        value += plain
        position += plain.length
      }
    }
    push(tokens, 'quoted', value, start, unknown ? text.slice(start, position) : undefined)
  }

  /** The rest of the line, comment signs and trailing blanks included. */
  function assigned(tokens: Token[]): void {
    while (isBlank(text.charCodeAt(position))) position++
    const start = position
    position = lineEnd()
    push(tokens, 'assigned', text.slice(start, position), start)
  }

  /**
   * Help ends before the first line that is indented less than its first one (tabs reach to multiples of 8), and before any
   * line without indentation. Like the kernel's lexer, it takes an unindented first line as help.
   */
  function help(): string {
    const start = position
    let indentation = 0
    for (let first = true; position < end; first = false) {
      let stop = text.indexOf('\n', position)
      if (stop < 0) stop = end
      let columns = 0
      let index = position
      for (; index < stop && isBlank(text.charCodeAt(index)); index++)
        columns = text.charCodeAt(index) === Char.tab ? (columns & ~7) + 8 : columns + 1
      if (index < stop) {
        if (!first && (columns === 0 || columns < indentation)) break
        if (indentation === 0) indentation = columns
      }
      position = stop
      if (stop < end) newline()
    }
    return text.slice(start, position)
  }

  function push(tokens: Token[], kind: Token['kind'], value: string, start: number, probe?: string): void {
    tokens.push({ kind, text: value, line, column: start - lineStart + 1, probe })
  }

  function newline(): void {
    position++
    line++
    lineStart = position
  }

  function lineEnd(): number {
    const stop = text.indexOf('\n', position)
    return stop < 0 ? end : stop
  }

  function at(index: number): Position {
    return { file, line, column: index - lineStart + 1 }
  }

  return { file, next, help }
}

function isLine(tokens: Token[]): tokens is [Token, ...Token[]] {
  return tokens.length > 0
}

function isBlank(code: number): boolean {
  return code === Char.space || code === Char.tab
}

/** Help as a person reads it: the first line's indentation taken off, blank lines at both ends dropped. */
export function dedentHelp(raw: string): string {
  const lines = raw.split('\n').map((line) => {
    const [blanks = ''] = /^[ \t]*/.exec(line) ?? []
    let columns = 0
    for (const character of blanks) columns = character === '\t' ? (columns & ~7) + 8 : columns + 1
    return { columns, text: line.slice(blanks.length).trimEnd() }
  })
  const indentation = lines.find((line) => line.text !== '')?.columns ?? 0
  const dedented = lines.map(({ columns, text }) =>
    text === '' ? '' : ' '.repeat(Math.max(0, columns - indentation)) + text,
  )
  return dedented.join('\n').replace(/^\n+|\n+$/g, '')
}
