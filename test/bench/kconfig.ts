/**
 * Load and olddefconfig of the x86 tree as whole processes, side by side with the kernel's own conf: everything cached, only the
 * probes cached, nothing cached. conf has no caches: its best is with the answers of its shell commands read from a file (popen.c).
 */
import { spawnSync } from 'node:child_process'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '../../src/system/files.ts'
import { openSide } from '../kconfig-c/comparison.ts'
import { buildPrograms, type CPrograms, OUTSIDE } from '../kconfig-c/programs.ts'
import { sourceTree } from '../kconfig-c/source.ts'
import { type Figure, ROOT } from './tools.ts'

/** As `npm start` and the installed command run it. */
const PROGRAM = join(ROOT, 'src', 'setup', 'smart-os.sh')
const RUNS = 11
/** What conf took, its probes answered, on the machine for which a second was set as the goal. */
const C_SECONDS = 0.24

export async function kconfig(): Promise<Figure[]> {
  const treeDir = await sourceTree('linux')
  const programs = await buildPrograms(treeDir)
  const side = await openSide(treeDir, programs, 'x86_64')
  await using folder = await temporaryFolder('kconfig-bench-')
  const cache = join(folder.path, 'cache')
  const config = join(folder.path, '.config')
  await mkdir(cache)
  await writeFile(config, programs.madeConfig)
  await writeFile(join(folder.path, 'answers'), side.records)
  const kept = join(cache, 'smart-os', 'kconfig')
  const forget = async (part: string) => rm(join(kept, part), { recursive: true, force: true })
  const engine = () => engineSeconds(treeDir, config, { XDG_CACHE_HOME: cache })
  const c = (answered: boolean) => cSeconds(programs, treeDir, folder.path, side.environment, answered)
  engine()

  // By turns, so that both see the same machine.
  const times: Record<'cached' | 'probes' | 'nothing' | 'c' | 'cAsks', number[]> = {
    cached: [],
    probes: [],
    nothing: [],
    c: [],
    cAsks: [],
  }
  for (let run = 0; run < RUNS; run++) {
    times.cached.push(engine())
    times.c.push(c(true))
    await forget('trees')
    times.probes.push(engine())
    if (run % 3 > 0) continue
    await rename(kept, `${kept}.aside`)
    times.nothing.push(engine())
    await rm(kept, { recursive: true })
    await rename(`${kept}.aside`, kept)
    times.cAsks.push(c(false))
  }
  const [cached, probes, nothing] = [median(times.cached), median(times.probes), median(times.nothing)]
  const [cBest, cAsks] = [median(times.c), median(times.cAsks)]
  return [
    {
      name: 'kconfig olddefconfig, all cached (C cached beside it)',
      value: `${ms(cached)} (C ${ms(cBest)})`,
      target: 'no slower than C cached',
      reached: cached <= cBest,
    },
    {
      name: 'kconfig olddefconfig, all cached, against conf as people run it',
      value: `${(cAsks / cached).toFixed(1)} × faster (C ${ms(cAsks)})`,
      target: '5 × faster',
      reached: cAsks >= 5 * cached,
    },
    {
      name: 'kconfig olddefconfig, only the probes cached',
      value: `${ms(probes)} (C ${ms(cBest)})`,
      target: `≤ 1000 ms, or ${(1 / C_SECONDS).toFixed(1)} × C on a slower machine`,
      reached: probes <= 1 || probes <= cBest / C_SECONDS,
    },
    {
      name: 'kconfig olddefconfig, nothing cached',
      value: `${ms(nothing)} (C ${ms(cAsks)})`,
      target: 'no slower than C',
      reached: nothing <= cAsks,
    },
  ]
}

function engineSeconds(treeDir: string, config: string, env: Record<string, string>): number {
  const args = ['kconfig', 'olddefconfig', '--tree', treeDir, '--arch', 'x86_64', '--config', config]
  const path = `${dirname(process.execPath)}:${process.env.PATH}`
  return seconds(['sh', PROGRAM, ...args, '--out', `${config}.out`], { ...env, PATH: path })
}

function cSeconds(
  programs: CPrograms,
  treeDir: string,
  folder: string,
  environment: ReadonlyMap<string, string>,
  answered: boolean,
): number {
  const env = [...environment, ...Object.entries(OUTSIDE.variables), ['srctree', treeDir]].map(
    ([name, value]) => `${name}=${value}`,
  )
  const shim = answered ? [`LD_PRELOAD=${programs.popen}`, `POPEN_REPLAY=${join(folder, 'answers')}`] : []
  return seconds(['env', '-C', folder, '-i', ...env, ...shim, programs.conf, '--olddefconfig', 'Kconfig'], {})
}

/** Of the process alone: a shell around it that counts its processor time takes a tenth of C's. */
function seconds([program = '', ...args]: readonly string[], env: Record<string, string>): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(program, args, { env: { ...process.env, ...env } })
  const taken = (performance.now() - started) / 1000
  if (status !== 0) throw new Error(`a run ended with ${status}: ${stderr}`)
  return taken
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`
}
