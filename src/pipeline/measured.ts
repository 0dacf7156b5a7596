/** What components really take, on this machine: seconds from the history of builds, bytes from the store's listings. */
import { readHistory } from '../build/history.ts'
import { readEntryManifest } from '../build/store.ts'
import { rootfsFilter } from '../image/glob.ts'
import { KERNEL } from '../image/step-names.ts'
import type { Measurements, Project } from './types.ts'

/** Figures of every component that was ever built in the form that this configuration has it in; what is absent was never built. */
export async function measured({ configuration, cache }: Project): Promise<Measurements> {
  const history = await readHistory(cache)
  const bytes: Record<string, number> = {}
  const seconds: Record<string, number> = {}
  await Promise.all(
    [...configuration.states.values()].map(async ({ entry, origin }) => {
      if (entry.kind !== 'component') return
      const past = history[origin === 'package' ? `build:${entry.id}@package` : `build:${entry.id}`]
      if (past === undefined) return
      if (past.seconds !== undefined) seconds[entry.id] = past.seconds
      const keep = rootfsFilter(origin === 'package' ? entry.packageRootfs : entry.rootfs)
      // An entry that was cleaned away since leaves the estimate.
      const files = await readEntryManifest(cache, past.key).catch(() => [])
      // A kernel lies beside the root file system, and takes room all the same.
      const counts = (path: string) => keep(path) || (entry.id === KERNEL.component && path === KERNEL.file)
      const kept = files.reduce((sum, file) => (file.type === 'file' && counts(file.path) ? sum + file.size : sum), 0)
      if (kept > 0) bytes[entry.id] = kept
    }),
  )
  return { bytes, seconds }
}
