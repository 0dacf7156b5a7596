/** A whole log on disk, by line: where lines begin is noted once, the lines themselves are read when they are looked at. */
import { closeSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Pace } from '../../system/pace.ts'
import { harmless } from './text.ts'

const CHUNK = 1024 * 1024
/** Bytes of one line that are looked at. */
const LONGEST = 4000

export class LogFile implements Disposable {
  readonly path: string
  readonly #descriptor: number
  /** Byte at which each line begins. */
  readonly #starts: number[] = [0]
  #size = 0

  private constructor(path: string) {
    this.path = path
    this.#descriptor = openSync(path, 'r')
  }

  /** Throws where the file cannot be read. */
  static async open(path: string): Promise<LogFile> {
    const file = new LogFile(path)
    await file.refresh()
    return file
  }

  /** Complete lines, and one that has only begun. */
  get length(): number {
    return this.#starts.length - ((this.#starts.at(-1) ?? 0) === this.#size ? 1 : 0)
  }

  /** Notes lines that were written since. */
  async refresh(): Promise<void> {
    await using handle = await open(this.path, 'r')
    const buffer = Buffer.allocUnsafe(CHUNK)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, this.#size)
      if (bytesRead === 0) return
      const bytes = buffer.subarray(0, bytesRead)
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) this.#starts.push(this.#size + at + 1)
      this.#size += bytesRead
    }
  }

  /** `count` lines from `start`, safe to show. */
  read(start: number, count: number): string[] {
    const first = Math.max(0, start)
    const end = Math.min(this.length, start + count)
    return Array.from({ length: Math.max(0, end - first) }, (_, index) => this.#line(first + index))
  }

  #line(index: number): string {
    const start = this.#starts[index] ?? 0
    const end = index + 1 < this.#starts.length ? (this.#starts[index + 1] ?? 0) - 1 : this.#size
    const bytes = Buffer.allocUnsafe(Math.min(LONGEST, Math.max(0, end - start)))
    const got = bytes.length === 0 ? 0 : readSync(this.#descriptor, bytes, 0, bytes.length, start)
    return harmless(bytes.toString('utf8', 0, got))
  }

  /** The nearest line from `from` on, in direction `step`, that holds `words` (in any case); from the other end on when there is none. */
  async find(words: string, from: number, step: 1 | -1, signal?: AbortSignal): Promise<number | undefined> {
    const wanted = words.toLowerCase()
    const count = this.length
    const pace = new Pace()
    for (let looked = 0; looked < count; looked++) {
      const index = (((from + looked * step) % count) + count) % count
      if (this.#line(index).toLowerCase().includes(wanted)) return index
      if (pace.due) await pace.rest()
      if (signal?.aborted) return undefined
    }
    return undefined
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }
}
