/** What a sandboxed program sees: fixed folder names, a fixed environment, no network. And whether this host can give it that. */

import { messageOf } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { readTextIfPresent } from '../system/files.ts'
import { findTool } from '../system/tools.ts'
import { bubblewrapPrefix } from './bubblewrap.ts'

export interface Bind {
  /** Absolute path on the host. */
  from: string
  /** Absolute path inside. */
  to: string
  writable: boolean
}

export interface Sandbox {
  argv: readonly [string, ...string[]]
  binds: Bind[]
  /** The whole environment, apart from MAKEFLAGS and JOBS that the engine adds. */
  env: Record<string, string>
  /** Working folder inside. */
  cwd: string
}

/** `none`: no user namespaces here; programs run with the same environment, in the real folders, unprotected. */
export type SandboxKind = 'bubblewrap' | 'none'

export interface SandboxSupport {
  kind: SandboxKind
  /** Why there is no sandbox: a sentence for the person. */
  reason?: string
}

let probed: Promise<SandboxSupport> | undefined

/** Tries bubblewrap once per process with the namespaces that steps get. */
export function probeSandbox(): Promise<SandboxSupport> {
  probed ??= probe()
  return probed
}

async function probe(): Promise<SandboxSupport> {
  const bwrap = findTool('bwrap')
  if (bwrap === undefined)
    return { kind: 'none', reason: 'bubblewrap is not installed, so components are built without a sandbox' }
  const [command, ...args] = bubblewrapPrefix(bwrap, [], '/')
  try {
    await run([command, ...args, '/bin/true'], { env: {}, timeout: 10_000 })
    return { kind: 'bubblewrap' }
  } catch (error) {
    const detail = messageOf(error).split('\n').at(-1) ?? ''
    const reason = `bubblewrap does not work here, so components are built without a sandbox (${detail})`
    return { kind: 'none', reason: `${reason}${await forbiddenHint()}` }
  }
}

/** Switches with which distributions forbid user namespaces to ordinary users, and the value that allows them. */
const SWITCHES = [
  ['kernel.apparmor_restrict_unprivileged_userns', '0'],
  ['kernel.unprivileged_userns_clone', '1'],
] as const

async function forbiddenHint(): Promise<string> {
  for (const [name, allowed] of SWITCHES) {
    const value = await readTextIfPresent(`/proc/sys/${name.replace('.', '/')}`)
    if (value !== undefined && value.trim() !== allowed) return `. To allow it: sudo sysctl ${name}=${allowed}`
  }
  return ''
}

/**
 * The same sandbox for a host without one: fixed folder names become the real ones in argv, environment and cwd. Scripts that
 * spell a fixed name themselves do not work this way; the environment variables do.
 */
export function withoutSandbox(sandbox: Sandbox): Sandbox {
  const binds = sandbox.binds.toSorted((a, b) => b.to.length - a.to.length)
  const map = (text: string): string => {
    const names = binds.map((bind) => bind.to.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
    if (names === '') return text
    return text.replaceAll(new RegExp(`(^|[:= ])(${names})(?=$|[/: ])`, 'g'), (whole, before: string, name: string) => {
      const bind = binds.find((candidate) => candidate.to === name)
      return bind ? `${before}${bind.from}` : whole
    })
  }
  const [command, ...args] = sandbox.argv
  return {
    argv: [map(command), ...args.map(map)],
    binds: [],
    env: Object.fromEntries(Object.entries(sandbox.env).map(([name, value]) => [name, map(value)])),
    cwd: map(sandbox.cwd),
  }
}
