/** Answers of earlier runs: one JSON file for each toolchain in the cache folder. It may be deleted at any time. */
import { readFileSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../../system/files.ts'
import type { ProbeAnswer } from './answer.ts'

export interface ProbeStore {
  get(key: string): ProbeAnswer | undefined
  set(key: string, answer: ProbeAnswer): void
  /** Writes what is new. What another process wrote meanwhile stays. */
  save(): Promise<void>
}

const FORMAT = 1
/** Files of this many toolchains are kept. */
const KEPT = 16

/** `folder` undefined: answers are kept for this run only. */
export function openProbeStore(folder: string | undefined, toolchain: string): ProbeStore {
  const file = folder === undefined ? undefined : join(folder, `${toolchain}.json`)
  const answers = file === undefined ? new Map<string, ProbeAnswer>() : read(file)
  const added = new Map<string, ProbeAnswer>()

  async function save(): Promise<void> {
    if (file === undefined || folder === undefined || added.size === 0) return
    const all = new Map([...read(file), ...added])
    const lines = [...all].map(
      ([key, { output, said }]) => `${JSON.stringify(key)}:${JSON.stringify({ output, said })}`,
    )
    await writeFileAtomic(file, `{"format":${FORMAT},"answers":{\n${lines.join(',\n')}\n}}\n`)
    added.clear()
    await removeOldest(folder, KEPT, '.json')
  }

  return {
    get: (key) => answers.get(key),
    set: (key, answer) => {
      answers.set(key, answer)
      added.set(key, answer)
    },
    save,
  }
}

/** A file that is not there, or not as this program writes it, holds no answers. */
function read(file: string): Map<string, ProbeAnswer> {
  const answers = new Map<string, ProbeAnswer>()
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof stored !== 'object' || stored === null) return answers
    if (!('format' in stored) || stored.format !== FORMAT || !('answers' in stored)) return answers
    for (const [key, answer] of Object.entries(stored.answers ?? {})) if (isAnswer(answer)) answers.set(key, answer)
  } catch {
    return answers
  }
  return answers
}

function isAnswer(value: unknown): value is ProbeAnswer {
  if (typeof value !== 'object' || value === null || !('output' in value)) return false
  return typeof value.output === 'string' && (!('said' in value) || typeof value.said === 'string')
}

/** Keeps the newest files of a folder of the cache. */
export async function removeOldest(folder: string, kept: number, ending: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending))
  if (names.length <= kept) return
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return { path, time: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 }
    }),
  )
  files.sort((left, right) => right.time - left.time)
  for (const { path } of files.slice(kept)) await rm(path, { force: true })
}
