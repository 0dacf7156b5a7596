/** `smart-os explain SUBJECT` */
import { explain } from '../../configure/index.ts'
import { openProject } from '../../pipeline/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { print } from '../output.ts'

export async function explainCommand(subject: string, flags: CommonFlags): Promise<number> {
  const project = await openProject(projectOptions(flags))
  for (const line of explain(project.configuration, subject)) print(line)
  return ExitStatus.done
}
