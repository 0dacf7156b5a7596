/** `smart-os build` and `smart-os --profile P`: build without questions. */
import { BuildFailedError } from '../../build/index.ts'
import { buildProject, openProject } from '../../pipeline/index.ts'
import { showPath } from '../../profile/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { shellQuoteAll } from '../../system/shell-words.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import { type BuildFlags, projectOptions, repeatedFlags } from '../flags.ts'
import { paint, print, say } from '../output.ts'
import { printProblems } from '../problems.ts'
import { sayDiagnosis } from '../reporters/diagnosis.ts'
import { makeReporter } from '../reporters/index.ts'
import { withSignals } from '../signals.ts'

export async function buildCommand(flags: BuildFlags): Promise<number> {
  const options = projectOptions(flags)
  const debug = flags.debug ? ['image.debug=true'] : []
  const project = await openProject({ ...options, sets: [...(options.sets ?? []), ...debug] })
  if (printProblems(project.configuration)) return ExitStatus.usage
  const started = Date.now()
  const reporter = makeReporter(flags.progress)
  try {
    const record = await withSignals((signal) => buildProject(project, { ...flags, signal, onEvent: reporter.onEvent }))
    reporter.close()
    if (flags.progress !== 'json' && flags.progress !== 'quiet') {
      for (const [file, { bytes }] of Object.entries(record.files))
        print(`${showPath(`${project.out}/${file}`)}  ${formatSize(bytes)}`)
      const same = shellQuoteAll(repeatedFlags({ ...flags, set: [...flags.set, ...debug] }))
      const next = [`run it: smart-os run ${same}`, `prove it: smart-os verify ${same}`]
      say(
        `${paint('green', 'built', process.stderr)} in ${formatDuration((Date.now() - started) / 1000)}; ${next.join('; ')}`,
      )
    }
    return ExitStatus.done
  } catch (error) {
    reporter.close()
    if (!(error instanceof BuildFailedError)) throw error
    sayDiagnosis(error.diagnosis)
    return error.exitStatus
  }
}
