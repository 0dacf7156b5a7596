/** Which host programs shape an image: their files' hashes enter the keys, so another version makes a new image. */
import { realpath } from 'node:fs/promises'
import { errorCode } from '../system/files.ts'
import { canonicalJson, sha256, sha256File } from '../system/hash.ts'
import { findTool } from '../system/tools.ts'

const known = new Map<string, Promise<string>>()

/** One hash over programs (found in PATH) and files (absolute). A missing one counts as such; running it says what to install. */
export async function toolIdentity(tools: readonly string[]): Promise<string> {
  return sha256(canonicalJson(await Promise.all(tools.map(hashOf)))).slice(0, 16)
}

function hashOf(tool: string): Promise<string> {
  const path = findTool(tool)
  if (path === undefined) return Promise.resolve('missing')
  const hash =
    known.get(path) ??
    realpath(path)
      .then((real) => sha256File(real))
      .catch(missing)
  known.set(path, hash)
  return hash
}

function missing(error: unknown): string {
  if (errorCode(error) === 'ENOENT') return 'missing'
  throw error
}
