/** The parts of the comparison. Each gives its verdicts one by one. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type KconfigMode, kconfigModes } from '../../src/kconfig/index.ts'
import { everyDefconfig } from './architectures.ts'
import { busybox } from './busybox.ts'
import { type Case, differing, openSide, type Side, type Verdict } from './comparison.ts'
import { fragments } from './fragments.ts'
import { kernelTests } from './kernel-tests.ts'
import { mutate } from './mutate.ts'
import { planner, plannerBases } from './planner.ts'
import { buildPrograms } from './programs.ts'
import { randomFrom } from './random.ts'
import { randomTrees } from './random-trees.ts'
import { sourceTree } from './source.ts'

export interface SectionOptions {
  seed: number
  random: number
}

export type Section = (options: SectionOptions) => AsyncGenerator<Verdict>

const X86 = ['x86_64', 'i386'] as const

export const sections: Readonly<Record<string, Section>> = {
  tests,
  modes,
  fragments: async function* () {
    const { treeDir, programs } = await linux()
    yield* fragments(treeDir, await openSide(treeDir, programs, 'x86_64'))
  },
  busybox: async function* (options) {
    yield* busybox(await sourceTree('busybox'), options)
  },
  random,
  trees: async function* ({ seed, random: count }) {
    yield* randomTrees((await linux()).programs, seed, count)
  },
  planner: enabling,
  architectures,
}

async function linux() {
  const treeDir = await sourceTree('linux')
  return { treeDir, programs: await buildPrograms(treeDir) }
}

/** The kernel's own tests. */
async function* tests(): AsyncGenerator<Verdict> {
  yield* kernelTests(await sourceTree('linux'))
}

/** Both default configurations of x86 in every mode, from the short file and from the whole one, and what make itself gives. */
async function* modes(): AsyncGenerator<Verdict> {
  const { treeDir, programs } = await linux()
  const tiny = await readFile(join(treeDir, 'kernel', 'configs', 'tiny-base.config'), 'utf8')
  for (const arch of X86) {
    const side = await openSide(treeDir, programs, arch)
    yield side.probes
    const short = await readFile(join(treeDir, 'arch', 'x86', 'configs', `${arch}_defconfig`), 'utf8')
    const whole = side.text({ name: '', mode: 'defconfig', config: short })
    if (arch === 'x86_64') yield { name: 'make x86_64_defconfig', ...differing(programs.madeConfig, whole) }
    for (const mode of kconfigModes) {
      yield side.compare({ name: `${mode} of the short configuration`, mode, config: short })
      yield side.compare({ name: `${mode} of the whole configuration`, mode, config: whole })
    }
    for (const mode of ['allnoconfig', 'allyesconfig', 'allmodconfig', 'alldefconfig'] as const) {
      yield side.compare({ name: `${mode} with tiny-base.config`, mode, allConfig: tiny })
      const made = side.text({ name: '', mode })
      for (const next of ['olddefconfig', 'savedefconfig', 'listnewconfig'] as const)
        yield side.compare({ name: `${next} of ${mode}`, mode: next, config: made })
    }
  }
}

/** Mutated configurations of x86_64. */
async function* random({ seed, random: count }: SectionOptions): AsyncGenerator<Verdict> {
  const { treeDir, programs } = await linux()
  const side = await openSide(treeDir, programs, 'x86_64')
  const short = await readFile(join(treeDir, 'arch', 'x86', 'configs', 'x86_64_defconfig'), 'utf8')
  const bases = [
    side.text({ name: '', mode: 'defconfig', config: short }),
    ...(['allnoconfig', 'allyesconfig', 'allmodconfig', 'alldefconfig'] as const).map((mode) =>
      side.text({ name: '', mode }),
    ),
  ]
  for (let index = 0; index < count; index++) {
    const own = (seed + index * 7919) >>> 0
    const config = mutate(bases[index % bases.length] ?? '', own)
    for (const wanted of casesOf(config, own)) yield side.compare(wanted)
  }
}

function casesOf(config: string, seed: number): Case[] {
  const choice = randomFrom(seed + 1)
  const name = `mutated with seed ${seed}`
  const cases: Case[] = [{ name: `olddefconfig ${name}`, mode: 'olddefconfig', config }]
  const other = choice.pick<KconfigMode>(['savedefconfig', 'listnewconfig', 'defconfig'])
  if (choice.chance(0.5)) cases.push({ name: `${other} ${name}`, mode: other, config })
  if (choice.chance(0.25)) {
    const mode = choice.pick<KconfigMode>(['allnoconfig', 'allyesconfig', 'allmodconfig', 'alldefconfig'])
    const some = config.split('\n').filter(() => choice.chance(0.02))
    cases.push({ name: `${mode} with lines ${name}`, mode, allConfig: `${some.join('\n')}\n` })
  }
  return cases
}

/** 250 hidden symbols enabled for every 200 mutated configurations, from each ground. */
async function* enabling({ seed, random: count }: SectionOptions): AsyncGenerator<Verdict> {
  const { treeDir, programs } = await linux()
  const side = await openSide(treeDir, programs, 'x86_64')
  for (const base of await plannerBases(treeDir, side))
    yield* planner(side, { ...base, seed, draws: Math.ceil(count * 1.25) })
}

/** Every default configuration of every architecture. The compiler is this machine's on both sides: what it answers is the same. */
async function* architectures(): AsyncGenerator<Verdict> {
  const { treeDir, programs } = await linux()
  let side: Side | undefined
  for (const { arch, path } of everyDefconfig(treeDir)) {
    if (side?.arch !== arch) {
      side = await openSide(treeDir, programs, arch)
      yield side.probes
    }
    const config = await readFile(join(treeDir, path), 'utf8')
    yield side.compare({ name: path, mode: 'defconfig', config })
  }
}
