/** The step that turns a verified source into a tree with its patches applied: the same tree on every machine. */
import { copyFile, lstat, mkdir, readdir, rename, rmdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ResolvedSource } from '../sources/types.ts'
import { SmartError } from '../system/error.ts'
import { sha256, sha256File } from '../system/hash.ts'
import { archiveKind } from './archive-kind.ts'
import type { Step, StepContext } from './types.ts'

/** Gives the tarball or folder of a source on this machine, verified; may take long (a download, a tarball inside a package). */
export type SourceOpener = (
  source: ResolvedSource,
  context: Pick<StepContext, 'signal' | 'log' | 'progress'>,
) => Promise<string>

export interface UnpackOptions {
  source: ResolvedSource
  /** Absolute paths, in order. */
  patches: readonly string[]
  /** Set when patched: whose patches they are. Trees without patches are shared. */
  component?: string
  open: SourceOpener
}

/** `unpack:linux`, or `unpack:linux+COMPONENT` where that component has patches of its own. */
export async function unpackStep(options: UnpackOptions): Promise<Step> {
  const { source, patches, open } = options
  const hashes = await Promise.all(patches.map((patch) => sha256File(patch)))
  const patched = patches.length > 0
  return {
    id: `unpack:${source.name}${patched && options.component !== undefined ? `+${options.component}` : ''}`,
    kind: 'unpack',
    title: `Unpack ${source.name} ${source.version}`,
    ...(options.component === undefined ? {} : { component: options.component }),
    needs: [],
    inputs: {
      source: source.sha256,
      ...(source.candidate.type === 'apt-tarball' ? { member: source.candidate.path } : {}),
      ...(patched ? { patches: sha256(hashes.join('\n')) } : {}),
    },
    estimate: { cpuSeconds: Math.max(0.2, (source.size ?? 1 << 20) / 12e6), bytes: (source.size ?? 1 << 20) * 8 },
    async run(context) {
      const archive = await open(source, context)
      await unpack(archive, source, context)
      for (const [index, patch] of patches.entries()) await applyPatch(patch, index, context)
    },
  }
}

/** Unpacks inside the sandbox, where nothing but the output can be written: a hostile archive gets nowhere. */
async function unpack(archive: string, source: ResolvedSource, context: StepContext): Promise<void> {
  const folder = (await lstat(archive)).isDirectory()
  const staging = join(context.scratch, 'tree')
  await mkdir(staging)
  await context.runSandboxed({
    argv: folder
      ? ['cp', '-R', '--no-dereference', '/archive/.', '/tree']
      : await unpackArgv(archive, `/archive/${basename(archive)}`, source),
    binds: [
      { from: archive, to: folder ? '/archive' : `/archive/${basename(archive)}`, writable: false },
      { from: staging, to: '/tree', writable: true },
    ],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/tree',
  })
  await rmdir(context.output)
  await rename(folder ? staging : await onlyFolder(staging), context.output)
}

/** tar finds out the compression by itself. What is no archive at all is told before tar is puzzled by it. */
async function unpackArgv(archive: string, inside: string, source: ResolvedSource): Promise<[string, ...string[]]> {
  const { archive: kind, looksLike } = await archiveKind(archive)
  if (kind === undefined)
    throw new SmartError(`The source of ${source.name}, ${source.from}, is ${looksLike}, not an archive`, {
      where: source.from,
      hint: 'A tarball (.tar, .tar.gz, .tar.xz, .tar.bz2, .tar.zst) or a .zip is wanted; look at what was downloaded',
    })
  if (kind === 'zip') return ['python3', '-m', 'zipfile', '-e', inside, '/tree']
  const plain = ['--no-same-owner', '--no-same-permissions', '--delay-directory-restore']
  return ['tar', '-x', ...plain, '-f', inside, '-C', '/tree']
}

/** A tarball's single top folder is stripped; one without stays as it is. */
async function onlyFolder(staging: string): Promise<string> {
  const entries = await readdir(staging, { withFileTypes: true })
  const [only] = entries
  if (!only) throw new SmartError('The archive is empty', { hint: 'Remove it with smart-os clean and fetch it again' })
  return entries.length === 1 && only.isDirectory() ? join(staging, only.name) : staging
}

/** Applies with no fuzz: a patch that fits only roughly may change the wrong place. */
async function applyPatch(patch: string, index: number, context: StepContext): Promise<void> {
  const copy = join(context.scratch, `${String(index).padStart(4, '0')}.patch`)
  await copyFile(patch, copy)
  context.log(`smart-os: applying ${basename(patch)}`)
  await context.runSandboxed({
    argv: [
      'patch',
      '-p1',
      '--fuzz=0',
      '--batch',
      '--forward',
      '--no-backup-if-mismatch',
      '--reject-file=-',
      '-i',
      '/patch',
    ],
    binds: [
      { from: copy, to: '/patch', writable: false },
      { from: context.output, to: '/src', writable: true },
    ],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/src',
  })
}
