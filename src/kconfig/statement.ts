/** Reads one statement's tokens from left to right: the small grammar of conditions, symbols and expressions. */
import type { Comparison, Expr, KconfigSymbol } from './ast.ts'
import type { Token, TokenLine } from './lexer.ts'
import type { SymbolTable } from './symbols.ts'
import { type Position, syntaxError } from './syntax-error.ts'

const comparisons: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])

export class Statement {
  private index = 1
  readonly first: Token
  readonly file: string
  private readonly tokens: TokenLine
  private readonly symbols: SymbolTable

  constructor(file: string, tokens: TokenLine, symbols: SymbolTable) {
    this.file = file
    this.tokens = tokens
    this.symbols = symbols
    this.first = tokens[0]
  }

  get position(): Position {
    return { file: this.file, line: this.first.line, column: this.first.column }
  }

  /** `what` was expected where the next token (or the end of the line) is. */
  expected(what: string): never {
    const token = this.tokens[this.index]
    const last = this.tokens[this.tokens.length - 1] ?? this.first
    const at = token
      ? { file: this.file, line: token.line, column: token.column }
      : { file: this.file, line: last.line, column: last.column + last.text.length + (last.kind === 'quoted' ? 2 : 0) }
    const found = token ? describe(token) : 'the end of the line'
    throw syntaxError(`expected ${what}, found ${found}`, at)
  }

  /** Whether the next token is this keyword or operator; takes it if so. */
  accept(text: string): boolean {
    const token = this.tokens[this.index]
    if (token?.text !== text || (token.kind !== 'keyword' && token.kind !== 'operator')) return false
    this.index++
    return true
  }

  end(what = 'the end of the line'): void {
    if (this.index < this.tokens.length) this.expected(what)
  }

  atEnd(): boolean {
    return this.index >= this.tokens.length
  }

  quoted(what: string): string {
    return this.optionalQuoted() ?? this.expected(what)
  }

  optionalQuoted(): string | undefined {
    const token = this.tokens[this.index]
    if (token?.kind !== 'quoted') return undefined
    this.index++
    return token.text
  }

  /** The right side of an assignment, and its operator. */
  assignment(): { operator: string; value: string } {
    return { operator: this.tokens[1]?.text ?? '', value: this.tokens[2]?.text ?? '' }
  }

  optionalWord(): string | undefined {
    const token = this.tokens[this.index]
    if (token?.kind !== 'word') return undefined
    this.index++
    return token.text
  }

  /** A symbol's name, where quoted text is not allowed. */
  name(): KconfigSymbol {
    const token = this.tokens[this.index]
    if (token?.kind !== 'word') this.expected('the name of a symbol')
    this.index++
    return token.probe === undefined ? this.symbols.lookup(token.text) : this.symbols.constant(token.text, token.probe)
  }

  /** A symbol or a quoted constant. */
  operand(what = 'a symbol or a quoted value'): KconfigSymbol {
    const token = this.tokens[this.index]
    if (token?.kind === 'word') return this.name()
    if (token?.kind !== 'quoted') this.expected(what)
    this.index++
    return this.symbols.constant(token.text, token.probe)
  }

  /** `if EXPRESSION` at the end of a statement, or nothing. */
  condition(): Expr | undefined {
    const condition = this.accept('if') ? this.expression() : undefined
    this.end(condition === undefined ? "'if' or the end of the line" : "'&&', '||' or the end of the line")
    return condition
  }

  expression(): Expr {
    let left = this.conjunction()
    while (this.accept('||')) left = { kind: 'or', left, right: this.conjunction() }
    return left
  }

  private conjunction(): Expr {
    let left = this.term()
    while (this.accept('&&')) left = { kind: 'and', left, right: this.term() }
    return left
  }

  private term(): Expr {
    if (this.accept('!')) return { kind: 'not', operand: this.term() }
    if (this.accept('(')) {
      const inner = this.expression()
      if (!this.accept(')')) this.expected("')', '&&' or '||'")
      return inner
    }
    const left = this.operand("a symbol, a quoted value, '!' or '('")
    const operator = this.tokens[this.index]
    if (operator?.kind !== 'operator' || !isComparisonOperator(operator.text)) return { kind: 'symbol', symbol: left }
    this.index++
    return { kind: operator.text, left, right: this.operand() }
  }
}

function isComparisonOperator(text: string): text is Comparison {
  return comparisons.has(text)
}

function describe(token: Token): string {
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text
  return token.kind === 'quoted' ? `the text "${text}"` : `'${text}'`
}
