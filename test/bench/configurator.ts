/** How the configurator feels: first frame, keys, search, a flood of log lines, memory over an hour, bytes on the wire. */
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleInto } from '../../src/setup/bundle.mjs'
import { bytesPerKey } from './configurator/bytes.ts'
import type { KernelTimes } from './configurator/kernel.ts'
import type { KeyTimes, Quickness } from './configurator/keys.ts'
import type { LogRate } from './configurator/log-rate.ts'
import type { MemoryOverTime } from './configurator/memory.ts'
import { firstFrame } from './start.ts'
import { type Figure, NODE_FLAGS, ROOT, timed } from './tools.ts'

export async function configurator(): Promise<Figure[]> {
  return [
    ...(await firstFrame()),
    ...(await keys()),
    ...(await kernelMenu()),
    ...(await log()),
    ...(await memory()),
    ...(await wire()),
  ]
}

async function keys(): Promise<Figure[]> {
  const { entries, moves, letters, changes } = await stage<KeyTimes>('keys')
  const rows = `${entries.toLocaleString('en')} rows`
  return [
    quick(`key to frame, ${rows} behind the view`, moves, 8, 16),
    quick(`search over ${rows}, each letter typed`, letters, 16, 16),
    quick(`an entry switched, all ${rows} resolved anew`, changes, 50, 100),
  ]
}

/** Over the source that the default profile builds from; without it on this machine there is nothing to measure. */
export async function kernelMenu(): Promise<Figure[]> {
  const { symbols, first, firstCpu, toggles, letters } = await stage<KernelTimes>('kernel', 'kernel-warm')
  const tree = `${symbols.toLocaleString('en')} kernel symbols`
  return [
    {
      name: `first kernel menu on the screen, warm (${tree})`,
      value: `${first.toFixed(0)} ms (CPU ${firstCpu.toFixed(0)} ms)`,
      target: '≤ 500 ms',
      reached: first <= 500,
    },
    quick('a kernel option switched, its menu on the screen again', toggles, 16, 16),
    quick('a move while the plan after such a switch is made', await stage<Quickness>('planning'), 50, 50),
    quick(`search over ${tree} and everything else, each letter`, letters, 16, 16),
  ]
}

function quick(name: string, { median, p95, cpu, count }: Quickness, goodMedian: number, goodP95: number): Figure {
  return {
    name: `${name} (${count} keys)`,
    value: `${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (CPU ${cpu.toFixed(1)} ms)`,
    target: `≤ ${goodMedian} ms, p95 ≤ ${goodP95} ms`,
    reached: median <= goodMedian && p95 <= goodP95,
  }
}

async function log(): Promise<Figure[]> {
  const { lines, frames } = await stage<LogRate>('log')
  return [
    {
      name: 'log lines a second into a build pane, drawn all the while',
      value: `${lines.toLocaleString('en')} at ${frames} frames/s`,
      target: '≥ 50,000 at ≥ 20 frames/s',
      reached: lines >= 50_000 && frames >= 20,
    },
  ]
}

async function memory(): Promise<Figure[]> {
  const { lines, heap } = await stage<MemoryOverTime>('memory')
  // After the first tenth every tail is full: from there on nothing may grow.
  const [full = 0, last = Number.NaN] = [Math.max(...heap.slice(1, 4)), heap.at(-1)]
  return [
    {
      name: `heap over ${(lines / 1e6).toFixed(0)} million log lines (11 points)`,
      value: `${heap[0]} MB, ${full} MB, at the end ${last} MB`,
      target: 'no growth once the tail is full',
      reached: last <= full + 2,
    },
  ]
}

async function wire(): Promise<Figure[]> {
  const { median, p95, most, count } = await bytesPerKey()
  return [
    {
      name: `bytes to the terminal for a key (${count} keys over a pty)`,
      value: `${median}, p95 ${p95}, most ${most}`,
      target: '≤ 2,048 median',
      reached: median <= 2048,
    },
  ]
}

/**
 * Bundles the stage as the program is bundled, and runs one measurement of it in a process of its own; `before` is what a session
 * before it would have done.
 */
async function stage<Result>(part: string, before?: string): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'smart-os-bench-'))
  try {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    // The program looks for these beside itself.
    for (const name of ['profiles', 'templates']) await symlink(join(ROOT, name), join(folder, name))
    await bundleInto(folder, join(ROOT, 'test', 'bench', 'configurator', 'stage.ts'))
    const outfile = join(folder, 'stage.js')
    // Colours are what a terminal gets, and part of the work.
    const run = async (name: string) => {
      const ended = await timed([process.execPath, ...NODE_FLAGS, '--expose-gc', outfile, name], { FORCE_COLOR: '3' })
      if (ended.status !== 0) throw new Error(`the stage of ${name} ended with ${ended.status}`)
      return ended
    }
    if (before !== undefined) await run(before)
    const { stdout } = await run(part)
    const line = stdout.split('\n').find((text) => text.startsWith('{'))
    return JSON.parse(line ?? '') as Result
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
