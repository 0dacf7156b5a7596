/** The sandbox of one component's build, opened for a person. */
import { availableParallelism } from 'node:os'
import { openShell, type ShellSession } from '../build/index.ts'
import { projectSteps } from './graph.ts'
import { requireSound } from './project.ts'
import { obtainSources } from './sources.ts'
import type { Project } from './types.ts'

/** Prepares the shell; the caller runs its argv with the person's terminal and disposes it. */
export async function openComponentShell(
  project: Project,
  component: string,
  signal?: AbortSignal,
): Promise<ShellSession> {
  requireSound(project.configuration)
  const steps = await projectSteps(project, await obtainSources(project, { signal }))
  return openShell(steps, component, {
    cache: project.cache,
    jobs: availableParallelism(),
    term: process.env.TERM,
    signal,
  })
}
