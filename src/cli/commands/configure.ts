/** `smart-os` without a command: the configurator, in the full screen or by questions. */
import { join } from 'node:path'
import type { Pipeline } from '../../pipeline/types.ts'
import { stateRoot } from '../../system/paths.ts'
import { openSettings, startConfigurator } from '../../tui/index.ts'
import type { ConfigureFlags } from '../flags.ts'
import { say } from '../output.ts'

export async function configureCommand(flags: ConfigureFlags): Promise<number> {
  const hangUp = new AbortController()
  for (const signal of ['SIGHUP', 'SIGTERM'] as const) process.on(signal, () => hangUp.abort())
  const options = {
    // Both are loaded behind the first frame.
    pipeline: () => pipelineWith(flags),
    settings: () => openSettings(),
    stdin: process.stdin,
    stdout: process.stdout,
    drafts: join(stateRoot(), 'drafts'),
    signal: hangUp.signal,
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
  }
  // Each form is loaded without the other.
  const { exitStatus, summary } = wantsPlain(flags, process.env)
    ? await (await import('../../tui/plain/index.ts')).startPlain({ ...options, onInterrupt })
    : await startConfigurator(options)
  for (const line of summary) say(line)
  return exitStatus
}

/** By request, where the terminal cannot be drawn on, and for a screen reader. */
export function wantsPlain({ plain }: Pick<ConfigureFlags, 'plain'>, env: NodeJS.ProcessEnv): boolean {
  return plain === true || env.TERM === 'dumb' || (env.INK_SCREEN_READER ?? '') !== ''
}

/** Every profile is opened with what the command line says of it. */
async function pipelineWith(flags: ConfigureFlags): Promise<Pipeline> {
  const [{ pipeline }, { projectChanges }] = await Promise.all([
    import('../../pipeline/index.ts'),
    import('../flags.ts'),
  ])
  const { sets = [], ...rest } = projectChanges(flags)
  return {
    ...pipeline,
    openProject: (options) => pipeline.openProject({ ...options, ...rest, sets: [...sets, ...(options.sets ?? [])] }),
  }
}

function onInterrupt(listener: () => void): () => void {
  process.on('SIGINT', listener)
  return () => void process.off('SIGINT', listener)
}
