/** `sources.lock`: which bytes each source is, so that another machine or another day builds from the same. JSON, sorted by name. */
import { z } from 'zod'
import type { SourceCandidate } from '../catalog/types.ts'
import { ExitStatus, messageOf, SmartError } from '../system/error.ts'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { canonicalJson } from '../system/hash.ts'
import type { LockFile, ResolvedSource } from './types.ts'

const text = z.string().min(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
/** A bare file name: it becomes part of paths. */
const fileName = z.string().regex(/^(?!\.{1,2}$)[^/\0\n]+$/, 'expected a file name without folders')

const candidateSchema: z.ZodType<SourceCandidate> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('apt-source'), package: text, version: text.exactOptional() }),
  z.strictObject({ type: z.literal('apt-tarball'), package: text, path: text }),
  z.strictObject({ type: z.literal('apt-package'), package: text }),
  z.strictObject({ type: z.literal('url'), url: text, sha256 }),
  z.strictObject({ type: z.literal('local'), path: text, sha256: sha256.exactOptional() }),
])

/** One entry of a lock file. */
export const resolvedSourceSchema: z.ZodType<ResolvedSource> = z.strictObject({
  name: text,
  candidate: candidateSchema,
  version: text,
  file: fileName,
  sha256,
  size: z.number().int().nonnegative().exactOptional(),
  from: z.string(),
})

const lockSchema = z.strictObject({
  schema: z.literal(1),
  sources: z.array(resolvedSourceSchema),
  closures: z.record(text, z.array(text.regex(/^[^=]+=.+$/, 'expected package=version'))).exactOptional(),
})

/** Reads a lock file; undefined when there is none. Throws SmartError (status 2) that names place and field of what is wrong. */
export async function readLock(path: string): Promise<LockFile | undefined> {
  const content = await readTextIfPresent(path)
  if (content === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (error) {
    throw malformed(`The lock file is not JSON: ${messageOf(error)}`, `${path}${positionOf(error, content)}`)
  }
  const parsed = lockSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field =
      issue?.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('') ?? ''
    throw malformed(
      `The lock file is not as it should be at ${field.replace(/^\./, '') || 'its top'}: ${issue?.message}`,
      path,
    )
  }
  const names = parsed.data.sources.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw malformed(`The lock file holds ${twice} twice`, path)
  return parsed.data
}

/** Writes a lock file whole, its sources sorted by name. */
export async function writeLock(path: string, lock: LockFile): Promise<void> {
  const sources = [...lock.sources].sort((a, b) => (a.name < b.name ? -1 : 1))
  const closures = Object.keys(lock.closures ?? {}).length === 0 ? {} : { closures: lock.closures }
  const sorted: unknown = JSON.parse(canonicalJson({ schema: 1, sources: sources.map(toResolved), ...closures }))
  await writeFileAtomic(path, `${JSON.stringify(sorted, undefined, 2)}\n`)
}

/** The identity alone: a FetchedSource's path belongs to this machine and stays out of records and locks. */
export function toResolved(source: ResolvedSource): ResolvedSource {
  const { name, candidate, version, file, sha256: hash, size, from } = source
  return { name, candidate, version, file, sha256: hash, ...(size === undefined ? {} : { size }), from }
}

function malformed(message: string, where: string): SmartError {
  return new SmartError(message, {
    where,
    hint: 'Restore the file, or delete it to have the sources looked up anew',
    exitStatus: ExitStatus.usage,
  })
}

/** `:line:column` from V8's message: it tells a position, a line and column, or nothing at the end of the text. */
function positionOf(error: unknown, content: string): string {
  const position = /at position (\d+)/.exec(messageOf(error))?.[1]
  const before = content.slice(0, position === undefined ? content.length : Number(position)).split('\n')
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}
