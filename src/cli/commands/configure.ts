/** `smart-os` without a command: the configurator. */
import { join } from 'node:path'
import { stateRoot } from '../../system/paths.ts'
import { openSettings, startConfigurator } from '../../tui/index.ts'
import { say } from '../output.ts'

export async function configureCommand(): Promise<number> {
  const hangUp = new AbortController()
  for (const signal of ['SIGHUP', 'SIGTERM'] as const) process.on(signal, () => hangUp.abort())
  const { exitStatus, summary } = await startConfigurator({
    // Both are loaded behind the first frame.
    pipeline: async () => (await import('../../pipeline/index.ts')).pipeline,
    stdin: process.stdin,
    stdout: process.stdout,
    settings: () => openSettings(),
    drafts: join(stateRoot(), 'drafts'),
    signal: hangUp.signal,
  })
  for (const line of summary) say(line)
  return exitStatus
}
