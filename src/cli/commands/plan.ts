/** `smart-os plan`: what a build would do and why, without doing it. */
import { openProject, planProject } from '../../pipeline/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { paint, print, table } from '../output.ts'
import { printProblems } from '../problems.ts'
import { withSignals } from '../signals.ts'

export async function planCommand(flags: CommonFlags & { json?: boolean; offline?: boolean }): Promise<number> {
  const project = await openProject(projectOptions(flags))
  if (printProblems(project.configuration)) return ExitStatus.usage
  const plan = await withSignals((signal) => planProject(project, { offline: flags.offline, signal }))
  if (flags.json) {
    print(JSON.stringify(plan, null, 2))
    return ExitStatus.done
  }
  const rows = plan.steps.map((step) => [
    step.action === 'build' ? paint('yellow', 'build') : paint('green', 'reuse'),
    step.id,
    step.action === 'build' ? `${step.measured ? '' : '~'}${formatDuration(step.seconds)}` : '',
    step.reasons.join('; '),
  ])
  print(table(rows))
  const toRun = plan.steps.filter((step) => step.action === 'build')
  if (toRun.length === 0) print('Nothing to do: everything is built.')
  else
    print(
      `${toRun.length} of ${plan.steps.length} steps to run, about ${formatDuration(plan.seconds)} (longest chain ${formatDuration(plan.criticalPathSeconds)}), about ${formatSize(plan.bytes)} of disk`,
    )
  return ExitStatus.done
}
