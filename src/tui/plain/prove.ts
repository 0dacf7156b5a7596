/** The checks as lines, each as it ends. */
import type { ProofState } from '../state.ts'
import { type Plain, until } from './context.ts'

/** Boots the image on a throw-away overlay and says of each check how it went. Ctrl-C ends it. */
export async function prove(plain: Plain): Promise<void> {
  const { session, store, asker } = plain
  session.proving.start()
  let told: ProofState['runs'] = []
  const tell = (runs: ProofState['runs']) => {
    runs.forEach((run, at) => {
      if (!told[at]) asker.say(`${run.boot} boot, ${run.checks.length} checks`)
      run.checks.forEach((check, index) => {
        const before = told[at]?.checks[index]
        if (check.state === before?.state || check.state === 'waiting' || check.state === 'running') return
        asker.tell(`${check.id}: ${check.state}${check.reason ? `, ${check.reason}` : ''}`)
      })
    })
    told = runs
  }
  asker.say()
  asker.tell(store.getState().message?.text ?? '')
  store.setState({ message: undefined })
  const stop = store.subscribe(({ proof }) => {
    if (proof.runs !== told) tell(proof.runs)
  })
  await until(plain, ({ proof }) => proof.status !== 'running')
  stop()
}
