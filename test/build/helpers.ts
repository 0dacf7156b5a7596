/** Tiny steps made of a line of shell, run by the real engine in the real sandbox. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../src/build/build.ts'
import type { BuildEvent, BuildOptions, BuildResult, Step } from '../../src/build/types.ts'

/** A step that runs a script with DEST=/dest, and the outputs of its needs below /needs. */
export function shellStep(id: string, script: string, more: Partial<Step> = {}): Step {
  const needs = more.needs ?? []
  return {
    id,
    kind: 'build',
    title: id,
    needs,
    estimate: { cpuSeconds: 1, bytes: 1000 },
    ...more,
    inputs: { script, ...more.inputs },
    run: async (context) => {
      const mounted = needs.map((need) => ({
        from: context.dependency(need).path,
        to: `/needs/${need.replace(':', '-')}`,
        writable: false,
      }))
      await context.runSandboxed({
        argv: ['sh', '-eu', '-c', script],
        binds: [
          ...mounted,
          { from: context.output, to: '/dest', writable: true },
          { from: context.scratch, to: '/build', writable: true },
        ],
        env: { PATH: '/usr/bin:/bin', DEST: '/dest', SEEDED: context.seeded ? '1' : '0', LC_ALL: 'C' },
        cwd: '/build',
      })
    },
  }
}

export interface Trial {
  result: BuildResult
  events: BuildEvent[]
  /** Ids of the steps that really ran. */
  ran: string[]
}

/** Builds and collects the events. */
export async function trial(
  steps: readonly Step[],
  options: Partial<BuildOptions> & { cache: string },
): Promise<Trial> {
  const events: BuildEvent[] = []
  const onEvent = (event: BuildEvent) => {
    events.push(event)
    options.onEvent?.(event)
  }
  const result = await build(steps, { jobs: 2, ...options, onEvent })
  return { result, events, ran: events.flatMap((event) => (event.type === 'step:started' ? [event.id] : [])).sort() }
}

/** A cache folder that goes away with its test. */
export async function temporaryCache(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'smart-os-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
