/** The output folder: what a build left there, read back with care, since anything may have happened to it since. */
import { join } from 'node:path'
import type { BuildRecord } from '../image/types.ts'
import { SmartError } from '../system/error.ts'
import { readTextIfPresent } from '../system/files.ts'
import { readProof } from '../verify/index.ts'
import type { Proof } from '../verify/types.ts'
import type { Project } from './types.ts'

/** `<out>/config/build.json` */
export function recordPath(project: Pick<Project, 'out'>): string {
  return join(project.out, 'config', 'build.json')
}

/** What the last build left; undefined when nothing was built or the record cannot be read (then a build writes it anew). */
export async function lastBuild(project: Pick<Project, 'out'>): Promise<BuildRecord | undefined> {
  const record = await readJson<BuildRecord>(recordPath(project))
  return record?.schema === 1 ? record : undefined
}

/** The last proof; undefined where nothing was verified. */
export function lastProof(project: Pick<Project, 'out'>): Promise<Proof | undefined> {
  return readProof(project.out)
}

async function readJson<T extends { schema: number }>(path: string): Promise<T | undefined> {
  const text = await readTextIfPresent(path)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'schema' in value ? (value as T) : undefined
  } catch {
    return undefined
  }
}

/** The last build, or an error that says how to make one. */
export async function requireBuild(project: Project): Promise<BuildRecord> {
  const record = await lastBuild(project)
  if (record !== undefined) return record
  throw new SmartError(`${project.loaded.profile.name} has not been built in ${project.out}`, {
    hint: `Build it first: smart-os build --profile ${project.loaded.profile.name}`,
  })
}
