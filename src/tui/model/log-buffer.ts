/** The bounded tail of one step's output. Appending is cheap (50,000 lines a second); lines are made harmless only when shown. */
import { harmless } from './text.ts'

/** Lines kept per step; the whole log is in its file. */
const KEEP = 5000
const LONGEST = 4000

export class LogBuffer {
  #lines: string[] = []
  #partial = ''
  #dropped = 0

  append(text: string): void {
    const parts = (this.#partial + text).split('\n')
    this.#partial = (parts.pop() ?? '').slice(-LONGEST)
    for (const line of parts) this.#lines.push(line.length > LONGEST ? line.slice(0, LONGEST) : line)
    if (this.#lines.length > KEEP * 1.25) {
      const surplus = this.#lines.length - KEEP
      this.#lines.splice(0, surplus)
      this.#dropped += surplus
    }
  }

  /** Lines held, an unfinished last one among them. */
  get length(): number {
    return this.#lines.length + (this.#partial === '' ? 0 : 1)
  }

  /** Lines that are no longer held. */
  get dropped(): number {
    return this.#dropped
  }

  /** `count` lines from `start`, safe to show. */
  slice(start: number, count: number): string[] {
    const lines = this.#lines.slice(Math.max(0, start), start + count)
    if (this.#partial !== '' && start + count > this.#lines.length && lines.length < count) lines.push(this.#partial)
    return lines.map(harmless)
  }
}
