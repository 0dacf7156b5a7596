/** Running a build behind the screens: events are folded in batches, output goes to bounded buffers, leaving the screen stops nothing. */
import type { BuildEvent } from '../../build/types.ts'
import { reduceBuild } from '../../build/view.ts'
import type { Project } from '../../pipeline/types.ts'
import { CancelledError, SmartError } from '../../system/error.ts'
import { goTo, say } from '../actions.ts'
import { LogBuffer } from '../model/log-buffer.ts'
import type { BuildState } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'
import { namedArguments } from './new-profile.ts'

/** At most 30 frames a second, however fast the output comes. */
const FRAME_MS = 33

export class Building {
  readonly #context: SessionContext
  readonly #onBuilt: () => void
  readonly #logs = new Map<string, LogBuffer>()
  #abort: AbortController | undefined
  #done: Promise<void> = Promise.resolve()
  #queue: BuildEvent[] = []
  #timer: NodeJS.Timeout | undefined

  /** `onBuilt`: what was known of the store is old then. */
  constructor(context: SessionContext, onBuilt: () => void) {
    this.#context = context
    this.#onBuilt = onBuilt
  }

  get running(): boolean {
    return this.#abort !== undefined
  }

  log(stepId: string): LogBuffer {
    const known = this.#logs.get(stepId)
    if (known) return known
    const fresh = new LogBuffer()
    this.#logs.set(stepId, fresh)
    return fresh
  }

  /** Starts building the open project and shows the build screen. One build at a time. */
  start(project: Project): void {
    const { update } = this.#context
    if (this.running) {
      update((state) => goTo(state, 'build'))
      return
    }
    this.#logs.clear()
    this.#abort = new AbortController()
    const build: BuildState = {
      status: 'running',
      profile: project.configuration.profile.name,
      project,
      startedAt: Date.now(),
      logs: {},
      logVersion: 0,
      notices: [],
    }
    update((state) => ({ ...goTo(state, 'build'), build, result: undefined }))
    this.#done = this.#run(project, this.#abort.signal)
  }

  async #run(project: Project, signal: AbortSignal): Promise<void> {
    const { pipeline } = this.#context
    try {
      const record = await pipeline.buildProject(project, { signal, onEvent: (event) => this.#receive(event) })
      this.#finish((build) => ({ ...build, status: 'done' }))
      this.#context.update((state) => ({
        ...state,
        result: { record, proof: undefined, out: project.out, named: namedArguments(project, state.profiles) },
        previews: {},
      }))
      this.#context.update((state) =>
        say(state, { tone: 'good', text: `${project.configuration.profile.name} is built` }),
      )
      this.#onBuilt()
    } catch (error) {
      const cancelled =
        error instanceof CancelledError || signal.aborted || (error instanceof SmartError && error.exitStatus === 130)
      const message = failureMessage(error)
      this.#finish((build) =>
        cancelled
          ? { ...build, status: 'cancelled' }
          : { ...build, status: 'failed', failure: { ...build.failure, message } },
      )
      if (cancelled)
        this.#context.update((state) =>
          say(state, { tone: 'warning', text: 'The build was cancelled; finished steps are kept' }),
        )
    }
  }

  #finish(step: (build: BuildState) => BuildState): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#flush()
    this.#abort = undefined
    this.#context.update((state) =>
      state.build ? { ...state, build: { ...step(state.build), finishedAt: Date.now() } } : state,
    )
  }

  #receive(event: BuildEvent): void {
    if (event.type === 'step:output')
      this.log(event.id).append(event.text.endsWith('\n') ? event.text : `${event.text}\n`)
    else this.#queue.push(event)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#flush()
    }, FRAME_MS)
  }

  #flush(): void {
    const { update } = this.#context
    const events = this.#queue
    this.#queue = []
    update((state) => {
      if (!state.build) return state
      let build: BuildState = { ...state.build, logVersion: state.build.logVersion + 1 }
      for (const event of events) build = { ...fold(build, event), view: reduceBuild(build.view, event) }
      return { ...state, build }
    })
  }

  /** First Ctrl-C: asks the build to stop and clean up. False when nothing runs. */
  cancel(): boolean {
    if (!this.#abort || this.#abort.signal.aborted) return false
    this.#abort.abort()
    this.#context.update((state) =>
      say(state.build ? { ...state, build: { ...state.build, status: 'cancelling' } } : state, {
        tone: 'warning',
        text: 'Cancelling: the running steps are ended and cleaned up. Ctrl-C again quits at once',
      }),
    )
    return true
  }

  async dispose(): Promise<void> {
    this.#abort?.abort()
    clearTimeout(this.#timer)
    await this.#done
  }
}

/** What the view of the build room does not keep: log files, notices, the first failure. */
function fold(build: BuildState, event: BuildEvent): BuildState {
  if (event.type === 'step:started') return { ...build, logs: { ...build.logs, [event.id]: event.log } }
  if (event.type === 'notice') return { ...build, notices: [...build.notices, event.text].slice(-50) }
  if (event.type === 'step:finished' && event.outcome === 'failed' && !build.failure)
    return {
      ...build,
      failure: {
        step: event.id,
        ...(event.diagnosis ? { diagnosis: event.diagnosis } : {}),
        message: { tone: 'bad', text: event.diagnosis?.title ?? `${event.id} failed` },
      },
    }
  return build
}
