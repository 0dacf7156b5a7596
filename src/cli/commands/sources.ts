/** `smart-os sources`: which version of what, from where, with which hash. */
import { everySource, obtainSources, openProject, resolveSources, sourcesCache } from '../../pipeline/index.ts'
import { listCached } from '../../sources/index.ts'
import type { ResolvedSource } from '../../sources/types.ts'
import { ExitStatus } from '../../system/error.ts'
import { formatSize } from '../../system/size.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { print, table } from '../output.ts'
import { makeReporter } from '../reporters/index.ts'
import { withSignals } from '../signals.ts'

export async function sourcesCommand(
  flags: CommonFlags & { update?: boolean; fetch?: boolean; offline?: boolean },
): Promise<number> {
  const project = await openProject(projectOptions(flags))
  const reporter = makeReporter('auto')
  const sources = await withSignals(async (signal) => {
    try {
      if (!flags.update && !flags.fetch) return await resolveSources(project, { offline: flags.offline, signal })
      return await obtainSources(project, {
        update: flags.update,
        offline: flags.offline,
        signal,
        onEvent: reporter.onEvent,
      })
    } finally {
      reporter.close()
    }
  })
  const cached = await listCached(sourcesCache(project))
  const present = new Set(cached.sources.map((source) => source.sha256))
  const rows = everySource<ResolvedSource>(sources).map((source) => [
    source.name,
    source.version,
    present.has(source.sha256) || source.candidate.type === 'local' ? 'here' : 'to download',
    source.size === undefined ? '' : formatSize(source.size),
    source.sha256.slice(0, 16),
    source.from,
  ])
  print(table(rows))
  return ExitStatus.done
}
