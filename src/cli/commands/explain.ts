/** `smart-os explain SUBJECT` */
import { explain } from '../../configure/index.ts'
import { explainKernelSymbol, openProject } from '../../pipeline/index.ts'
import type { Project } from '../../pipeline/types.ts'
import { ExitStatus } from '../../system/error.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { print, say } from '../output.ts'
import { withSignals } from '../signals.ts'

export async function explainCommand(subject: string, flags: CommonFlags & { offline?: boolean }): Promise<number> {
  const project = await openProject(projectOptions(flags))
  const symbol = /^kernel:(?:CONFIG_)?(.+)$/.exec(subject)?.[1]
  const lines =
    symbol === undefined ? explain(project.configuration, subject) : await explainSymbol(project, symbol, flags)
  for (const line of lines) print(line)
  return ExitStatus.done
}

function explainSymbol(project: Project, symbol: string, { offline }: { offline?: boolean }): Promise<string[]> {
  return withSignals((signal) =>
    explainKernelSymbol(project, symbol, {
      offline,
      signal,
      onEvent: (event) => {
        if (event.type === 'step:started') say(`${event.id} …`)
      },
    }),
  )
}
