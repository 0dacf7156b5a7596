/** Looking at the store again and again, for what is only shown: a plan beside a menu is made anew at every key. */
import { join } from 'node:path'
import { type Lookup, lookUp } from './store.ts'

/** Milliseconds for which an entry that was found whole is taken to be so. */
const TRUST_MS = 60_000

const seen = new Map<string, { at: number; lookup: Lookup }>()

/** As lookUp(), but what this process found whole within the last minute is not listed again. Nothing may be built on it. */
export async function glanceAt(cache: string, key: string, signal?: AbortSignal): Promise<Lookup> {
  const name = join(cache, key)
  const known = seen.get(name)
  if (known && performance.now() - known.at < TRUST_MS) return known.lookup
  const lookup = await lookUp(cache, key, signal)
  if (lookup.state === 'present') seen.set(name, { at: performance.now(), lookup })
  else seen.delete(name)
  return lookup
}
