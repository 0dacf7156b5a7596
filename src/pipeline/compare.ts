/** Comparing projects with each other and with what was built of them: the pure comparison, with figures and versions read from disk. */
import { join } from 'node:path'
import { type ComparedSide, type Comparison, compare, resolve } from '../configure/index.ts'
import type { BuildRecord } from '../image/types.ts'
import { diffProfiles, loadProfile } from '../profile/index.ts'
import { readLock } from '../sources/index.ts'
import type { LockFile } from '../sources/types.ts'
import { measured } from './measured.ts'
import { lastBuild } from './outputs.ts'
import { lockPath } from './source-options.ts'
import type { Project } from './types.ts'

/** The project as its output folder holds it; undefined where nothing was built or that cannot be told any more. */
export async function builtProject(project: Project): Promise<Project | undefined> {
  if ((await lastBuild(project)) === undefined) return undefined
  try {
    const loaded = await loadProfile(join(project.out, 'config', 'profile.yaml'))
    return { ...project, loaded, configuration: resolve(loaded.profile, project.catalog) }
  } catch {
    return undefined
  }
}

/** What `after` has otherwise than `before`. */
export async function compareProjects(before: Project, after: Project): Promise<Comparison> {
  const [left, right] = await Promise.all([sideOf(before), sideOf(after)])
  return compare(left, right)
}

async function sideOf(project: Project): Promise<ComparedSide> {
  const [record, built, figures, lock] = await Promise.all([
    lastBuild(project),
    builtProject(project),
    // Without figures the estimates stay, marked as such.
    measured(project).catch(() => ({ bytes: {} })),
    readLock(lockPath(project)).catch(() => undefined),
  ])
  const { configuration } = project
  const same = built && diffProfiles(built.configuration.profile, configuration.profile).length === 0
  return {
    configuration,
    measured: { bytes: figures.bytes, ...(same && record ? recordFigures(record) : {}) },
    versions: versionsOf(project, lock),
  }
}

/** What the files of a build take is true of this very configuration only. */
function recordFigures({ components, files, imageBytes }: BuildRecord) {
  const [kernel, initramfs] = [files.bzImage?.bytes, files.initramfs?.bytes]
  const boots = (kernel ?? 0) + (initramfs ?? 0)
  return {
    bytes: components,
    ...(imageBytes === undefined ? {} : { rootBytes: imageBytes - boots }),
    ...(kernel === undefined ? {} : { kernelBytes: kernel }),
    ...(initramfs === undefined ? {} : { initramfsBytes: initramfs }),
  }
}

/** By component, what the lock file holds it to: its source's version, or that of its first package. */
function versionsOf({ configuration }: Project, lock: LockFile | undefined): Record<string, string> {
  const sources = new Map(lock?.sources.map(({ name, version }) => [name, version]))
  const packages = new Map(
    Object.values(lock?.closures ?? {})
      .flat()
      .map((reference): [string, string] => {
        const equals = reference.indexOf('=')
        return [reference.slice(0, equals), reference.slice(equals + 1)]
      }),
  )
  return Object.fromEntries(
    [...configuration.states.values()].flatMap(({ entry, origin }) => {
      if (entry.kind !== 'component') return []
      const version = origin === 'package' ? packages.get(entry.packages[0] ?? '') : sources.get(entry.sourceName)
      return version === undefined ? [] : [[entry.id, version]]
    }),
  )
}
