/** `smart-os shell COMPONENT`: the sandbox of a component's build, opened for a person. After a failure it is the tree that failed. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ExitStatus, SmartError } from '../system/error.ts'
import { SANDBOX_ETC } from './bubblewrap.ts'
import { stepKeys } from './keys.ts'
import { failedFolder } from './paths.ts'
import { probeSandbox, type Sandbox, withoutSandbox } from './sandbox.ts'
import { readScratchState } from './scratch.ts'
import { openRun } from './staging.ts'
import { prefixFor } from './step-context.ts'
import { lookUp, storeEntry } from './store.ts'
import type { Step, StoreEntry } from './types.ts'

/** A program to run with the person's terminal; disposing it removes its folders. */
export interface ShellSession extends AsyncDisposable {
  argv: string[]
  /** The whole environment. */
  env: Record<string, string>
  cwd: string
  /** What is open: one sentence. */
  note: string
}

export interface ShellOptions {
  cache: string
  jobs: number
  /** TERM of the person's terminal. */
  term?: string | undefined
  signal?: AbortSignal | undefined
}

/** Prepares the sandbox of `build:<component>`. Throws SmartError when there is no such step, or when what it is built with is not in the store. */
export async function openShell(
  steps: readonly Step[],
  component: string,
  options: ShellOptions,
): Promise<ShellSession> {
  const step = steps.find((candidate) => candidate.id === `build:${component}`)
  if (!step?.sandbox)
    throw new SmartError(`${component} is not built from source in this profile`, {
      hint: `Components that are: ${steps.flatMap((one) => (one.sandbox && one.component ? [one.component] : [])).join(', ')}`,
      exitStatus: ExitStatus.usage,
    })
  const { cache } = options
  const run = await openRun(cache, options.signal)
  try {
    const output = join(run.path, 'output')
    await mkdir(output)
    const failed = await failedSandbox(cache, step, output)
    const sandbox = failed ?? (await freshSandbox(cache, steps, step, run.path, output))
    const etc = join(run.path, 'sandbox')
    for (const [path, text] of Object.entries(SANDBOX_ETC)) {
      await mkdir(dirname(join(etc, path)), { recursive: true })
      await writeFile(join(etc, path), text)
    }
    const note = failed
      ? `This is the tree in which ${component} failed; changes to /build stay in it`
      : `A fresh sandbox of ${component}; it goes away with the shell`
    return {
      ...(await shellCommand(sandbox, etc, component, options)),
      note,
      [Symbol.asyncDispose]: () => run[Symbol.asyncDispose](),
    }
  } catch (error) {
    await run[Symbol.asyncDispose]()
    throw error
  }
}

/** As the failed build left it, with an empty /dest. */
async function failedSandbox(cache: string, step: Step, output: string): Promise<Sandbox | undefined> {
  const folder = failedFolder(cache, step.id)
  const sandbox = (await readScratchState(folder))?.sandbox
  if (!sandbox) return undefined
  const binds = sandbox.binds.map((bind) => ({
    ...bind,
    from: bind.to === '/dest' ? output : bind.from.replace('{tree}', join(folder, 'tree')),
  }))
  return { ...sandbox, binds }
}

async function freshSandbox(
  cache: string,
  steps: readonly Step[],
  step: Step,
  folder: string,
  output: string,
): Promise<Sandbox | undefined> {
  const keys = stepKeys(steps)
  for (const id of step.needs)
    if ((await lookUp(cache, keys.get(id) ?? '')).state !== 'present')
      throw new SmartError(`${step.component} cannot be opened: ${id}, which it is built with, is not in the cache`, {
        hint: 'Build the profile first',
      })
  const scratch = join(folder, 'scratch')
  await mkdir(scratch)
  const dependency = (id: string): StoreEntry => storeEntry(cache, keys.get(id) ?? '')
  return step.sandbox?.({ scratch, output, dependency })
}

async function shellCommand(sandbox: Sandbox | undefined, etc: string, component: string, options: ShellOptions) {
  if (!sandbox) throw new Error(`${component} has no sandbox`)
  const { kind } = await probeSandbox()
  const seen = kind === 'bubblewrap' ? sandbox : withoutSandbox(sandbox)
  const person = {
    // The sandbox's sh may be dash, which knows no \\w.
    PS1: `${component}:$PWD$ `,
    TERM: options.term ?? 'dumb',
    JOBS: String(options.jobs),
    MAKEFLAGS: `-j${options.jobs}`,
  }
  // A new session would take the terminal away from the shell.
  const prefix = kind === 'bubblewrap' ? prefixFor(seen, etc).filter((argument) => argument !== '--new-session') : []
  return {
    argv: [...prefix, '/bin/sh', '-i'],
    env: { ...seen.env, ...person },
    cwd: kind === 'bubblewrap' ? '/' : seen.cwd,
  }
}
