/** Running the checks on demand: verify boots machines of its own, and each check ticks in the state as it goes. */

import type { VerifyEvent } from '../../verify/types.ts'
import { say } from '../actions.ts'
import type { CheckState, Message, ProofState } from '../state.ts'
import { failureMessage, type SessionContext } from './context.ts'

export class Proving {
  readonly #context: SessionContext
  #abort: AbortController | undefined
  #done: Promise<void> = Promise.resolve()

  constructor(context: SessionContext) {
    this.#context = context
  }

  get running(): boolean {
    return this.#abort !== undefined
  }

  /** Starts verifying the open (or last built) project; does nothing while one runs. */
  start(): void {
    const { store, update } = this.#context
    const { editor, build } = store.getState()
    const project = editor?.project ?? build?.project
    if (!project || this.running) return
    this.#abort = new AbortController()
    const { signal } = this.#abort
    update((state) =>
      say(
        { ...state, proof: { status: 'running', runs: [] } },
        { tone: 'info', text: 'Verifying: the image is booted on a throw-away overlay' },
      ),
    )
    this.#done = this.#context.pipeline
      .verifyProject(project, { signal, onEvent: (event) => this.#receive(event) })
      .then((proof) => {
        update((state) => {
          const result = state.result && { ...state.result, proof }
          const finished = {
            ...state,
            previews: {},
            proof: { ...state.proof, status: proof.passed ? ('passed' as const) : ('failed' as const) },
            ...(result ? { result } : {}),
          }
          return say(
            finished,
            proof.passed ? { tone: 'good', text: 'Every check passed' } : { tone: 'bad', text: 'Some checks failed' },
          )
        })
      })
      .catch((error: unknown) => {
        const message: Message = signal.aborted
          ? { tone: 'warning', text: 'The verification was cancelled: nothing is proven by it' }
          : failureMessage(error)
        update((state) => say({ ...state, proof: { ...state.proof, status: 'error', error: message } }, message))
      })
      .finally(() => {
        this.#abort = undefined
      })
  }

  #receive(event: VerifyEvent): void {
    this.#context.update((state) => ({ ...state, proof: foldProof(state.proof, event) }))
  }

  cancel(): boolean {
    if (!this.#abort || this.#abort.signal.aborted) return false
    this.#abort.abort()
    return true
  }

  async dispose(): Promise<void> {
    this.#abort?.abort()
    await this.#done
  }
}

/** Pure: one event of verify folded into what the screens show. */
export function foldProof(proof: ProofState, event: VerifyEvent): ProofState {
  if (event.type === 'verify:run') {
    const checks = event.checks.map((id): CheckState => ({ id, state: 'waiting', reason: '', seconds: 0 }))
    return { ...proof, runs: [...proof.runs, { boot: event.boot, memory: event.memory, checks }] }
  }
  if (event.type === 'verify:finished') return proof
  const id = event.type === 'verify:check' ? event.id : event.result.id
  const now: CheckState =
    event.type === 'verify:check'
      ? { id, state: 'running', reason: '', seconds: 0 }
      : { id, state: event.result.status, reason: event.result.reason, seconds: event.result.seconds }
  const last = proof.runs.length - 1
  const runs = proof.runs.map((run, index) => {
    if (index !== last) return run
    const known = run.checks.some((check) => check.id === id)
    return { ...run, checks: known ? run.checks.map((check) => (check.id === id ? now : check)) : [...run.checks, now] }
  })
  return { ...proof, runs }
}
