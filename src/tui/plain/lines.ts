/**
 * A terminal or a pipe as lines, one for each answer. What comes before it is asked for waits; a guest's console can take the
 * raw bytes instead, what waits first.
 */
import type { RawInput } from '../input-tap.ts'

/** A terminal, a pipe or a file. */
export type PlainInput = NodeJS.ReadableStream & Partial<Pick<RawInput, 'isTTY' | 'setRawMode' | 'ref' | 'unref'>>

/** More than anybody types ahead: then the other side has to wait. */
const MOST_WAITING = 64 * 1024
const [NEW_LINE, RETURN, CTRL_C, CTRL_D, BACKSPACE, DELETE] = [0x0a, 0x0d, 0x03, 0x04, 0x08, 0x7f]

export class LineInput {
  readonly #source: PlainInput
  #waiting: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  #ended = false
  #wake: (() => void) | undefined
  #capture: ((bytes: Buffer) => void) | undefined
  readonly #onEnd = () => {
    this.#ended = true
    this.#wake?.()
  }
  readonly #onData = (chunk: Buffer | string) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (this.#capture) return this.#capture(bytes)
    this.#waiting = Buffer.concat([this.#waiting, bytes])
    if (this.#waiting.length > MOST_WAITING) this.#source.pause()
    this.#wake?.()
  }

  constructor(source: PlainInput) {
    this.#source = source
    source.on('data', this.#onData)
    source.once('end', this.#onEnd)
    source.once('error', this.#onEnd)
  }

  get terminal(): boolean {
    return this.#source.isTTY === true
  }

  /** Nothing more will come. */
  get ended(): boolean {
    return this.#ended && this.#waiting.length === 0
  }

  /** The next line without its end; undefined at the end of the input. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const at = this.#waiting.indexOf(NEW_LINE)
      if (at !== -1) return this.#take(at, at + 1)
      if (this.#ended) return this.#waiting.length > 0 ? this.#take(this.#waiting.length) : undefined
      await this.#more()
    }
  }

  /** A line that the terminal does not show. Undefined at the end of the input, and where Ctrl-C or Ctrl-D was pressed. */
  async secret(): Promise<string | undefined> {
    if (!this.terminal) return this.line()
    this.#source.setRawMode?.(true)
    try {
      const typed: number[] = []
      for (;;) {
        const [byte] = this.#waiting
        if (byte === undefined) {
          if (this.#ended) return undefined
          await this.#more()
          continue
        }
        this.#waiting = this.#waiting.subarray(1)
        if (byte === RETURN || byte === NEW_LINE) return Buffer.from(typed).toString()
        if (byte === CTRL_C || byte === CTRL_D) return undefined
        if (byte === BACKSPACE || byte === DELETE) typed.pop()
        else typed.push(byte)
      }
    } finally {
      this.#source.setRawMode?.(false)
    }
  }

  #take(end: number, next = end): string {
    const line = this.#waiting.subarray(0, end).toString().replace(/\r$/, '')
    this.#waiting = this.#waiting.subarray(next)
    return line
  }

  #more(): Promise<void> {
    this.#source.resume()
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
  }

  /** Sends raw bytes to `handler`, those that wait first, until the returned function is called. */
  capture(handler: (bytes: Buffer) => void): () => void {
    this.#capture = handler
    const waiting = this.#waiting
    this.#waiting = Buffer.alloc(0)
    if (waiting.length > 0) handler(waiting)
    this.#source.resume()
    return () => {
      if (this.#capture === handler) this.#capture = undefined
    }
  }

  /** Resolves when an answer was given, or at the end of the input. */
  async nextKey(): Promise<void> {
    await this.line()
  }

  setRawMode(mode: boolean): void {
    this.#source.setRawMode?.(mode)
  }

  /** Resolves at the end of the input; what waits may be unread. */
  end(): Promise<void> {
    if (this.#ended) return Promise.resolve()
    return new Promise((resolve) => {
      this.#source.once('end', () => resolve())
      this.#source.once('error', () => resolve())
    })
  }

  /** As if the input had ended: whoever waits for a line goes on. What waits is not read any more. */
  close(): void {
    this.#waiting = Buffer.alloc(0)
    this.#onEnd()
  }

  /** Lets go of the terminal. */
  release(): void {
    this.#source.off('data', this.#onData)
    this.#source.off('end', this.#onEnd)
    this.#source.off('error', this.#onEnd)
    this.#source.pause()
    this.#source.unref?.()
  }
}
