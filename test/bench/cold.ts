/**
 * A cold build from source in a cache of its own (sources fetched before, ccache off): how busy the cores were, what the
 * engine itself cost; then one driver switched on: what the kernel's rebuild cost, and that it equals a clean build.
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BuildEvent } from '../../src/build/types.ts'
import { sha256File } from '../../src/system/hash.ts'
import { cacheRoot } from '../../src/system/paths.ts'
import { type Figure, smartOs, stolenSeconds } from './tools.ts'

type Finished = Extract<BuildEvent, { type: 'step:finished' }>

export async function coldBuild(): Promise<Figure[]> {
  await smartOs(['sources', '--profile', 'minimal', '--fetch'])
  const folder = await mkdtemp(join(process.env.BENCH_TMPDIR ?? tmpdir(), 'smart-os-bench-'))
  try {
    await cp(join(cacheRoot(), 'sources'), join(folder, 'a', 'smart-os', 'sources'), { recursive: true })
    return await measure(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(folder: string): Promise<Figure[]> {
  const build = (cache: string, out: string, sets: string[]) =>
    smartOs(
      [
        'build',
        '--profile',
        'minimal',
        '--offline',
        '--progress',
        'json',
        '--out',
        join(folder, out),
        ...sets.flatMap((set) => ['--set', set]),
      ],
      {
        XDG_CACHE_HOME: join(folder, cache),
      },
    )
  const stolen = stolenSeconds()
  const cold = await build('a', 'cold', [])
  const stolenMeanwhile = stolenSeconds() - stolen
  const steps = finished(cold.stdout)
  const cpu = steps.reduce((sum, step) => sum + step.cpuSeconds, 0)
  const busy = cpu / (availableParallelism() * cold.seconds - stolenMeanwhile)
  const engine = parsed(cold.stdout).find((event) => event.type === 'build:finished')?.engineCpuSeconds
  const overhead = (engine ?? Number.NaN) / cpu
  const coldKernel = steps.find((step) => step.id === 'build:linux')
  const driver = ['drivers.nvme=builtin']
  const warm = await build('a', 'driver', driver)
  const warmKernel = finished(warm.stdout).find((step) => step.id === 'build:linux')
  // The same with a driver, from nothing, elsewhere.
  await cp(join(folder, 'a', 'smart-os', 'sources'), join(folder, 'b', 'smart-os', 'sources'), { recursive: true })
  await build('b', 'clean', driver)
  const [incremental, clean] = await Promise.all(
    ['driver', 'clean'].map((out) => sha256File(join(folder, out, 'bzImage'))),
  )
  const share = (warmKernel?.cpuSeconds ?? Number.NaN) / (coldKernel?.cpuSeconds ?? Number.NaN)
  const record = JSON.parse(await readFile(join(folder, 'cold', 'config', 'build.json'), 'utf8')) as {
    files: Record<string, { bytes: number }>
  }
  return [
    {
      name: 'cold build, sources there',
      value: `${cold.seconds.toFixed(0)} s, ${cpu.toFixed(0)} CPU s, ${Object.keys(record.files).length} files`,
      target: 'told',
      reached: cold.status === 0,
    },
    { name: 'cores kept busy over it', value: `${(busy * 100).toFixed(1)} %`, target: '≥ 90 %', reached: busy >= 0.9 },
    {
      name: 'engine overhead over the steps’ own CPU time',
      value: `${(overhead * 100).toFixed(1)} %`,
      target: '≤ 5 %',
      reached: overhead <= 0.05,
    },
    {
      name: 'one driver on: kernel rebuilt, of the cold kernel’s CPU time',
      value: `${(share * 100).toFixed(1)} %`,
      target: '≤ 15 %',
      reached: share <= 0.15,
    },
    {
      name: 'that kernel against one built clean',
      value: incremental === clean ? 'bit-equal' : 'differs',
      target: 'bit-equal',
      reached: incremental === clean,
    },
  ]
}

function finished(jsonLines: string): Finished[] {
  return parsed(jsonLines).filter((event): event is Finished => event.type === 'step:finished')
}

function parsed(jsonLines: string): BuildEvent[] {
  return jsonLines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as BuildEvent)
}
