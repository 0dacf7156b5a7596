/** `smart-os doctor [--fix]`: what this machine has, lacks, and can do. */
import { spawnSync } from 'node:child_process'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { probeSandbox } from '../../build/index.ts'
import { probeAcceleration } from '../../machine/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { freeBytes } from '../../system/free-space.ts'
import { cacheRoot, programRoot } from '../../system/paths.ts'
import { formatSize } from '../../system/size.ts'
import { missingTools } from '../../system/tools.ts'
import { paint, print, say, table } from '../output.ts'

/** A first build of the minimal profile needs about this much below the cache folder. */
const WANTED_DISK = 4 * 1024 ** 3

export async function doctorCommand(flags: { fix?: boolean }): Promise<number> {
  if (flags.fix && missingTools().length > 0) {
    const result = spawnSync(process.execPath, [join(programRoot(), 'src', 'setup', 'host.mjs')], { stdio: 'inherit' })
    if (result.status !== 0) return ExitStatus.host
  }
  const rows: string[][] = []
  let missing = false
  const row = (ok: boolean | undefined, name: string, text: string) => {
    const mark = ok === undefined ? paint('yellow', 'note') : ok ? paint('green', 'ok') : paint('red', 'lacks')
    rows.push([mark, name, text])
  }
  for (const tool of missingTools()) {
    missing = true
    row(false, tool.tool.split('|')[0] ?? tool.tool, `${tool.for}: apt-get install ${tool.package}`)
  }
  if (!missing) row(true, 'programs', 'everything smart-os calls is installed')
  const sandbox = await probeSandbox()
  row(sandbox.kind === 'bubblewrap' ? true : undefined, 'sandbox', sandbox.reason ?? 'bubblewrap with user namespaces')
  if (!missing) {
    const acceleration = await probeAcceleration(cacheRoot())
    row(
      acceleration.acceleration === 'kvm' ? true : undefined,
      'acceleration',
      `${acceleration.acceleration}: ${acceleration.reason}`,
    )
  }
  row(true, 'processors', `${availableParallelism()}, ${formatSize(totalmem())} of memory`)
  const free = await freeBytes(cacheRoot())
  row(free >= WANTED_DISK ? true : undefined, 'disk', `${formatSize(free)} free for ${cacheRoot()}`)
  print(table(rows))
  if (missing) say('smart-os doctor --fix installs what is missing.')
  return missing ? ExitStatus.host : ExitStatus.done
}
