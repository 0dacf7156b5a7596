/**
 * A tap between the terminal and Ink: normally it passes every byte on, but a guest's console can take the bytes raw,
 * before Ink would interpret them, so that every key really goes to the guest.
 */
import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'

export type RawInput = Pick<ReadStream, 'isTTY' | 'setRawMode'> &
  NodeJS.ReadableStream & { ref?: () => unknown; unref?: () => unknown }

export class InputTap extends PassThrough {
  readonly isTTY = true
  readonly #source: RawInput
  #capture: ((bytes: Buffer) => void) | undefined
  #filter: ((bytes: Buffer) => Buffer) | undefined
  readonly #onData = (chunk: Buffer | string) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    this.deliver(this.#filter ? this.#filter(bytes) : bytes)
  }

  constructor(source: RawInput) {
    super()
    this.#source = source
    source.on('data', this.#onData)
    source.once('end', () => this.end())
  }

  setRawMode(mode: boolean): this {
    this.#source.setRawMode(mode)
    return this
  }

  ref(): this {
    this.#source.ref?.()
    return this
  }

  unref(): this {
    this.#source.unref?.()
    return this
  }

  /** Has every piece go through `filter` first, whoever it is for: what a terminal answers is no key. */
  filterBy(filter: ((bytes: Buffer) => Buffer) | undefined): void {
    this.#filter = filter
  }

  /** Bytes as if they had just been typed. */
  deliver(bytes: Buffer): void {
    if (bytes.length === 0) return
    if (this.#capture) this.#capture(bytes)
    else this.write(bytes)
  }

  /** Sends raw bytes to `handler` instead of Ink until the returned function is called. */
  capture(handler: (bytes: Buffer) => void): () => void {
    this.#capture = handler
    return () => {
      if (this.#capture === handler) this.#capture = undefined
    }
  }

  /** Resolves at the next key (at Enter, where the terminal collects lines). */
  nextKey(): Promise<void> {
    this.#source.ref?.()
    return new Promise((resolve) => {
      const release = this.capture(() => {
        release()
        resolve()
      })
      this.#source.once('end', () => resolve())
    })
  }

  /** Lets go of the terminal. */
  release(): void {
    this.#source.off('data', this.#onData)
    this.#source.pause()
    this.#source.unref?.()
  }
}
