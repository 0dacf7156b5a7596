/** The distribution's signed index: brought up to date when it is old, asked for packages otherwise without the network. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf, throwIfCancelled } from '../system/error.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { type AptConfig, aptConfig } from './apt-config.ts'
import { aptFailure } from './apt-failure.ts'
import { runApt } from './apt-run.ts'
import { parseControl, type Stanza } from './control.ts'
import { SourceError } from './failure.ts'
import { singleFlight } from './flight.ts'
import { demandSpace } from './space.ts'
import type { FetchContext } from './types.ts'

const HOUR = 3600_000
/** An index of this age is used as it is. */
const FRESH_MS = 24 * HOUR
/** An index of this age is as good as a new one, even when a new one was asked for. */
const JUST_UPDATED_MS = HOUR / 6
/** Another process may be updating the same index; it is waited for this long. */
const LOCK_WAIT_MS = 5 * 60_000

/** Room that an index takes while it is brought up to date: Debian's is 78 MB when done. apt itself hangs on a full disk. */
const INDEX_BYTES = 160 * 1024 * 1024

/** When an update failed while an old index was there: not tried again at every package. */
const failedAt = new Map<string, number>()

/** The private apt with an index in it. Throws SourceError when there is none and none can be had. */
export async function aptWithIndex(context: FetchContext): Promise<AptConfig> {
  const config = await aptConfig(context.cache, context.hostRoot)
  const indexed = await hasIndex(config)
  const age = Date.now() - Math.max(await updatedAt(config), failedAt.get(config.folder) ?? 0)
  if (indexed && age < (context.refresh ? JUST_UPDATED_MS : FRESH_MS)) return config
  if (context.offline) {
    if (indexed) return config
    throw new SourceError(
      'offline',
      "The distribution's index of sources was never fetched, and the network is not to be used",
    )
  }
  await singleFlight(`update ${config.folder}`, context.signal, () => updateIndex(config, context, indexed))
  return config
}

/** Stanzas of `apt-cache COMMAND`, asked for a package; where there are none, once more after an update. Empty: no such package. */
export async function queryIndex(command: readonly string[], name: string, context: FetchContext): Promise<Stanza[]> {
  // Anything else apt would take for an option or a pattern. The form is that of Debian policy 5.6.1.
  if (!/^[a-z0-9][a-z0-9+.-]+$/.test(name)) throw new SourceError('missing', `“${name}” is not the name of a package`)
  const ask = async (asked: FetchContext) => {
    const { stdout } = await runApt(await aptWithIndex(asked), 'apt-cache', [...command, name], asked)
    return parseControl(stdout)
  }
  const found = await ask(context)
  return found.length > 0 || context.offline ? found : ask({ ...context, refresh: true })
}

async function updateIndex(config: AptConfig, context: FetchContext, indexed: boolean): Promise<void> {
  const startedAt = Date.now()
  await demandSpace(config.folder, INDEX_BYTES)
  context.onLog?.("bringing the distribution's index of sources up to date")
  for (;;) {
    const failure = await tryUpdate(config, context)
    if (failure === undefined) return writeFileAtomic(join(config.folder, 'updated'), `${Date.now()}\n`)
    if (failure === 'locked' && Date.now() - startedAt < LOCK_WAIT_MS) {
      await delay(500, undefined, context.signal ? { signal: context.signal } : {}).catch(() => {})
      throwIfCancelled(context.signal)
      if ((await updatedAt(config)) >= startedAt) return
      continue
    }
    const error =
      failure === 'locked' ? new SourceError('host', "Another program holds the distribution's index") : failure
    if (!(error instanceof SourceError) || !(indexed || (await hasIndex(config)))) throw error
    failedAt.set(config.folder, Date.now())
    context.onLog?.(`${messageOf(error)}; going on with the index that is there`)
    return
  }
}

/** One `apt-get update`: undefined when it went well. */
async function tryUpdate(config: AptConfig, context: FetchContext): Promise<unknown> {
  try {
    const result = await runApt(config, 'apt-get', ['update'], context, join(config.folder, 'lists'))
    if (result.exitCode === 0) return undefined
    const output = `${result.stderr}\n${result.stdout}`
    return /Could not get lock|Unable to lock/.test(output)
      ? 'locked'
      : aptFailure(output, "the distribution's index", config.folder)
  } catch (error) {
    return error
  }
}

async function hasIndex(config: AptConfig): Promise<boolean> {
  const names = await readdir(join(config.folder, 'lists'))
  return names.some((name) => /_source_Sources/.test(name))
}

async function updatedAt(config: AptConfig): Promise<number> {
  return Number((await readTextIfPresent(join(config.folder, 'updated'))) ?? 0) || 0
}
