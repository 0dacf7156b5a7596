/** `smart-os clean`: make the cache small again without losing what profiles need. */
import { cleanCache } from '../../pipeline/index.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { cacheRoot } from '../../system/paths.ts'
import { formatSize, parseSize } from '../../system/size.ts'
import { print, say } from '../output.ts'

export async function cleanCommand(flags: {
  keep: string[]
  all?: boolean
  maxSize?: string
  dryRun?: boolean
}): Promise<number> {
  const maxBytes = flags.maxSize === undefined ? undefined : parseSize(flags.maxSize)
  if (flags.maxSize !== undefined && maxBytes === undefined)
    throw new SmartError(`--max-size ${flags.maxSize}: expected a size such as 2G`, { exitStatus: ExitStatus.usage })
  const report = await cleanCache({
    keep: flags.keep,
    all: flags.all ?? false,
    maxBytes,
    dryRun: flags.dryRun ?? false,
  })
  for (const name of report.unknown) say(`note: ${name} was never built here, so nothing is kept for it`)
  const verb = flags.dryRun ? 'would be freed' : 'freed'
  print(`${formatSize(report.bytesFreed)} ${verb} of ${formatSize(report.bytesBefore)} in ${cacheRoot()}`)
  return ExitStatus.done
}
