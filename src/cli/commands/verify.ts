/** `smart-os verify`: boot what was built and run every check inside it; the exit status tells. */
import { openProject, staleNotes, verifyProject } from '../../pipeline/index.ts'
import { BOOTS } from '../../profile/boot.ts'
import { showPath } from '../../profile/index.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import type { RunKind, VerifyEvent } from '../../verify/types.ts'
import { projectOptions, type VerifyFlags } from '../flags.ts'
import { paint, print, say } from '../output.ts'
import { withSignals } from '../signals.ts'

const KINDS: readonly RunKind[] = [...BOOTS, 'container']

export async function verifyCommand(flags: VerifyFlags): Promise<number> {
  const sets = flags.memory === undefined ? flags.set : [...flags.set, `machine.memory=${flags.memory}`]
  const project = await openProject(projectOptions({ ...flags, set: sets }))
  const boots = flags.boot.map(boot)
  const quiet = flags.progress === 'quiet'
  for (const note of await staleNotes(project)) say(note)
  const onEvent = (event: VerifyEvent) => {
    if (flags.progress === 'json') print(JSON.stringify(event))
    else if (!quiet) tell(event)
  }
  const proof = await withSignals((signal) =>
    verifyProject(project, { signal, onEvent, ...(boots.length > 0 ? { boots } : {}) }),
  )
  if (flags.json) print(JSON.stringify(proof, null, 2))
  else if (!quiet) {
    const checks = proof.runs.flatMap((run) => run.checks)
    const count = (status: string) => checks.filter((check) => check.status === status).length
    print(
      `${showPath(project.out)}/proof.json: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
    )
  }
  return proof.passed ? ExitStatus.done : ExitStatus.failed
}

function boot(text: string): RunKind {
  const found = KINDS.find((candidate) => candidate === text)
  if (found === undefined)
    throw new SmartError(`--boot ${text}: expected ${KINDS.join(', ')}`, { exitStatus: ExitStatus.usage })
  return found
}

/** `bios boot, 64 MB`; a container has the host's memory. */
function runTitle({ boot, memory }: { boot: RunKind; memory: number }): string {
  return boot === 'container' ? 'container' : `${boot} boot, ${formatSize(memory)}`
}

function tell(event: VerifyEvent): void {
  if (event.type === 'verify:run') say(paint('bold', runTitle(event), process.stderr))
  if (event.type !== 'verify:checked') return
  const { id, status, reason, seconds } = event.result
  const color = { passed: 'green', failed: 'red', skipped: 'yellow' } as const
  say(
    `  ${paint(color[status], status.padEnd(7), process.stderr)} ${id}  ${formatDuration(seconds)}${reason ? `  ${reason}` : ''}`,
  )
}
