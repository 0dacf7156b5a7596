/** How far a build is: the one figure that its own screen, the header of every other one and the end of it show. Pure. */
import { progressAt } from '../../build/view.ts'
import type { BuildState } from '../state.ts'

/** 0 to 1, and the seconds left while it runs. `now` in ms since the epoch; a build that is over stands where it ended. */
export function buildProgress(
  { status, view, finishedAt }: BuildState,
  now: number,
): { fraction: number; etaSeconds?: number } {
  if (status === 'done') return { fraction: 1 }
  if (!view) return { fraction: 0 }
  const { fraction, etaSeconds } = progressAt(view, finishedAt ?? now)
  const running = status === 'running' || status === 'cancelling'
  return running && etaSeconds !== undefined ? { fraction, etaSeconds } : { fraction }
}

/** `64 %`, never more than there is. */
export function percentWords(fraction: number): string {
  return `${Math.floor(fraction * 100)} %`
}
