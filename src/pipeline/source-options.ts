/** How sources and packages are obtained, and where they and their lock file are. */
import { join } from 'node:path'
import type { BuildListener } from '../build/types.ts'
import type { Project } from './types.ts'

/** `<out>/config/sources.lock`: what the last build took, and what the next one takes again. */
export function lockPath(project: Project): string {
  return join(project.out, 'config', 'sources.lock')
}

/** `<cache>/sources`. */
export function sourcesCache(project: Pick<Project, 'cache'>): string {
  return join(project.cache, 'sources')
}

export interface ObtainOptions {
  signal?: AbortSignal
  offline?: boolean
  onEvent?: BuildListener
  /** Lock file to take instead of the output folder's. */
  lock?: string
  /** Ask for the newest versions, whatever the lock says. */
  update?: boolean
}
