/** ccache on request: it changes how long a compile takes and nothing else, so it is added when a step runs and enters no key. */
import { mkdirSync } from 'node:fs'
import { canonicalJson, sha256 } from '../system/hash.ts'
import { findTool } from '../system/tools.ts'
import { ccacheFolder } from './paths.ts'
import type { Sandbox } from './sandbox.ts'
import type { Step } from './types.ts'

const COMPILERS = ['CC', 'CXX', 'HOSTCC', 'HOSTCXX'] as const

/** The same sandbox with its compilers called through ccache; unchanged where ccache is not installed or there is no compiler. */
export function withCcache(sandbox: Sandbox, cache: string, step: Step, needKeys: Record<string, string>): Sandbox {
  const compilers = COMPILERS.filter((name) => sandbox.env[name] !== undefined)
  if (compilers.length === 0 || findTool('ccache') === undefined) return sandbox
  const folder = ccacheFolder(cache)
  mkdirSync(folder, { recursive: true })
  // The compiler is a wrapper script with a fixed time; what stands behind it is in the step's inputs.
  const tools = Object.entries(step.inputs).filter(([name]) => name.startsWith('tool:'))
  const identity = sha256(canonicalJson({ tools: Object.fromEntries(tools), needs: needKeys }))
  const called = Object.fromEntries(compilers.map((name) => [name, `ccache ${sandbox.env[name]}`]))
  const settings = { CCACHE_DIR: '/ccache', CCACHE_COMPILERCHECK: `string:${identity}`, CCACHE_NOHASHDIR: '1' }
  return {
    ...sandbox,
    binds: [...sandbox.binds, { from: folder, to: '/ccache', writable: true }],
    env: { ...sandbox.env, ...called, ...settings },
  }
}
