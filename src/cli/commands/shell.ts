/** `smart-os shell COMPONENT` */
import { spawnSync } from 'node:child_process'
import { openComponentShell, openProject } from '../../pipeline/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { onOwnTerminal } from '../../system/own-terminal.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { say } from '../output.ts'

export async function shellCommand(component: string, flags: CommonFlags): Promise<number> {
  const project = await openProject(projectOptions({ ...flags, profile: flags.profile ?? 'minimal' }))
  await using shell = await openComponentShell(project, component)
  say(`${shell.note}. The recipe is /recipe/build.sh, the source /src; exit leaves.`)
  const [program = 'sh', ...args] = process.stdin.isTTY ? onOwnTerminal(shell.argv) : shell.argv
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: shell.env, cwd: shell.cwd })
  return status ?? ExitStatus.cancelled
}
