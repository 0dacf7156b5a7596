/** Leaving the full screen for a moment and coming back: a shell in a failed step, a log put into the scrollback. */
import { join } from 'node:path'
import type { Project } from '../../pipeline/types.ts'
import { onOwnTerminal } from '../../system/own-terminal.ts'
import { programRoot } from '../../system/paths.ts'
import { say } from '../actions.ts'
import { LogFile } from '../model/log-file.ts'
import { failureMessage, type SessionContext } from './context.ts'

type Suspend = (work: () => void | Promise<void>) => Promise<unknown>

export class Handoff {
  readonly #context: SessionContext
  #suspend: Suspend | undefined
  #busy = false

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** Ink's own way to give the terminal away; it is known once the root is drawn. */
  attach(suspend: Suspend): void {
    this.#suspend = suspend
  }

  /** The terminal is somebody else's. */
  get away(): boolean {
    return this.#busy
  }

  /** A shell in the sandbox of a component's step, as the failure left it. */
  async shell(project: Project, component: string): Promise<void> {
    const { pipeline, stdout, runChild } = this.#context
    await this.#away(async (suspend) => {
      await using shell = await pipeline.openShell(project, component)
      // Nothing may wait in here: a child that runs beside a waiting Node would share the keyboard with it.
      await suspend(() => {
        stdout.write(`${shell.note}. The recipe is /recipe/build.sh, the source /src; exit goes back.\n`)
        runChild(onOwnTerminal(shell.argv), { env: shell.env, cwd: shell.cwd })
      })
    })
  }

  /** Installs what the host lacks, with the question, the password and all that set-up says of it on the person's own screen. */
  async installTools(): Promise<void> {
    const { stdout, input, runChild } = this.#context
    const env = Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value ? [[key, value]] : [])))
    await this.#away(async (suspend) => {
      await suspend(async () => {
        // On a terminal of its own: Ctrl-C ends the installation, and not the configurator with it.
        const setUp = [process.execPath, join(programRoot(), 'src', 'setup', 'host.mjs')]
        runChild(onOwnTerminal(setUp), { env, cwd: process.cwd() })
        stdout.write('\n-- Enter goes back to smart-os ')
        await input.nextKey()
        stdout.write('\n')
      })
    })
  }

  /** Prints a step's log where it stays, and comes back at Enter. */
  async printLog(title: string, path: string): Promise<void> {
    const { stdout, input } = this.#context
    await this.#away(async (suspend) => {
      using file = await LogFile.open(path)
      await suspend(async () => {
        for (let at = 0; at < file.length; at += 1000) stdout.write(`${file.read(at, 1000).join('\n')}\n`)
        stdout.write(`-- ${title}: ${path}\n-- Enter goes back to smart-os `)
        await input.nextKey()
        stdout.write('\n')
      })
    })
  }

  /** Prints a text where it stays, and comes back at Enter. */
  async printText(text: string): Promise<void> {
    const { stdout, input } = this.#context
    await this.#away(async (suspend) => {
      await suspend(async () => {
        stdout.write(`${text}\n-- Enter goes back to smart-os `)
        await input.nextKey()
        stdout.write('\n')
      })
    })
  }

  async #away(work: (suspend: Suspend) => Promise<void>): Promise<void> {
    if (!this.#suspend || this.#busy) return
    this.#busy = true
    try {
      await work(this.#suspend)
    } catch (error) {
      this.#context.update((state) => say(state, failureMessage(error)))
    } finally {
      this.#busy = false
    }
  }
}
