/**
 * The manifest on disk. Host paths differ from cache to cache, so a stored manifest names bytes by the step that made
 * them (`build:glibc`) and a path in its output; reading it back turns them into host paths again.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../system/files.ts'
import { canonicalJson, sha256 } from '../system/hash.ts'
import { byPath } from './paths.ts'
import type { RootfsEntry, RootfsManifest } from './types.ts'

/** Output folder of a step, by its id. */
export type OutputOf = (stepId: string) => string

interface StoredManifest {
  schema: 1
  entries: RootfsEntry[]
}

/** Writes `manifest.json`; `outputs` are the folders that files may lie in, by step id. */
export async function writeManifest(
  file: string,
  manifest: RootfsManifest,
  outputs: ReadonlyMap<string, string>,
): Promise<void> {
  const entries = [...manifest.entries].sort(byPath).map((entry): RootfsEntry => {
    if (entry.type !== 'file') return entry
    for (const [step, folder] of outputs)
      if (entry.from.startsWith(`${folder}/`))
        return { ...entry, from: `${step}/${entry.from.slice(folder.length + 1)}` }
    throw new Error(`${entry.from} lies in no step's output`)
  })
  const stored: StoredManifest = { schema: 1, entries }
  await writeFileAtomic(file, `${canonicalJson(stored)}\n`)
}

/** Reads what writeManifest wrote. */
export async function readManifest(file: string, outputOf: OutputOf): Promise<RootfsManifest> {
  const stored: StoredManifest = JSON.parse(await readFile(file, 'utf8'))
  return {
    entries: stored.entries.map((entry) => {
      if (entry.type !== 'file') return entry
      const slash = entry.from.indexOf('/')
      return { ...entry, from: join(outputOf(entry.from.slice(0, slash)), entry.from.slice(slash + 1)) }
    }),
  }
}

/** Hash of everything a machine can see in the manifest; where the bytes lie and who brought them is no part of it. */
export function manifestHash(manifest: RootfsManifest): string {
  return sha256(
    canonicalJson(
      manifest.entries.map((entry) => {
        const { component: _component, ...visible } = entry
        if (visible.type !== 'file') return visible
        const { from: _from, ...rest } = visible
        return rest
      }),
    ),
  )
}

/** Bytes of all files. */
export function manifestBytes(manifest: RootfsManifest): number {
  return manifest.entries.reduce((sum, entry) => sum + (entry.type === 'file' ? entry.size : 0), 0)
}
