/**
 * Asks the terminal whether it has sixels. What it answers comes in among the keys: it is taken out there, however late it comes and
 * however it is cut into pieces, and never reaches a screen.
 */
import { type Said, type SixelScreen, screenOf } from './model/sixel-screen.ts'

/**
 * Colour registers and largest picture (xterm's XTSMGRAPHICS), pixels of a cell (XTWINOPS 16), and the device's attributes, which
 * every terminal answers (DA1): when these are there, nothing else is still to come.
 */
const QUESTION = '\x1b[?1;1;0S\x1b[?2;1;0S\x1b[16t\x1b[c'
/** Over a slow line an answer takes some tenths of a second; nobody should wait longer for a picture. */
const LIMIT_MS = 500
/** A key that begins as an answer does is let go after so long. */
const PIECE_MS = 40

const ANSWER = /\x1b\[(?:\?([\d;]*)([cS])|6;(\d+);(\d+)t)/
/** The end of a piece that may be the beginning of an answer. */
const BEGINNING = /\x1b(?:\[(?:\?[\d;]*|6(?:;[\d;]*)?)?)?$/
/** Of the attributes the one that says sixels. */
const SIXELS = '4'

export interface QueryOutput {
  write(text: string): unknown
  columns: number
  rows: number
}

export interface QueryInput {
  /** Has every piece of input go through `filter` first; a piece that it is given back later is delivered as it is. */
  filterBy(filter: ((bytes: Buffer) => Buffer) | undefined): void
  deliver(bytes: Buffer): void
}

export class TerminalQuery {
  readonly #input: QueryInput
  readonly #output: QueryOutput
  readonly #limit: number
  /** What was asked and is not answered yet; resolved after the limit all the same. */
  #open: Promise<SixelScreen | undefined> | undefined
  #said: Said = {}
  #held = ''
  #release: NodeJS.Timeout | undefined
  #answered: (screen: SixelScreen | undefined) => void = () => {}

  constructor(input: QueryInput, output: QueryOutput, limit = LIMIT_MS) {
    this.#input = input
    this.#output = output
    this.#limit = limit
  }

  /**
   * What the terminal has; undefined where it has no sixels or says nothing in time. Asked anew every time, for a cell is not
   * always of the same size; who did not answer is not asked again before it has.
   */
  ask(): Promise<SixelScreen | undefined> {
    this.#open ??= this.#question()
    return this.#open
  }

  #question(): Promise<SixelScreen | undefined> {
    this.#said = {}
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), this.#limit)
      this.#answered = (screen) => {
        clearTimeout(timer)
        this.#open = undefined
        resolve(screen)
      }
      this.#input.filterBy((bytes) => this.#take(bytes))
      this.#output.write(QUESTION)
    })
  }

  /** Gives back what is no answer. */
  #take(bytes: Buffer): Buffer {
    clearTimeout(this.#release)
    let rest = this.#held + bytes.toString('latin1')
    this.#held = ''
    for (let answer = ANSWER.exec(rest); answer; answer = ANSWER.exec(rest)) {
      rest = rest.slice(0, answer.index) + rest.slice(answer.index + answer[0].length)
      if (this.#note(answer)) return Buffer.from(rest, 'latin1')
    }
    const beginning = BEGINNING.exec(rest)
    if (beginning) {
      this.#held = beginning[0]
      rest = rest.slice(0, beginning.index)
      this.#release = setTimeout(() => {
        const held = Buffer.from(this.#held, 'latin1')
        this.#held = ''
        this.#input.deliver(held)
      }, PIECE_MS)
    }
    return Buffer.from(rest, 'latin1')
  }

  /** True after the last answer. */
  #note([, numbers = '', letter, height, width]: RegExpExecArray): boolean {
    const [kind, status, first, second] = numbers.split(';').map(Number)
    if (letter === 'c') {
      this.#input.filterBy(undefined)
      const { columns, rows } = this.#output
      this.#answered(numbers.split(';').slice(1).includes(SIXELS) ? screenOf(this.#said, columns, rows) : undefined)
      return true
    }
    if (letter === undefined) this.#said = { ...this.#said, cell: { width: Number(width), height: Number(height) } }
    else if (status === 0 && kind === 1 && first) this.#said = { ...this.#said, colors: first }
    else if (status === 0 && kind === 2 && first && second)
      this.#said = { ...this.#said, most: { width: first, height: second } }
    return false
  }
}
