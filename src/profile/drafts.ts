/** Unsaved changes on disk: what a crash, a kill or a lost connection would have taken. One file per session, so that two never share one. */
import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { errorCode, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { defaultProfile } from './defaults.ts'
import { mergeProfile, profileAsFile } from './merge.ts'
import { profileFileSchema } from './schema.ts'
import type { Profile } from './types.ts'

/** What is offered again. */
export interface DraftEntry {
  /** File name in the folder of drafts. */
  id: string
  /** Name or file of the profile that was open; of a new one, of that from which it was made. */
  reference: string
  profile: Profile
  /** Milliseconds since 1970. */
  savedAt: number
}

/** The whole profile, not a difference: the file it came from may be another one by then. */
const draftSchema = z.strictObject({
  schema: z.literal(1),
  reference: z.string().min(1),
  savedAt: z.number(),
  profile: profileFileSchema,
})

/** Drafts of sessions in this very process that still go on. */
const held = new Set<string>()

/** A name for this session's draft: it says which process holds it, and when that one began. */
export async function draftId(): Promise<string> {
  const id = `${process.pid}-${(await startOf(process.pid)) ?? 0}-${randomUUID()}.json`
  held.add(id)
  return id
}

/** The session has ended: what is left under its name is for the next one. */
export function releaseDraft(id: string): void {
  held.delete(id)
}

/** Writes a session's draft whole, over the one before; readable by its owner only. */
export async function writeDraft(folder: string, id: string, reference: string, profile: Profile): Promise<void> {
  const draft = { schema: 1, reference, savedAt: Date.now(), profile: profileAsFile(profile) }
  await writeFileAtomic(join(folder, id), `${JSON.stringify(draft, null, 2)}\n`, 0o600, 'name')
}

export async function removeDraft(folder: string, id: string): Promise<void> {
  await rm(join(folder, id), { force: true })
}

/** Takes a draft over under another name; false when another session was quicker. */
export async function claimDraft(folder: string, id: string, as: string): Promise<boolean> {
  try {
    await rename(join(folder, id), join(folder, as))
    return true
  } catch {
    return false
  }
}

/** Drafts whose session is gone, newest first; one that cannot be read is left where it is. */
export async function listDrafts(folder: string): Promise<DraftEntry[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(errorCode(error) ?? '')) return []
    throw error
  })
  const found = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => readDraft(folder, name)))
  return found.flatMap((draft) => draft ?? []).sort((a, b) => b.savedAt - a.savedAt)
}

async function readDraft(folder: string, id: string): Promise<DraftEntry | undefined> {
  if (await isHeld(id)) return undefined
  try {
    const text = (await readTextIfPresent(join(folder, id))) ?? ''
    const { reference, savedAt, profile } = draftSchema.parse(JSON.parse(text))
    return { id, reference, savedAt, profile: mergeProfile(defaultProfile(profile.name), profile) }
  } catch {
    return undefined
  }
}

/** A process number comes round again: only together with its beginning does it say who that is. */
async function isHeld(id: string): Promise<boolean> {
  const [pid, began] = id.split('-').map(Number)
  if (pid === process.pid) return held.has(id)
  return pid !== undefined && began !== undefined && (await startOf(pid)) === began
}

/** When a process began, in ticks since the boot (field 22 of /proc/PID/stat); undefined when there is none, or only what is left of a dead one. */
async function startOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field is the program's name in brackets, and may hold anything.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Z: dead, and its parent has not asked after it (field 3). Where the first process of a container never asks, that lasts.
  return fields[18] === undefined || /^[ZX]/.test(state) ? undefined : Number(fields[18])
}
