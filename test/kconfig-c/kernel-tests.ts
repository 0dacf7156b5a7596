/**
 * The kernel's own tests of its configuration programs (scripts/kconfig/tests), run against the engine: their scripts, which are
 * rows of `assert conf.DO_THIS(…) == 0` and `assert conf.COMPARE(file)`, are read from the tree and obeyed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createConfiguration, type KconfigConfiguration } from '../../src/kconfig/configuration.ts'
import {
  formatMessage,
  formatWarning,
  type KconfigMode,
  kconfigModes,
  openKconfig,
  runMode,
} from '../../src/kconfig/index.ts'
import { readConfig } from '../../src/kconfig/read-config.ts'
import { configHeading, writeConfig } from '../../src/kconfig/write-config.ts'
import { SmartError } from '../../src/system/error.ts'
import type { Verdict } from './comparison.ts'
import { converse } from './conversation.ts'
import { OUTSIDE } from './programs.ts'

interface Outcome {
  failed: boolean
  config: string
  stdout: string
  stderr: string
}

/** A verdict for every `def test…`; what this runner does not know how to do is a difference. */
export async function* kernelTests(treeDir: string): AsyncGenerator<Verdict> {
  const tests = join(treeDir, 'scripts', 'kconfig', 'tests')
  const scripts = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('__init__.py'),
  )
  for (const script of scripts.sort()) {
    const folder = join(tests, dirname(script))
    const text = readFileSync(join(tests, script), 'utf8')
    for (const [, name, body = ''] of text.matchAll(/^def (test\w*)\(conf\):\n((?:[ \t]+.*\n|\n)+)/gm)) {
      const differences: string[] = []
      let outcome: Outcome = { failed: false, config: '', stdout: '', stderr: '' }
      for (const line of body.split('\n').filter((part) => part.trim() !== '')) {
        const [, action = '', list = '', relation, status] =
          /^\s*assert conf\.(\w+)\(([^)]*)\)(?: (==|!=) (\d))?$/.exec(line) ?? []
        const given = [...list.matchAll(/'([^']*)'/g)].map(([, word = '']) => word)
        if (relation !== undefined) {
          outcome = await perform(folder, action, given)
          if (outcome.failed !== ((status === '0') !== (relation === '==')))
            differences.push(`${line.trim()}: ${outcome.stderr}`)
        } else if (!comparison(outcome, action, readFileSync(join(folder, given[0] ?? ''), 'utf8')))
          differences.push(`${line.trim()}, but it is:\n${outcome[action.split('_')[0] as 'stdout']}`)
      }
      yield {
        name: `${dirname(script)} ${name}`,
        ...(differences.length === 0 ? {} : { difference: differences.join('\n') }),
      }
    }
  }
}

async function perform(folder: string, action: string, given: string[]): Promise<Outcome> {
  const read = (name: string | undefined) => (name === undefined ? undefined : readFileSync(join(folder, name), 'utf8'))
  try {
    const { tree } = await openKconfig(folder, { arch: 'x86_64', outside: OUTSIDE })
    const of = (kind: 'info' | 'stderr') =>
      tree.warnings
        .filter((warning) => (warning.kind === 'info') === (kind === 'info'))
        .map((warning) => `${formatWarning(warning)}\n`)
    const said = { stdout: of('info').join(''), stderr: of('stderr').join('') }
    if (action === 'oldaskconfig' || action === 'oldconfig') {
      const text = read(given[0])
      const user = text === undefined ? undefined : readConfig(tree, { name: '.config', text }).user
      const configuration: KconfigConfiguration = createConfiguration(tree, user)
      const asked = converse(configuration, action === 'oldconfig', (given[1] ?? '').split('\n'))
      const config = configHeading(tree) + writeConfig(configuration)
      return { failed: false, config, stdout: said.stdout + asked, stderr: said.stderr }
    }
    const mode = kconfigModes.find((known) => known === action)
    if (mode === undefined) throw new Error(`this runner does not know ${action}`)
    const result = runMode(mode, tree, inputOf(mode, read(given[0])))
    const messages = result.messages.map((message) => `${formatMessage(message)}\n`)
    return {
      failed: false,
      config: result.heading + result.text,
      stdout: said.stdout,
      stderr: said.stderr + messages.join(''),
    }
  } catch (error) {
    if (!(error instanceof SmartError)) throw error
    return { failed: true, config: '', stdout: '', stderr: `${error.where}: ${error.message}` }
  }
}

function inputOf(mode: KconfigMode, text: string | undefined) {
  if (text === undefined) return {}
  const given = { name: 'given', text }
  return mode.startsWith('all') ? { allConfig: given } : { config: given }
}

function comparison(outcome: Outcome, action: string, expected: string): boolean {
  const [what = '', how] = action.split('_')
  const actual = outcome[what as 'config' | 'stdout' | 'stderr']
  if (outcome.failed) return sameFacts(expected, actual)
  return how === 'matches' ? actual === expected : how === 'contains' && actual.includes(expected)
}

/**
 * An error is told in the engine's own sentences. What has to agree is what C's lines say: each place, in order, and each name in
 * quotes or behind `symbol`.
 */
function sameFacts(expected: string, actual: string): boolean {
  let rest = actual
  for (const line of expected.split('\n')) {
    const facts = [/([\w.]+:\d+)\b/, /'(\w+)'/, /:\t(symbol .*)$/].flatMap((pattern) => pattern.exec(line)?.[1] ?? [])
    for (const fact of facts) {
      if (!actual.includes(fact)) return false
      if (fact.startsWith('symbol')) {
        // Each of them once, and in C's order.
        if (!rest.includes(fact)) return false
        rest = rest.slice(rest.indexOf(fact) + fact.length)
      }
    }
  }
  return !/symbol \w+ /.test(rest)
}
