/**
 * Trees that outlive their step. An incremental step's finished tree is the start of its next build, if nothing has changed but
 * what the step's own dependency tracking can deal with; a failed step's tree is kept for a look.
 */
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { takeLock } from './locks.ts'
import { failedFolder, scratchFolder, stepFileName } from './paths.ts'
import type { Sandbox } from './sandbox.ts'
import type { Step, StepContext, StepInputs } from './types.ts'

/** `state.json` beside a kept tree: what it was built from, and the sandbox in which it was built last. */
export interface ScratchState {
  id: string
  key: string
  inputs: StepInputs
  needs: Record<string, string>
  finished: boolean
  /** Paths below the tree are written as `{tree}/…`. */
  sandbox?: Sandbox
}

/** Reads the state of a kept tree (`scratchFolder` or `failedFolder`); undefined when there is none. */
export async function readScratchState(folder: string): Promise<ScratchState | undefined> {
  const text = await readTextIfPresent(join(folder, 'state.json'))
  return text === undefined ? undefined : (JSON.parse(text) as ScratchState)
}

/** True when `state` may seed a build of `step`: it finished, and nothing differs but what the step allows. */
export function maySeed(
  step: Step,
  needKeys: Readonly<Record<string, string>>,
  state: ScratchState | undefined,
): boolean {
  if (!step.incremental || !state?.finished || state.id !== step.id) return false
  const names = new Set([...Object.keys(step.inputs), ...Object.keys(state.inputs)])
  const allowed = (name: string) => step.incremental?.mayDiffer.some((pattern) => matches(pattern, name)) ?? false
  const inputsFit = [...names].every((name) => step.inputs[name] === state.inputs[name] || allowed(name))
  const needs = new Set([...Object.keys(needKeys), ...Object.keys(state.needs)])
  return inputsFit && [...needs].every((id) => needKeys[id] === state.needs[id])
}

/** `kernel:*` stands for every part whose name starts with `kernel:`. */
function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

/** Copies the finished tree of the previous build into `scratch`, which must not exist. False when there is none that fits. */
export async function seedScratch(
  cache: string,
  step: Step,
  needKeys: Record<string, string>,
  scratch: string,
  context: Pick<StepContext, 'run' | 'signal'>,
): Promise<boolean> {
  if (!step.incremental) return false
  const folder = scratchFolder(cache, step.id)
  await using _lock = await takeLock(cache, `scratch ${step.id}`, context.signal)
  if (!maySeed(step, needKeys, await readScratchState(folder))) return false
  try {
    await context.run(['cp', '-a', '--reflink=auto', join(folder, 'tree'), scratch])
    return true
  } catch (error) {
    await rm(scratch, { recursive: true, force: true })
    throw error
  }
}

/** Keeps a finished incremental tree in place of the former one. `scratch` is moved away. */
export async function keepScratch(cache: string, state: ScratchState, scratch: string): Promise<void> {
  await using _lock = await takeLock(cache, `scratch ${state.id}`)
  await keep(scratchFolder(cache, state.id), state, scratch)
}

/** Keeps what a failed step left. */
export async function keepFailed(cache: string, state: ScratchState, scratch: string): Promise<void> {
  await using _lock = await takeLock(cache, `failed ${state.id}`)
  await keep(failedFolder(cache, state.id), state, scratch)
}

/** The tree of an earlier failure is of no use once the step has succeeded. */
export async function dropFailed(cache: string, id: string): Promise<void> {
  await rm(failedFolder(cache, id), { recursive: true, force: true })
}

/** The new tree is put together beside `scratch` and renamed into place; the old one is renamed away and then deleted. */
async function keep(folder: string, state: ScratchState, scratch: string): Promise<void> {
  const staged = join(dirname(scratch), 'kept')
  const old = join(dirname(scratch), `old-${stepFileName(state.id)}`)
  await mkdir(staged, { recursive: true })
  await rename(scratch, join(staged, 'tree'))
  await writeFileAtomic(join(staged, 'state.json'), `${JSON.stringify(state).replaceAll(scratch, '{tree}')}\n`)
  await mkdir(dirname(folder), { recursive: true })
  await rename(folder, old).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error
  })
  await rename(staged, folder)
  await rm(old, { recursive: true, force: true })
}
