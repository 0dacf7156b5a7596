/**
 * Answers for the preprocessor, which asks without waiting: what is cached or recorded is answered, what is not is started at
 * once and answered when the text is read again. Commands built from other answers come up in the next round.
 */
import { availableParallelism } from 'node:os'
import { temporaryFolder } from '../../system/files.ts'
import type { KconfigWarning } from '../ast.ts'
import type { Position } from '../syntax-error.ts'
import type { ProbeAnswer } from './answer.ts'
import type { Identity } from './identity.ts'
import type { Recording } from './recording.ts'
import { defaultLimits, type ProbeLimits, runProbe } from './run-probe.ts'
import type { ProbeStore } from './store.ts'

export interface AnswersOptions {
  store: ProbeStore
  identity: Identity
  /** The environment a command runs in. */
  environmentOf: (command: string) => Record<string, string>
  /** Answers come from here only, nothing is run. */
  replay?: Recording | undefined
  limits?: Partial<ProbeLimits> | undefined
  signal?: AbortSignal | undefined
}

interface Asked {
  command: string
  at: Position
}

export interface Answers {
  /** For parseKconfig(): undefined where a command still has to be run. */
  shell(command: string, at: Position): string | undefined
  /** The answer, run now if need be. */
  ask(command: string, at: Position): Promise<string>
  /** Whether something was asked that is not known. */
  isWaiting(): boolean
  /** Runs what was asked and is not known, as many at once as there are processors. False when nothing was. */
  settle(): Promise<boolean>
  /** What was asked since the last forget(), by command. */
  readonly used: ReadonlyMap<string, ProbeAnswer>
  /** What commands said on their error output, at the places that asked. */
  warnings(): KconfigWarning[]
  /** Before the text is read again. */
  forget(): void
}

export function createAnswers(options: AnswersOptions): Answers {
  const { store, identity, environmentOf, replay, signal } = options
  const limits = { ...defaultLimits, ...options.limits }
  const keys = new Map<string, string>()
  const unknown = new Map<string, Asked>()
  const used = new Map<string, ProbeAnswer>()
  const said: Asked[] = []
  /** Not of the text that is read, and so not forgotten with it. */
  const apart = new Map<string, ProbeAnswer>()

  function keyOf(command: string): string {
    const known = keys.get(command)
    if (known !== undefined) return known
    const key = identity.keyOf(command, environmentOf(command))
    keys.set(command, key)
    return key
  }

  function shell(command: string, at: Position): string | undefined {
    const answer = used.get(command) ?? (replay ? replay.answer(command, at) : store.get(keyOf(command)))
    if (answer === undefined) {
      if (!unknown.has(command)) unknown.set(command, { command, at })
      return undefined
    }
    used.set(command, answer)
    if (answer.said !== undefined) said.push({ command, at })
    return answer.output
  }

  async function settle(): Promise<boolean> {
    if (unknown.size === 0) return false
    const waiting = [...unknown.values()]
    unknown.clear()
    await using folder = await temporaryFolder('smart-os-probes-')
    const ended = new AbortController()
    const stop = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal
    const runNext = async () => {
      for (let next = waiting.shift(); next && !stop.aborted; next = waiting.shift()) {
        const { command, at } = next
        const environment = environmentOf(command)
        const where = `${at.file}:${at.line}`
        store.set(keyOf(command), await runProbe({ command, where, environment, folder: folder.path }, limits, stop))
      }
    }
    const workers = Array.from({ length: availableParallelism() }, () =>
      runNext().catch((error: unknown) => {
        // The first failure ends the others; the folder is theirs until they are gone.
        if (!ended.signal.aborted) ended.abort(error)
      }),
    )
    await Promise.all(workers)
    stop.throwIfAborted()
    return true
  }

  async function ask(command: string, at: Position): Promise<string> {
    let answer = shell(command, at)
    while (answer === undefined) {
      await settle()
      answer = shell(command, at)
    }
    apart.set(command, { output: answer })
    return answer.replace(/\n+$/, '').replaceAll('\n', ' ')
  }

  return {
    shell,
    ask,
    isWaiting: () => unknown.size > 0,
    settle,
    used,
    warnings: () =>
      said.map(({ command, at }) => ({
        location: { file: at.file, line: at.line },
        message: used.get(command)?.said ?? '',
        kind: 'shell',
      })),
    forget: () => {
      used.clear()
      for (const [command, answer] of apart) used.set(command, answer)
      said.length = 0
    },
  }
}
