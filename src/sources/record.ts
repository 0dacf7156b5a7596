/** The cache's own memory of which candidate answered last time, so that what is cached needs no network and does not change by itself. */
import { join } from 'node:path'
import type { SourceCandidate } from '../catalog/types.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { canonicalJson, sha256 } from '../system/hash.ts'
import { resolvedSourceSchema } from './lock-file.ts'
import type { ResolvedSource } from './types.ts'

/** What was chosen last time from exactly these candidates; undefined when never, or when the record is unreadable. */
export async function readRecord(
  cache: string,
  name: string,
  candidates: readonly SourceCandidate[],
): Promise<ResolvedSource | undefined> {
  const text = await readTextIfPresent(recordPath(cache, name, candidates))
  try {
    return text === undefined ? undefined : resolvedSourceSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export async function writeRecord(
  cache: string,
  candidates: readonly SourceCandidate[],
  source: ResolvedSource,
): Promise<void> {
  await writeFileAtomic(recordPath(cache, source.name, candidates), `${canonicalJson(source)}\n`)
}

function recordPath(cache: string, name: string, candidates: readonly SourceCandidate[]): string {
  return join(cache, 'resolved', `${sha256(canonicalJson([name, candidates]))}.json`)
}
