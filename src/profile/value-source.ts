/** Where a value of a profile comes from: which file of the chain of `extends` says it, and in which line. */
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { readTextIfPresent } from '../system/files.ts'
import type { LoadedProfile } from './types.ts'

/** The nearest profile that says it. */
export interface ValueSource {
  profile: string
  file: string | undefined
}

/** Who says what is under `keys` (the keys of a file: `['system', 'hostname']`); undefined where it is the default. */
export function valueSource(loaded: LoadedProfile, keys: readonly string[]): ValueSource | undefined {
  const chain = [{ name: loaded.profile.name, file: loaded.file, own: loaded.own }, ...(loaded.parents ?? [])]
  const found = chain.find(({ own }) => says(own, keys))
  return found && { profile: found.name, file: found.file }
}

function says(own: unknown, keys: readonly string[]): boolean {
  let value = own
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value === true
    value = (value as Record<string, unknown>)[key]
  }
  return value !== undefined
}

/** The line (from 1) in which a YAML file says what is under `keys`, or the nearest thing around it; undefined where the file says nothing of it. */
export async function lineOf(file: string, keys: readonly string[]): Promise<number | undefined> {
  const text = await readTextIfPresent(file).catch(() => undefined)
  if (text === undefined) return undefined
  const lines = new LineCounter()
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents
  let offset: number | undefined
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === key)
      if (!pair) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const member = node.items.find((item) => String(item) === key) as Node | undefined
      offset = member?.range?.[0] ?? offset
      break
    } else break
  }
  return offset === undefined ? undefined : lines.linePos(offset).line
}
