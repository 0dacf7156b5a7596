/** From the store to the output folder: the images under their public names, and what the build's record says of them. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoreEntry } from '../build/types.ts'
import type { Configuration } from '../configure/types.ts'
import { run as runProgram } from '../system/exec.ts'
import { sha256File } from '../system/hash.ts'
import { diskCommandLine } from './command-line.ts'
import { copyNoted, setAside, sizeOf, untouchedOrigin, writeNote } from './origin.ts'
import { IMAGE_FILES, imageResults } from './results.ts'
import type { RunTool } from './run-tool.ts'
import { buildsOf } from './step-names.ts'
import type { BuildRecord } from './types.ts'

export interface PlaceOutputsRequest {
  /** Outputs of all steps, by id. */
  outputs: ReadonlyMap<string, StoreEntry>
  /** Absolute path of the output folder. */
  out: string
  configuration: Configuration
  /** Sentences for the person: a file that someone had changed was set aside. */
  onNote?: (text: string) => void
  run?: RunTool
  signal?: AbortSignal
}

/** Names in the output folder that this room owns. */
const IMAGES = ['bzImage', 'initramfs', ...IMAGE_FILES]

/** Copies what changed and returns the images' part of the record. Files that are right already are not touched. */
export async function placeOutputs(
  request: PlaceOutputsRequest,
): Promise<Omit<BuildRecord, 'schema' | 'profile' | 'steps'>> {
  const { configuration, outputs } = request
  const results = await imageResults(outputs, buildsOf(configuration, [...outputs.keys()]))
  const sources: Record<string, { from: string; sha256?: string } | undefined> = {
    ...results.images,
    bzImage: { from: results.kernel },
    initramfs: { from: results.initramfs },
  }
  const files: BuildRecord['files'] = {}
  for (const name of IMAGES) {
    const source = sources[name]
    if (source === undefined) await removeStale(request, name)
    else
      files[name] = await placeFile(
        request,
        name,
        source.from,
        source.sha256 ?? (await sha256File(source.from, request.signal)),
      )
  }
  return {
    files,
    initramfs: results.initramfsReport.contents,
    cmdline: diskCommandLine(configuration.profile.image),
    components: results.sizes.components,
    rootfsBytes: results.sizes.rootfsBytes,
    imageBytes: results.sizes.total,
  }
}

function notePath(request: PlaceOutputsRequest, name: string): string {
  return join(request.out, 'config', `${name}.origin.json`)
}

async function placeFile(request: PlaceOutputsRequest, name: string, from: string, sha256: string) {
  const { run = runProgram, signal } = request
  const target = join(request.out, name)
  const options = { run, signal, note: notePath(request, name) }
  const there = await sizeOf(target)
  if (there !== undefined) {
    const origin = await untouchedOrigin(target, options)
    if (origin?.sha256 === sha256) return { bytes: origin.bytes, sha256 }
    if (!origin && (await sha256File(target, signal)) === sha256)
      return { bytes: (await writeNote(target, sha256, options.note)).bytes, sha256 }
    if (!origin)
      request.onNote?.(`${target} had been changed since it was built; it is now ${await setAside(target, signal)}`)
  }
  const { bytes } = await copyNoted(from, target, { ...options, sha256 })
  return { bytes, sha256 }
}

/** An image that the profile no longer asks for must not look like a part of this build. */
async function removeStale(request: PlaceOutputsRequest, name: string): Promise<void> {
  const target = join(request.out, name)
  if ((await sizeOf(target)) === undefined) return
  const note = notePath(request, name)
  if (await untouchedOrigin(target, { note, signal: request.signal })) await rm(target)
  else
    request.onNote?.(`${target} is no part of this build any more; it is now ${await setAside(target, request.signal)}`)
  await rm(note, { force: true })
}
