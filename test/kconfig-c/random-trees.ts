/** Small random trees, with every construct of the language, in every mode: what no kernel has, but somebody's patch may. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatMessage, formatWarning, kconfigModes, parseKconfig, runMode } from '../../src/kconfig/index.ts'
import { SmartError } from '../../src/system/error.ts'
import { sha256 } from '../../src/system/hash.ts'
import { randomConfig, randomTree } from '../kconfig/random-tree.ts'
import { differing, type Verdict } from './comparison.ts'
import { COMPARE_CACHE, type CPrograms, OUTSIDE } from './programs.ts'
import { runC } from './run-c.ts'

/** Twice as many as random configurations; each in one of the modes, half of all*config with a file of KCONFIG_ALLCONFIG. */
export async function* randomTrees(programs: CPrograms, seed: number, count: number): AsyncGenerator<Verdict> {
  for (let index = 0; index < count * 2; index++) yield compare(programs, (seed + index * 7919) >>> 0)
}

async function compare(programs: CPrograms, seed: number): Promise<Verdict> {
  const { text, random } = randomTree(seed)
  const mode = kconfigModes[Math.floor(random() * kconfigModes.length)] ?? 'olddefconfig'
  const lines = randomConfig(random)
  const seeded = mode.startsWith('all')
  const config = seeded ? undefined : lines
  const allConfig = seeded && random() < 0.5 ? lines : undefined
  // At a place of its own, so that C's answer can be kept.
  const folder = join(COMPARE_CACHE, 'trees', sha256(text))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'Kconfig'), text)
  const c = await runC({
    treeDir: 'random',
    treeHash: sha256(text),
    programs,
    environment: new Map([['srctree', folder]]),
    variables: OUTSIDE.variables,
    mode,
    config,
    allConfig,
    answers: '',
  })
  return {
    name: `random tree of seed ${seed}, ${mode}`,
    ...differing(answerOf(c.status, withoutRemarks(c.text), c.stderr), engine()),
  }

  function engine(): string {
    try {
      const tree = parseKconfig({ readFile: (path) => (path === 'Kconfig' ? text : undefined) })
      const result = runMode(mode, tree, {
        ...(config === undefined ? {} : { config: { name: mode === 'defconfig' ? 'given' : '.config', text: config } }),
        ...(allConfig === undefined ? {} : { allConfig: { name: 'all', text: allConfig } }),
      })
      const said = [
        ...tree.warnings.filter(({ kind }) => kind !== 'info').map(formatWarning),
        ...result.messages.map(formatMessage),
      ]
      return answerOf(0, result.heading + result.text, said.map((line) => `${line}\n`).join(''))
    } catch (error) {
      if (error instanceof SmartError) return answerOf(1, '', '')
      throw error
    }
  }
}

/** What conf says of its own simplifying goes to the same output as the list. */
function withoutRemarks(text: string): string {
  return text.replace(/^boolean symbol .*\n/gm, '')
}

/** Of a tree that is refused only that counts: both say it in their own words. */
function answerOf(status: number | null, text: string, said: string): string {
  return status === 0 ? `${text}\n${said}` : 'refused'
}
