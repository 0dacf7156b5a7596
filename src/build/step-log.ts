/** A step's log: the whole of it in a file, always; and in batches as events, so that 50,000 lines a second reach the faces cheaply. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { describeWriteError, errorCode } from '../system/files.ts'
import { logsFolder, stepFileName } from './paths.ts'

const FLUSH_MS = 50
const FLUSH_CHARACTERS = 64 * 1024

export class StepLog implements Disposable {
  readonly path: string
  readonly #fd: number
  readonly #emit: (text: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #pending = ''
  #timer: NodeJS.Timeout | undefined
  #failure: unknown
  #closed = false

  /** Opens `<cache>/logs/<date>-<step>.log`, a new file even when two builds start the same step at once. Throws SmartError when it cannot. */
  constructor(cache: string, id: string, started: Date, emit: (text: string) => void) {
    const folder = logsFolder(cache)
    const date = started.toISOString().replaceAll(':', '-').replace('Z', '')
    try {
      mkdirSync(folder, { recursive: true })
      ;[this.path, this.#fd] = openNew(join(folder, `${date}-${stepFileName(id)}`))
    } catch (error) {
      throw describeWriteError(error, folder)
    }
    this.#emit = emit
  }

  /** A whole line of the engine's own, or several. */
  line(text: string): void {
    this.write(Buffer.from(text.endsWith('\n') ? text : `${text}\n`))
  }

  /** Output as it comes, not cut at lines. */
  write(chunk: Buffer): void {
    if (this.#closed) return
    try {
      writeSync(this.#fd, chunk)
    } catch (error) {
      this.#failure ??= describeWriteError(error, this.path)
    }
    this.#pending += this.#decoder.write(chunk)
    if (this.#pending.length >= FLUSH_CHARACTERS) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#pending === '') return
    const text = this.#pending
    this.#pending = ''
    this.#emit(text)
  }

  /** Why the file could not be written, if so: the step fails of it, since a log that lacks its end hides the cause. */
  get failure(): unknown {
    return this.#failure
  }

  [Symbol.dispose](): void {
    if (this.#closed) return
    this.flush()
    this.#closed = true
    closeSync(this.#fd)
  }
}

function openNew(base: string): [path: string, fd: number] {
  for (let count = 1; ; count++) {
    const path = `${base}${count === 1 ? '' : `.${count}`}.log`
    try {
      return [path, openSync(path, 'wx')]
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
}
