/**
 * Asks the terminal whether it has sixels. What it answers comes in among the keys: it is taken out there, however late it comes and
 * however it is cut into pieces, and never reaches a screen.
 */
import { COMMON_SIXELS, type SixelScreen } from './model/sixel.ts'

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

export interface QueryInput {
  /** Has every piece of input go through `filter` first; a piece that it is given back later is delivered as it is. */
  filterBy(filter: ((bytes: Buffer) => Buffer) | undefined): void
  deliver(bytes: Buffer): void
}

export class TerminalQuery {
  readonly #input: QueryInput
  readonly #write: (text: string) => void
  readonly #limit: number
  #asked: Promise<SixelScreen | undefined> | undefined
  #screen: SixelScreen = COMMON_SIXELS
  #held = ''
  #release: NodeJS.Timeout | undefined
  #answered: (has: boolean) => void = () => {}

  constructor(input: QueryInput, write: (text: string) => void, limit = LIMIT_MS) {
    this.#input = input
    this.#write = write
    this.#limit = limit
  }

  /** What the terminal has; undefined where it has no sixels or says nothing in time. An answer that comes later counts from then on. */
  ask(): Promise<SixelScreen | undefined> {
    this.#asked ??= this.#question()
    return this.#asked
  }

  #question(): Promise<SixelScreen | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), this.#limit)
      this.#answered = (has) => {
        clearTimeout(timer)
        const result = has ? this.#screen : undefined
        this.#asked = Promise.resolve(result)
        resolve(result)
      }
      this.#input.filterBy((bytes) => this.#take(bytes))
      this.#write(QUESTION)
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
    const [kind, status, first, second] = numbers.split(';')
    if (letter === 'c') {
      this.#input.filterBy(undefined)
      this.#answered(numbers.split(';').slice(1).includes(SIXELS))
      return true
    }
    if (letter === 'S' && status === '0') {
      if (kind === '1') this.#screen = { ...this.#screen, colors: positive(first, this.#screen.colors) }
      const { most } = this.#screen
      if (kind === '2')
        this.#screen = {
          ...this.#screen,
          most: { width: positive(first, most.width), height: positive(second, most.height) },
        }
    }
    const { cell } = this.#screen
    if (letter === undefined)
      this.#screen = {
        ...this.#screen,
        cell: { width: positive(width, cell.width), height: positive(height, cell.height) },
      }
    return false
  }
}

function positive(text: string | undefined, otherwise: number): number {
  const number = Number(text)
  return Number.isSafeInteger(number) && number > 0 ? number : otherwise
}
