/** A cache of its own for a test, with what takes too long to be made again in it. */
import { cp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BuildPlan } from '../../src/build/types.ts'
import { cacheRoot } from '../../src/system/paths.ts'
import { succeed } from './program.ts'

/** Copies sources, and the finished steps of these components of `minimal` (built to `out`), from this machine's cache. */
export async function seedCache(target: string, out: string, components: readonly string[]): Promise<void> {
  const cache = cacheRoot()
  await copySources(target)
  const { stdout } = await succeed(['plan', '--profile', 'minimal', '--out', out, '--json', '--offline'])
  const { steps } = JSON.parse(stdout) as BuildPlan
  for (const component of components) {
    const key = steps.find((step) => step.id === `build:${component}`)?.key
    if (key === undefined) throw new Error(`The plan has no step build:${component}`)
    await copyTree(join(cache, 'store', key), join(target, 'store', key))
  }
}

/** Copies what this machine's cache holds of sources; what is being fetched there at the moment, by another test, stays out. */
export async function copySources(target: string): Promise<void> {
  const filter = (path: string) => basename(path) !== 'partial'
  await cp(join(cacheRoot(), 'sources'), join(target, 'sources'), { recursive: true, filter })
}

/** With times and links as they are. */
export async function copyTree(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
}
