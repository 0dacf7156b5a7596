/** Saved machines of a project: put down while they run, listed, taken away. */
import type { Machine } from '../../machine/types.ts'
import type { Project } from '../../pipeline/types.ts'
import { say } from '../actions.ts'
import { failureMessage, type SessionContext } from './context.ts'
import type { Guest } from './guest.ts'

export class Saving {
  readonly #context: SessionContext
  #running: { guest: Guest; controller: AbortController } | undefined

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** What was saved of this project's machines; a folder that cannot be read is none. */
  async list(project: Project): Promise<void> {
    const saved = await this.#context.pipeline.listSaved(project).catch(() => [])
    this.#context.update((state) => ({ ...state, saved }))
  }

  /** Saves memory, devices and disks of a running machine; it stands still meanwhile. A second time gives up. */
  async save(guest: Guest): Promise<void> {
    const { project } = guest
    const { update } = this.#context
    if (this.#running?.guest === guest) return this.#running.controller.abort()
    if (this.#running)
      return update((state) => say(state, { tone: 'warning', text: 'Another machine is being saved just now' }))
    if (!project || !['running', 'paused'].includes(guest.state?.status ?? '')) return
    const name = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
    const saving = new AbortController()
    this.#running = { guest, controller: saving }
    const { pipeline } = this.#context
    update((state) => say(state, { tone: 'info', text: 'Saving the machine; it stands still meanwhile' }))
    const paused = guest.state?.status === 'paused'
    await guest.act(`Saved as ${name}: the machine's screen can start from it`, async (machine: Machine) => {
      try {
        await pipeline.saveState(project, machine, name, saving.signal)
      } finally {
        // Saving lets it go on, however it ended; one that was paused stays so.
        if (paused) await machine.pause().catch(() => undefined)
      }
      await this.list(project)
    })
    this.#running = undefined
  }

  /** Takes a saved machine off the disk. False where it could not be; the status line says why. */
  async remove(project: Project, name: string): Promise<boolean> {
    const { pipeline, update } = this.#context
    try {
      await pipeline.deleteSaved(project, name)
      update((state) => say(state, { tone: 'info', text: `The saved machine ${name} is deleted` }))
      return true
    } catch (error) {
      update((state) => say(state, failureMessage(error)))
      return false
    } finally {
      await this.list(project)
    }
  }

  /** Gives up what is being saved. */
  stop(): void {
    this.#running?.controller.abort()
  }
}
