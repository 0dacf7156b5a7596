/** The door to containers. */
export { openRuntime } from './open.ts'
export { RUNTIMES, type RunningContainer, type Runtime, type RuntimeName } from './types.ts'
