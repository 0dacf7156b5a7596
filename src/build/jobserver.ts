/**
 * The GNU make jobserver that all steps share (https://www.gnu.org/software/make/manual/html_node/POSIX-Jobserver.html): a pipe
 * with one byte for every job. Each running step holds one, which is the implicit job of its own make; the makes below take the
 * others. So the sum of running compilers is the number of jobs, however many steps run side by side.
 */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { throwIfCancelled } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { errorCode } from '../system/files.ts'

/** File descriptors of the pipe in a child: beyond what a POSIX shell can name, so that no script closes or reuses them. */
export const JOBSERVER_FDS = [20, 21] as const
const POLL_MS = 10

export class Jobserver implements Disposable {
  readonly jobs: number
  /** Blocking end for children: make before 4.3 cannot live with another. They all share it. */
  readonly childFd: number
  readonly #fd: number

  private constructor(jobs: number, path: string) {
    this.jobs = jobs
    this.#fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    this.childFd = openSync(path, constants.O_RDWR)
    this.refill()
  }

  /** Makes the pipe in `folder`, where no other may be. */
  static async open(folder: string, jobs: number): Promise<Jobserver> {
    const path = join(folder, 'jobserver')
    await run(['mkfifo', '-m', '600', path])
    return new Jobserver(jobs, path)
  }

  /** Value of MAKEFLAGS for a child. The descriptor form is understood by every GNU make from 4.2 on, 4.4's fifo form is not. */
  get makeFlags(): string {
    return `-j${this.jobs} --jobserver-auth=${JOBSERVER_FDS.join(',')}`
  }

  /** Takes a token if there is one. */
  tryTake(): boolean {
    try {
      return readSync(this.#fd, Buffer.alloc(1)) === 1
    } catch (error) {
      if (errorCode(error) === 'EAGAIN') return false
      throw error
    }
  }

  /** Takes a token as soon as there is one. Throws CancelledError. */
  async take(signal?: AbortSignal): Promise<void> {
    while (!this.tryTake()) {
      throwIfCancelled(signal)
      await sleep(POLL_MS)
    }
  }

  give(): void {
    writeSync(this.#fd, '+')
  }

  /** A fresh count, for when nothing runs: a make that was killed took its tokens with it. */
  refill(): void {
    while (this.tryTake());
    writeSync(this.#fd, '+'.repeat(this.jobs))
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd)
    closeSync(this.childFd)
  }
}
