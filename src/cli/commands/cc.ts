/** `smart-os cc FILE…` */
import { spawnSync } from 'node:child_process'
import { openProject, prepareCompile } from '../../pipeline/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { say } from '../output.ts'

export interface CcFlags extends CommonFlags {
  output?: string
}

/** Compiles with the person's terminal for the compiler's messages. `words` are files, then (behind `--`) flags. */
export async function ccCommand(words: string[], flags: CcFlags): Promise<number> {
  const project = await openProject(projectOptions({ ...flags, profile: flags.profile ?? 'minimal' }))
  const first = words.findIndex((word) => word.startsWith('-'))
  const files = first < 0 ? words : words.slice(0, first)
  await using compile = await prepareCompile(project, {
    files,
    flags: first < 0 ? [] : words.slice(first),
    out: flags.output,
    cwd: process.cwd(),
  })
  for (const note of compile.notes) say(note)
  const [command, ...args] = compile.argv
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: compile.env, cwd: compile.cwd })
  const shown = compile.out.includes('/') ? compile.out : `./${compile.out}`
  if (status === 0 && compile.program)
    say(`Made for the system; here, smart-os exec ${shown} runs it with its libraries`)
  return status === 0 ? ExitStatus.done : (status ?? ExitStatus.cancelled)
}
