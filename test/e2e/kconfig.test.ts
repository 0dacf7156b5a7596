/** The Kconfig engine against the kernel's own conf, in small; `npm run test:kconfig` does it in full. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveRequests } from '../../src/kconfig/index.ts'
import { openProject } from '../../src/pipeline/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { busybox } from '../kconfig-c/busybox.ts'
import { openSide, type Side, type Verdict } from '../kconfig-c/comparison.ts'
import { kernelTests } from '../kconfig-c/kernel-tests.ts'
import { mutate } from '../kconfig-c/mutate.ts'
import { planner, plannerBases } from '../kconfig-c/planner.ts'
import { buildPrograms, type CPrograms } from '../kconfig-c/programs.ts'
import { sourceTree } from '../kconfig-c/source.ts'
import { ROOT, smartOs, succeed } from './program.ts'

let treeDir = ''
let programs: CPrograms
let side: Side
let short = ''
beforeAll(async () => {
  treeDir = await sourceTree('linux')
  programs = await buildPrograms(treeDir)
  side = await openSide(treeDir, programs, 'x86_64')
  short = await readFile(join(treeDir, 'arch', 'x86', 'configs', 'x86_64_defconfig'), 'utf8')
})

/** How many cases there were, and those that were not equal. */
async function judge(verdicts: AsyncIterable<Verdict>): Promise<{ cases: number; wrong: string[] }> {
  const wrong: string[] = []
  let cases = 0
  for await (const { name, difference } of verdicts) {
    cases++
    if (difference !== undefined) wrong.push(`${name}: ${difference}`)
  }
  return { cases, wrong }
}

describe('configurations of x86', () => {
  it('have the menu nodes and symbols that C counts, and shell commands the same answers', async () => {
    expect(side.probes).toEqual({ name: 'x86_64: 89 probes' })
    expect(side.count()).toEqual({ nodes: 17_052, symbols: 16_476 })
  })

  it.each([
    'defconfig',
    'olddefconfig',
    'alldefconfig',
    'allnoconfig',
    'allyesconfig',
    'allmodconfig',
    'savedefconfig',
    'listnewconfig',
  ] as const)('are equal to C’s after %s, and warned about in the same words', async (mode) => {
    expect(await side.compare({ name: mode, mode, config: short })).toEqual({ name: `x86_64 ${mode}` })
  })

  it('are equal to what make itself writes', () => {
    expect(side.text({ name: '', mode: 'defconfig', config: short })).toBe(programs.madeConfig)
  })

  it('that are damaged at random come out as C’s do', async () => {
    const whole = side.text({ name: '', mode: 'defconfig', config: short })
    for (let seed = 1; seed <= 8; seed++)
      expect(await side.compare({ name: '', mode: 'olddefconfig', config: mutate(whole, seed) })).not.toHaveProperty(
        'difference',
      )
  })
})

it('enables hidden symbols with all that they depend on, in a way that C keeps', async () => {
  for (const base of await plannerBases(treeDir, side)) {
    const { cases, wrong } = await judge(planner(side, { ...base, seed: 1, draws: 10 }))
    expect(wrong).toEqual([])
    expect(cases).toBeGreaterThan(9)
  }
})

it('gives every driver of the catalog, built in and as a module, a kernel with all that it depends on', async () => {
  const base = await readFile(join(ROOT, 'templates', 'components', 'linux', 'base.config'), 'utf8')
  const { catalog } = await openProject({ profile: 'minimal' })
  const drivers = [...catalog.entries.values()].filter((entry) => entry.kind === 'driver')
  const cases = drivers.flatMap(({ id, modes }) => modes.map((mode) => `drivers.${id}=${mode}`))
  expect(cases.length).toBeGreaterThan(60)
  const refused: string[] = []
  for (const set of cases) {
    const { configuration } = await openProject({ profile: 'minimal', sets: [set] })
    const requests = new Map([...configuration.kernel].map(([symbol, { value }]) => [symbol, value]))
    const { problems } = resolveRequests(side.tree, base, requests)
    refused.push(...problems.map(({ why }) => `${set}: ${why}`))
  }
  expect(refused).toEqual([])
})

it('adds to a request what C then keeps over the base fragment', async () => {
  const base = await readFile(join(ROOT, 'templates', 'components', 'linux', 'base.config'), 'utf8')
  const requests = new Map([
    ['RT2800USB', 'm'],
    ['IP_NF_TARGET_MASQUERADE', 'y'],
  ])
  const { added, problems } = resolveRequests(side.tree, base, requests)
  expect(problems).toEqual([])
  expect(added.length).toBeGreaterThan(5)
  const lines = [...[...requests].map(([symbol, value]) => ({ symbol, value })), ...added].map(
    ({ symbol, value }) => `CONFIG_${symbol}=${value}\n`,
  )
  const { text } = await side.ask({ name: '', mode: 'allnoconfig', allConfig: base + lines.join('') })
  expect(lines.filter((line) => !text.includes(line))).toEqual([])
})

it('passes the kernel’s own tests of its configuration programs', async () => {
  expect(await judge(kernelTests(treeDir))).toEqual({ cases: 17, wrong: [] })
})

it('configures BusyBox as its own conf does', async () => {
  const { cases, wrong } = await judge(busybox(await sourceTree('busybox'), { seed: 1, random: 20 }))
  expect(wrong).toEqual([])
  expect(cases).toBeGreaterThan(35)
})

describe('smart-os kconfig', () => {
  it('writes what make would, from recorded answers too, and leaves the tree alone', async () => {
    await using folder = await temporaryFolder()
    const file = (name: string) => join(folder.path, name)
    const common = ['--tree', treeDir, '--arch', 'x86_64']
    await succeed(['kconfig', 'defconfig', ...common, '--record', file('answers.json'), '--out', file('one')])
    expect(await readFile(file('one'), 'utf8')).toBe(programs.madeConfig)
    await writeFile(file('changed'), programs.madeConfig.replace('CONFIG_SMP=y', '# CONFIG_SMP is not set'))
    const replayed = [
      'kconfig',
      'olddefconfig',
      ...common,
      '--config',
      file('changed'),
      '--replay',
      file('answers.json'),
    ]
    const { stdout } = await succeed([...replayed, '--no-cache'], { PATH: '/nowhere' })
    expect(stdout).toContain('# CONFIG_SMP is not set')
    expect(stdout).toBe((await succeed(replayed)).stdout)
  })

  it('says where there is nothing to configure', async () => {
    await using folder = await temporaryFolder()
    const { status, stderr } = await smartOs(['kconfig', 'allnoconfig', '--tree', folder.path])
    expect(status).toBe(1)
    expect(stderr).toContain('there is no file Kconfig')
  })
})
