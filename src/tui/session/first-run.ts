/** From a profile to its running machine without further questions: once the build is done, the machine is started. */
import { currentScreen, say } from '../actions.ts'
import type { SessionContext } from './context.ts'
import type { Launching } from './launching.ts'

/** Starts the machine when the build that was asked to run is done; returns what ends the watch. Whoever went elsewhere is not pulled away. */
export function runWhenBuilt(
  { store, update }: SessionContext,
  launching: Launching,
  size: () => { columns: number; rows: number },
): () => void {
  return store.subscribe((state, before) => {
    if (state.runWhenBuilt === undefined || state.build?.status === before.build?.status) return
    const { build, runWhenBuilt: wanted } = state
    if (!build || build.profile !== wanted || build.status === 'running' || build.status === 'cancelling') return
    store.setState({ runWhenBuilt: undefined })
    if (build.status !== 'done') return
    if (currentScreen(state) !== 'build')
      return update((now) => say(now, { tone: 'good', text: `${wanted} is built; L launches it` }))
    const { columns, rows } = size()
    void launching.startBuilt(columns, rows)
  })
}
