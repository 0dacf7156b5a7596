/** `proof.json` beside the images: written whole, read back with care. */
import { join } from 'node:path'
import { readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import type { Proof } from './types.ts'

const NAME = 'proof.json'

/** Records a proof in the output folder. */
export async function writeProof(out: string, proof: Proof): Promise<void> {
  await writeFileAtomic(join(out, NAME), `${JSON.stringify(proof, undefined, 2)}\n`)
}

/** The last proof of an output folder; undefined when there is none or it is not readable as one. */
export async function readProof(out: string): Promise<Proof | undefined> {
  const text = await readTextIfPresent(join(out, NAME))
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isProof(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isProof(value: unknown): value is Proof {
  if (typeof value !== 'object' || value === null) return false
  return (
    'schema' in value &&
    value.schema === 1 &&
    'runs' in value &&
    Array.isArray(value.runs) &&
    'passed' in value &&
    'files' in value
  )
}
