/** What a change did beyond itself, in words. Pure. */
import type { Change, Configuration } from '../../configure/types.ts'

/** What else a change switched, for the status line: `, brings gmp and mpfr`. */
export function sideEffects(before: Configuration, after: Configuration, changes: readonly Change[]): string {
  const own = new Set(changes.flatMap((change) => ('id' in change ? [change.id] : [])))
  const [on, off]: [string[], string[]] = [[], []]
  for (const [id, state] of after.states) {
    const was = before.states.get(id)
    // The state of what a change does not reach is the very same.
    if (was === undefined || was === state || was.selected === state.selected || own.has(id)) continue
    ;(state.selected ? on : off).push(id)
  }
  const list = (ids: string[]) =>
    ids.length > 3 ? `${ids.slice(0, 2).join(', ')} and ${ids.length - 2} more` : ids.join(', ')
  return `${on.length > 0 ? `, brings ${list(on)}` : ''}${off.length > 0 ? `, lets go of ${list(off)}` : ''}`
}
