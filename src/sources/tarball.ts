/** The real tarball of a source: the file itself, or what lies inside a binary package, taken out once and kept by hash. */
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { SmartError } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { describeWriteError, readTextIfPresent, temporaryFolder, writeFileAtomic } from '../system/files.ts'
import { sha256 } from '../system/hash.ts'
import { singleFlight } from './flight.ts'
import { globExpression } from './glob.ts'
import type { FetchContext, FetchedSource } from './types.ts'

/** Beside `<cache>/tarballs/<key>/<file>`: what it was taken out of, and how the file looked then. */
export interface TarballRecord {
  /** Hash of the package it came from. */
  source: string
  file: string
  size: number
  mtimeMs: number
}

/** Absolute path of the tarball (or local folder) to unpack. Throws SmartError when the package does not hold exactly one match. */
export async function openTarball(
  source: FetchedSource,
  context: Pick<FetchContext, 'cache' | 'signal'>,
): Promise<string> {
  if (source.candidate.type !== 'apt-tarball') return source.path
  const glob = source.candidate.path
  const folder = join(context.cache, 'tarballs', sha256(`${source.sha256} ${glob}`))
  const known = await readTarballRecord(folder)
  if (known) {
    const path = join(folder, known.file)
    const found = await stat(path).catch(() => undefined)
    if (found?.size === known.size && found.mtimeMs === known.mtimeMs) return path
  }
  return singleFlight(`tarball ${folder}`, context.signal, () => takeOut(source, glob, folder, context))
}

async function takeOut(
  source: FetchedSource,
  glob: string,
  folder: string,
  context: Pick<FetchContext, 'cache' | 'signal'>,
): Promise<string> {
  await using scratch = await temporaryFolder('unpack-', join(context.cache, 'tarballs')).catch((error: unknown) => {
    throw describeWriteError(error, folder)
  })
  const { exitCode, stderr } = await run(['dpkg-deb', '-x', source.path, scratch.path], {
    allowFailure: true,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  })
  if (/No space left/.test(stderr)) throw describeWriteError({ code: 'ENOSPC' }, folder)
  if (exitCode !== 0)
    throw new SmartError(`${source.file} cannot be unpacked: ${stderr.trim()}`, { where: source.path })
  const taken = await findOne(scratch.path, glob, source)
  const path = join(folder, basename(taken))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await rename(taken, path)
  const { size, mtimeMs } = await stat(path)
  const record: TarballRecord = { source: source.sha256, file: basename(path), size, mtimeMs }
  await writeFileAtomic(`${folder}.json`, `${JSON.stringify(record)}\n`)
  return path
}

/** The one file that the glob means; links (Ubuntu has one in /usr/src) are followed inside the package. */
async function findOne(root: string, glob: string, source: FetchedSource): Promise<string> {
  const expression = globExpression(glob)
  const top = await realpath(root)
  const entries = await readdir(top, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(top, join(entry.parentPath, entry.name)))
  const targets = new Set<string>()
  for (const path of paths.filter((candidate) => expression.test(candidate))) {
    const target = await realpath(join(top, path)).catch(() => '')
    if (target.startsWith(`${top}/`) && (await stat(target)).isFile()) targets.add(target)
  }
  const [only, ...more] = [...targets].sort()
  if (only !== undefined && more.length === 0) return only
  const tarballs = paths.filter((path) => /\.tar\.\w+$|\.tgz$/.test(path)).sort()
  throw new SmartError(
    only === undefined
      ? `${source.file} holds nothing that matches ${glob}`
      : `${source.file} holds ${more.length + 1} files that match ${glob}`,
    {
      where: `sources of ${source.name}`,
      hint: `Put the one that is meant into the component.yaml; the package holds: ${tarballs.join(', ') || 'no tarball at all'}`,
    },
  )
}

/** The record of a folder below `<cache>/tarballs`. */
export async function readTarballRecord(folder: string): Promise<TarballRecord | undefined> {
  const text = await readTextIfPresent(`${folder}.json`)
  try {
    return text === undefined ? undefined : (JSON.parse(text) as TarballRecord)
  } catch {
    return undefined
  }
}
