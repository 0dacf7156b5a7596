/** One tree and architecture on both sides: the engine's answer against that of the kernel's conf, text and warnings. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import {
  definedSymbols,
  formatMessage,
  formatWarning,
  type KconfigMode,
  type KconfigTree,
  openKconfig,
  runMode,
  walkNodes,
} from '../../src/kconfig/index.ts'
import { cacheRoot } from '../../src/system/paths.ts'
import { type CPrograms, OUTSIDE } from './programs.ts'
import { type CResult, parseAnswers, runC } from './run-c.ts'

export interface Case {
  name: string
  mode: KconfigMode
  config?: string
  allConfig?: string
}

export interface Verdict {
  name: string
  /** Undefined where both sides agree; else the first difference. */
  difference?: string
  /** Why there is nothing to compare with: C has no answer itself. */
  unanswered?: string
}

export interface Side {
  arch: string
  tree: KconfigTree
  environment: ReadonlyMap<string, string>
  /** What C asked and was answered, as popen.c writes it. */
  records: string
  /** Where the answers of shell commands differ between C and the engine. */
  probes: Verdict
  compare(wanted: Case): Promise<Verdict>
  /** C's answer to a case. */
  ask(wanted: Case): Promise<CResult>
  /** The engine's text for a case, heading and all. */
  text(wanted: Case): string
  /** Menu nodes below the root, and symbols that an entry defines. */
  count(): { nodes: number; symbols: number }
}

/** Opens a tree for one architecture, and asks C for its probes once. */
export async function openSide(treeDir: string, programs: CPrograms, arch: string): Promise<Side> {
  const { tree, environment, answers } = await openKconfig(treeDir, {
    arch,
    outside: OUTSIDE,
    cacheDir: join(cacheRoot(), 'kconfig'),
  })
  const treeHash = await hashOf(treeDir, tree.files)
  const base = { treeDir, treeHash, programs, environment, variables: OUTSIDE.variables }
  const asked = await runC({ ...base, mode: 'alldefconfig', answers: undefined })
  const theirs = parseAnswers(asked.answers)
  const ours = new Map([...answers].map(([command, { output }]) => [command, output]))
  // make asks this one itself, and hands the answer on.
  for (const command of ours.keys())
    if (!theirs.has(command) && command.endsWith('--version 2>/dev/null | head -n 1')) ours.delete(command)
  const probes = { name: `${arch}: ${theirs.size} probes`, ...differing(listOf(theirs), listOf(ours)) }

  function engine({ mode, config, allConfig }: Case) {
    const result = runMode(mode, tree, {
      ...(config === undefined ? {} : { config: { name: mode === 'defconfig' ? 'given' : '.config', text: config } }),
      ...(allConfig === undefined ? {} : { allConfig: { name: 'all', text: allConfig } }),
    })
    const said = [
      ...tree.warnings.filter(({ kind }) => kind !== 'info').map(formatWarning),
      ...result.messages.map(formatMessage),
    ]
    return { text: result.heading + result.text, stderr: said.map((line) => `${line}\n`).join('') }
  }

  const ask = (wanted: Case) => runC({ ...base, ...wanted, answers: asked.answers })

  async function compare(wanted: Case): Promise<Verdict> {
    return { name: `${arch} ${wanted.name}`, ...differenceOf(await ask(wanted), engine(wanted)) }
  }

  return {
    arch,
    tree,
    environment,
    records: asked.answers,
    probes,
    compare,
    ask,
    text: (wanted) => engine(wanted).text,
    count: () => countOf(tree),
  }
}

function countOf(tree: KconfigTree) {
  return { nodes: [...walkNodes(tree.root)].length, symbols: definedSymbols(tree).length }
}

function differenceOf(c: CResult, ours: { text: string; stderr: string }): { difference?: string } {
  if (c.status !== 0) return { difference: `C ended with ${c.status}: ${c.stderr.slice(-400)}` }
  const text = differing(c.text, ours.text)
  return text.difference === undefined ? differing(c.stderr, ours.stderr, 'warnings, ') : text
}

/** The first line in which two texts differ, with a few of what follows. */
export function differing(c: string, engine: string, what = ''): { difference?: string } {
  if (c === engine) return {}
  const [left, right] = [c.split('\n'), engine.split('\n')]
  const at = left.findIndex((line, index) => line !== right[index])
  const from = at < 0 ? left.length : at
  const show = (lines: string[], sign: string) =>
    lines
      .slice(from, from + 4)
      .map((line) => `\n      ${sign} ${line}`)
      .join('')
  return { difference: `${what}line ${from + 1}:${show(left, 'C     ')}${show(right, 'engine')}` }
}

function listOf(answers: ReadonlyMap<string, string>): string {
  return [...answers]
    .map(([command, output]) => JSON.stringify([command, output]))
    .sort()
    .join('\n')
}

async function hashOf(treeDir: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) hash.update(await readFile(isAbsolute(file) ? file : join(treeDir, file)))
  return hash.digest('hex')
}
