/** `smart-os run`: the built system in QEMU, its console joined to this terminal. */
import { once } from 'node:events'
import { answerAsTerminal, attachConsole, pasteNotes, removeRuntimeDir, standsAlone } from '../../machine/index.ts'
import type { Machine } from '../../machine/types.ts'
import {
  announceMachine,
  openProject,
  type PreparedMachine,
  prepareMachine,
  prepareSaved,
  startMachine,
} from '../../pipeline/index.ts'
import type { LaunchOptions, Project } from '../../pipeline/types.ts'
import { showPath } from '../../profile/index.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { shellQuoteAll } from '../../system/exec.ts'
import { parseSize } from '../../system/size.ts'
import { parseForwards, projectOptions, type RunFlags } from '../flags.ts'
import { print, say } from '../output.ts'
import { withSignals } from '../signals.ts'
import { runContainerCommand } from './run-container.ts'

export async function runCommand(command: readonly string[], flags: RunFlags): Promise<number> {
  if (flags.in !== undefined) return runContainerCommand(flags.in, command, flags)
  if (command.length > 0)
    throw new SmartError('A command can be given to a container only', {
      hint: 'Add --in auto (or podman, docker, runc), or type it at the machine’s console',
      exitStatus: ExitStatus.usage,
    })
  const project = await openProject(projectOptions(flags))
  const { spec, argv, notes, accelerationReason } = await prepare(project, flags)
  for (const note of notes) say(note)
  if (flags.print) {
    for (const note of pasteNotes(spec)) say(note)
    print(shellQuoteAll(argv))
    // Nothing of it lies there.
    if (standsAlone(spec)) await removeRuntimeDir(spec.runtimeDir)
    return ExitStatus.done
  }
  return withSignals(async (signal) => {
    await announceMachine(project, spec)
    await using machine = await startMachine(spec, { signal })
    say(`${spec.name} runs (${spec.acceleration}: ${accelerationReason}); serial log: ${showPath(spec.serialLog)}`)
    if (flags.headless) say(`process ${machine.pid}; Ctrl-C powers it off`)
    else say('Every key goes to the machine. Ctrl-A h: help, Ctrl-A x: quit.')
    return flags.headless ? await headless(machine, signal) : await attached(machine, signal)
  })
}

/** With --restore everything but the console is as it was saved; a flag that would change it is refused. */
function prepare(project: Project, flags: RunFlags): Promise<PreparedMachine> {
  if (flags.restore === undefined) return prepareMachine(project, launchOptions(flags))
  const { memory, cpus, boot, display, snapshot, fresh, forward } = flags
  const changes = { memory, cpus, boot, display, snapshot, fresh, forward: forward[0] }
  const changed = Object.entries(changes).find(([, value]) => value !== undefined)
  if (changed !== undefined)
    throw new SmartError(`--${changed[0]} cannot be changed in a saved machine`, {
      hint: `Leave out --${changed[0]}, or start without --restore`,
      exitStatus: ExitStatus.usage,
    })
  return prepareSaved(project, flags.restore)
}

async function attached(machine: Machine, signal: AbortSignal): Promise<number> {
  const end = await attachConsole(machine, process.stdin, process.stdout, { signal })
  say()
  if (end === 'exited') return exitStatus(machine)
  if (end === 'cancelled') return ExitStatus.cancelled
  if (end === 'leave') {
    say('Left the console; the machine runs on. Ctrl-C powers it off.')
    return headless(machine, signal)
  }
  say('Powering off.')
  await machine.powerOff()
  return ExitStatus.done
}

async function headless(machine: Machine, signal: AbortSignal): Promise<number> {
  answerAsTerminal(machine.console)
  // Ctrl-C aborts the signal, which ends QEMU; whoever wants a clean end powers off from inside.
  await Promise.race([machine.exited, signal.aborted ? undefined : once(signal, 'abort')])
  return signal.aborted ? ExitStatus.cancelled : exitStatus(machine)
}

async function exitStatus(machine: Machine): Promise<number> {
  const { reason } = await machine.exited
  return reason === 'failed' ? ExitStatus.failed : ExitStatus.done
}

function launchOptions(flags: RunFlags): LaunchOptions {
  const memory = flags.memory === undefined ? undefined : parseSize(flags.memory)
  if (flags.memory !== undefined && memory === undefined)
    throw new SmartError(`--memory ${flags.memory}: expected a size such as 64M`, { exitStatus: ExitStatus.usage })
  const forwards = parseForwards(flags.forward)
  return {
    memory,
    cpus: flags.cpus,
    boot: flags.boot,
    display: flags.display,
    snapshot: flags.snapshot,
    fresh: flags.fresh,
    debug: flags.debug,
    ...(forwards.length > 0 ? { forward: forwards } : {}),
  }
}
