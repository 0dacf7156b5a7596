/** `smart-os run --in podman|docker|runc|auto`: the built system as a container, this terminal joined to its shell. */
import { spawn } from 'node:child_process'
import type { RuntimeName } from '../../machine/containers/index.ts'
import { openProject, prepareContainer } from '../../pipeline/index.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { shellQuoteAll } from '../../system/shell-words.ts'
import { parseForwards, projectOptions, type RunFlags } from '../flags.ts'
import { print, say } from '../output.ts'
import { withSignals } from '../signals.ts'

/** Flags that only a machine has; asking for both is a mistake that would otherwise pass unnoticed. */
const MACHINE_FLAGS = ['boot', 'memory', 'cpus', 'display', 'snapshot', 'fresh'] as const

export async function runContainerCommand(
  runtime: RuntimeName | 'auto',
  command: readonly string[],
  flags: RunFlags,
): Promise<number> {
  const foreign = MACHINE_FLAGS.find((name) => flags[name] !== undefined)
  if (foreign !== undefined)
    throw new SmartError(`--${foreign} is for machines, and --in ${runtime} runs a container`, {
      hint: `Leave out --${foreign} or --in`,
      exitStatus: ExitStatus.usage,
    })
  const project = await openProject(projectOptions(flags))
  const forward = parseForwards(flags.forward)
  return withSignals(async (signal) => {
    await using container = await prepareContainer(project, {
      runtime,
      signal,
      ...(forward.length > 0 ? { forward } : {}),
    })
    for (const failure of container.failures) say(`did not work: ${failure}`)
    const wanted = forward.length > 0 ? forward : project.loaded.profile.machine.forward
    if (!container.network && wanted.length > 0) say('The container has no network here: no port is forwarded.')
    const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true
    const argv = container.foreground(command, { terminal })
    if (flags.print) {
      print(shellQuoteAll(argv))
      return ExitStatus.done
    }
    say(`${project.loaded.profile.name} runs in ${container.name}: ${container.description}`)
    return await foreground(argv, signal)
  })
}

/** Its exit status is the command's. On a signal the runtime is asked to end, and the container with it. */
async function foreground([program = '', ...args]: readonly string[], signal: AbortSignal): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit' })
  const end = () => child.kill('SIGTERM')
  signal.addEventListener('abort', end, { once: true })
  try {
    const [status] = await new Promise<[number | null]>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve([code]))
    })
    return signal.aborted ? ExitStatus.cancelled : (status ?? ExitStatus.failed)
  } finally {
    signal.removeEventListener('abort', end)
  }
}
