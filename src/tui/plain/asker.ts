/** Questions and answers as plain lines: nothing moves, nothing is coloured, every question can be answered by a number or a word. */
import { harmless, toAscii, width, wrap } from '../model/text.ts'
import type { Row } from '../widgets/line.tsx'
import type { LineInput } from './lines.ts'

/** What does not fit into so many answers in a row is no typing error any more. */
const MOST_WRONG = 20
/** So many choices are listed at once: more nobody listens to. */
const PAGE = 40
export const COLUMNS = 78

/** The input has ended where an answer was needed. */
export class EndOfInput extends Error {}

export interface Choice<T> {
  /** What is listed behind the number. */
  text: string
  value: T
  /** A word that chooses it, too; the first letters do where they are no other's. */
  word?: string
  /** A line above it. */
  heading?: string
  /** It has the number 0. */
  back?: true
}

interface ChooseOptions {
  /** Takes what is neither a number nor a word of the choices. True: it was understood, and the question is over. */
  other?: (answer: string) => boolean | Promise<boolean>
}

export class Asker {
  readonly input: LineInput
  readonly #write: (text: string) => void
  readonly #unicode: boolean

  constructor(input: LineInput, write: (text: string) => void, unicode: boolean) {
    this.input = input
    this.#write = write
    this.#unicode = unicode
  }

  /** One line, without whatever could move the cursor. */
  say(text = ''): void {
    this.#write(`${this.#shown(text)}\n`)
  }

  /** A sentence that may be long. */
  tell(text: string): void {
    for (const line of text.split('\n')) for (const part of wrap(line, COLUMNS)) this.say(part)
  }

  /** Rows of the full screen as lines: their colours carry nothing that their words do not. */
  rows(rows: readonly Row[]): void {
    for (const row of rows) {
      const line = row
        .map(([text]) => text)
        .join('')
        .trimEnd()
      // A value may be longer than the row that it stands in.
      if (width(line) > COLUMNS) this.tell(line)
      else this.say(line)
    }
  }

  #shown(text: string): string {
    const plain = harmless(text)
    return this.#unicode ? plain : toAscii(plain)
  }

  /** An answer in words. Throws EndOfInput. */
  async text(question: string, { secret = false } = {}): Promise<string> {
    this.#write(`${this.#shown(question)}: `)
    const answer = await (secret ? this.input.secret() : this.input.line())
    if (answer === undefined) {
      this.#write('\n')
      throw new EndOfInput()
    }
    // A pipe shows nothing of what comes through it: what was asked and answered should be readable afterwards.
    if (secret) this.#write('\n')
    else if (!this.input.terminal) this.say(answer)
    return answer
  }

  /** One of the choices; undefined where `other` took the answer. An empty answer goes back where there is a way back. Throws EndOfInput. */
  async choose<T>(
    question: string,
    choices: readonly Choice<T>[],
    options: ChooseOptions = {},
  ): Promise<T | undefined> {
    const back = choices.find((choice) => choice.back)
    const numbered = choices.filter((choice) => !choice.back)
    const ask = () => {
      this.tell(question)
      this.#list(numbered, 0)
      if (back) this.say(`  0. ${back.text}`)
    }
    this.say()
    ask()
    for (let wrong = 0, from = 0; ; ) {
      const answer = (await this.text(`Number, 1 to ${numbered.length}${back ? ', or 0' : ''}`)).trim()
      if (answer === '+' && from + PAGE < numbered.length) {
        from += PAGE
        this.#list(numbered, from)
        continue
      }
      if (answer === '?') {
        from = 0
        ask()
        continue
      }
      const found = answer === '' || answer === '0' ? back : pick(numbered, choices, answer)
      if (found) return found.value
      if (answer !== '' && (await options.other?.(answer))) return undefined
      if (++wrong >= MOST_WRONG) {
        this.say(`${MOST_WRONG} answers in a row fit nothing.`)
        throw new EndOfInput()
      }
      const ways = `a number from ${back ? 0 : 1} to ${numbered.length}`
      this.tell(
        `${answer === '' ? 'An empty answer' : JSON.stringify(answer)} is none of these: expected ${ways}, or ? to hear them again`,
      )
    }
  }

  #list<T>(choices: readonly Choice<T>[], from: number): void {
    choices.slice(from, from + PAGE).forEach(({ text, heading }, index) => {
      if (heading !== undefined) this.say(`${heading}:`)
      const [first = '', ...rest] = wrap(text, COLUMNS - 6)
      this.say(`${String(from + index + 1).padStart(3)}. ${first}`)
      for (const line of rest) this.say(`     ${line}`)
    })
    const left = choices.length - from - PAGE
    if (left > 0) this.say(`${left} more; + lists them`)
  }
}

/** By number, by the whole word, or by the beginning of one word only. */
function pick<T>(numbered: readonly Choice<T>[], choices: readonly Choice<T>[], answer: string): Choice<T> | undefined {
  if (/^\d+$/.test(answer)) return numbered[Number(answer) - 1]
  const lower = answer.toLowerCase()
  const named = choices.filter(({ word }) => word?.toLowerCase().startsWith(lower))
  return named.find(({ word }) => word?.toLowerCase() === lower) ?? (named.length === 1 ? named[0] : undefined)
}
