/** The program as a person starts it, for tests that build and boot for real. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')
export const PROGRAM = [process.execPath, join(ROOT, 'dist', 'main.js')] as const

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs `smart-os ARGS` to its end. `env` is laid over this process's. */
export function smartOs(
  args: readonly string[],
  env: Record<string, string> = {},
  prefix: readonly string[] = [],
): Promise<Ended> {
  const [command = '', ...rest] = [...prefix, ...PROGRAM, ...args]
  const child = spawn(command, rest, {
    cwd: ROOT,
    env: { ...process.env, CI: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended: Ended = { status: null, stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    ended.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    ended.stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ ...ended, status }))
  })
}

/** Like smartOs, but a failure is an error with everything the program said. */
export async function succeed(
  args: readonly string[],
  env: Record<string, string> = {},
  prefix: readonly string[] = [],
): Promise<Ended> {
  const ended = await smartOs(args, env, prefix)
  if (ended.status !== 0)
    throw new Error(
      `smart-os ${args.join(' ')} ended with ${ended.status}\n${ended.stderr.slice(-4000)}\n${ended.stdout.slice(-2000)}`,
    )
  return ended
}
