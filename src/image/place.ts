/**
 * The disk that machines write to, as a copy of the disk that was built; nothing a machine wrote is ever lost. A new
 * build replaces the copy when nobody wrote on it, grows it when only the size changed, else sets it aside.
 */
import { open, stat } from 'node:fs/promises'
import { run as runProgram } from '../system/exec.ts'
import { decodeGpt, FIRST_USABLE_SECTOR, SECTOR } from './gpt.ts'
import { growDisk } from './grow.ts'
import { copyNoted, setAside, sizeOf, untouchedOrigin } from './origin.ts'
import type { RunTool } from './run-tool.ts'

export interface PlaceRequest {
  /** Absolute path of the disk as built. */
  built: string
  /** Absolute path of the machine's own copy. */
  target: string
  /** Start from the disk as built, whatever was written on the copy (which is set aside). */
  fresh?: boolean
  run?: RunTool
  signal?: AbortSignal
}

export interface Placement {
  /** `created`, `replaced`, `set-aside`: the disk as built. `kept`, `grown`: the machine's own, with what was written on it. */
  outcome: 'created' | 'replaced' | 'kept' | 'grown' | 'set-aside'
  /** Where the former disk went. */
  aside?: string
  /** Sentences for the person. */
  notes: string[]
}

/** Makes `target` ready to be written to. */
export async function placeDisk(request: PlaceRequest): Promise<Placement> {
  const { built, target, fresh = false, run = runProgram, signal } = request
  const options = { run, note: `${target}.origin.json`, signal }
  const present = await sizeOf(target)
  if (present === undefined) {
    await copyNoted(built, target, options)
    return { outcome: 'created', notes: [] }
  }
  const sameContent = (await diskGuid(built)) === (await diskGuid(target))
  const wanted = (await stat(built)).size
  if (sameContent && !fresh && wanted === present) return { outcome: 'kept', notes: [] }
  if (await untouchedOrigin(target, options)) {
    await copyNoted(built, target, options)
    return { outcome: 'replaced', notes: [] }
  }
  if (sameContent && !fresh && wanted < present)
    return { outcome: 'kept', notes: [`${target} keeps its size: a disk that was written to cannot shrink`] }
  if (sameContent && !fresh) {
    await growDisk(target, wanted, { run })
    return { outcome: 'grown', notes: [`${target} was grown; what machines wrote on it is still there`] }
  }
  const aside = await setAside(target, signal)
  await copyNoted(built, target, options)
  const why = sameContent ? 'A fresh disk was asked for' : 'The system on the disk changed'
  const note = `${why}; the one that machines had written to is now ${aside}. Delete it when you do not need it`
  return { outcome: 'set-aside', aside, notes: [note] }
}

/** The disk's GUID, which derives from what the disk holds; undefined where there is no readable table. */
async function diskGuid(file: string): Promise<string | undefined> {
  const disk = await open(file, 'r')
  try {
    const start = Buffer.alloc((FIRST_USABLE_SECTOR - 1) * SECTOR)
    await disk.read(start, 0, start.length, SECTOR)
    return decodeGpt(start, file).diskGuid
  } catch {
    return undefined
  } finally {
    await disk.close()
  }
}
