/**
 * How long a graph of steps takes on a number of cores: the schedule is played through, not summed. Steps start as the scheduler
 * starts them (the longest chain first); when more cores are wanted than there are, all that run get slower alike.
 */
import { remainingPath } from './graph.ts'

export interface Task {
  id: string
  needs: readonly string[]
  /** Wall seconds left when it has the cores it can use. */
  seconds: number
  /** Cores it keeps busy on average; 0 for what only waits (a download). */
  cores: number
}

/** Seconds until the last task has ended. Needs that are not among the tasks count as done. */
export function makespan(tasks: readonly Task[], jobs: number): number {
  const here = new Set(tasks.map(({ id }) => id))
  const open = tasks.map((task) => ({ ...task, needs: task.needs.filter((id) => here.has(id)) }))
  const left = new Map(open.map(({ id, seconds }) => [id, seconds]))
  const behind = remainingPath(open, (id) => left.get(id) ?? 0)
  const waiting = open.toSorted((a, b) => (behind.get(b.id) ?? 0) - (behind.get(a.id) ?? 0))
  const missing = new Map(open.map(({ id, needs }) => [id, needs.length]))
  const readers = new Map<string, string[]>()
  for (const { id, needs } of open) for (const need of needs) readers.set(need, [...(readers.get(need) ?? []), id])
  const running: Task[] = []
  let now = 0
  while (waiting.length > 0 || running.length > 0) {
    startReady(waiting, running, missing, jobs)
    const wanted = running.reduce((sum, { cores }) => sum + Math.min(cores, jobs), 0)
    const pace = Math.min(1, jobs / Math.max(wanted, Number.MIN_VALUE))
    // A download does not get slower because compilers are busy.
    const paceOf = ({ cores }: Task) => (cores === 0 ? 1 : pace)
    const span = Math.min(...running.map((task) => (left.get(task.id) ?? 0) / paceOf(task)))
    now += span
    for (const task of running.splice(0)) {
      const rest = (left.get(task.id) ?? 0) - span * paceOf(task)
      left.set(task.id, rest)
      if (rest > 1e-9) running.push(task)
      else for (const reader of readers.get(task.id) ?? []) missing.set(reader, (missing.get(reader) ?? 1) - 1)
    }
  }
  return now
}

/** One token of the jobserver each, in order of priority; what keeps no core busy needs none. */
function startReady(waiting: Task[], running: Task[], missing: ReadonlyMap<string, number>, jobs: number): void {
  let tokens = jobs - running.filter(({ cores }) => cores > 0).length
  for (const task of [...waiting]) {
    if ((missing.get(task.id) ?? 0) > 0) continue
    if (task.cores > 0 && tokens <= 0) continue
    if (task.cores > 0) tokens--
    waiting.splice(waiting.indexOf(task), 1)
    running.push(task)
  }
}
