/** A container as data, and the handle on one that can be started. */
import type { Forward } from '../../profile/types.ts'

export const RUNTIMES = ['podman', 'docker', 'runc'] as const
export type RuntimeName = (typeof RUNTIMES)[number]

/** What a container is made from. */
export interface ContainerImage {
  /** An archive for `load`, or bare files for `import` (and for runc, which knows nothing else). */
  archive: { type: 'load' | 'import'; file: string }
  /** The program that starts services and then the command. */
  start: string
}

export interface ContainerRequest {
  /** Part of the container's name. */
  name: string
  image: ContainerImage
  forward: readonly Forward[]
  /** Empty folder of this run; a runtime that has to keep its files apart does so there. */
  scratch: string
  signal?: AbortSignal
}

/** A way of running containers that has been seen to work with this very image. */
export interface Runtime extends AsyncDisposable {
  name: RuntimeName
  /** What worked, as a person would type it: `podman run --network=none`. */
  description: string
  /** What was tried before, and why it did not work. */
  failures: string[]
  /** True where the container has a network, and the forwards lead into it. */
  network: boolean
  /** Argv that runs the container in the foreground; no command: its services and a shell. */
  foreground(command: readonly string[], options: { terminal: boolean }): [string, ...string[]]
  /** Starts it in the background. */
  start(): Promise<RunningContainer>
}

export interface RunningContainer extends AsyncDisposable {
  /** Runs a script's text with the container's `sh`; undefined when it ran out of time. */
  exec(
    script: string,
    options: { env: Record<string, string>; seconds: number },
  ): Promise<{ exitCode: number | undefined; output: string }>
  /** Asks it to end, and waits; its exit status. */
  stop(seconds: number): Promise<number>
}
