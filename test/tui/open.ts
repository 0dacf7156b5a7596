/** Opens the configurator in a test terminal over a fake pipeline, and closes it at the end of the test. */
import { type ConfiguratorResult, memorySettings, type Settings, startConfigurator } from '../../src/tui/index.ts'
import { type Fake, type FakeOptions, fakePipeline } from './fakes.ts'
import { TestTerminal } from './terminal.ts'

export interface OpenOptions extends FakeOptions {
  columns?: number
  rows?: number
  env?: NodeJS.ProcessEnv
  profile?: string
  settings?: Settings
  /** Folder of unsaved changes. */
  drafts?: string
}

export interface Opened extends AsyncDisposable {
  terminal: TestTerminal
  fake: Fake
  /** How it ended; resolves when the person has left. */
  ended: Promise<ConfiguratorResult>
}

export async function open(options: OpenOptions = {}): Promise<Opened> {
  const { columns = 80, rows = 24, env = { LANG: 'C.UTF-8', TERM: 'xterm-256color' }, profile, drafts } = options
  const terminal = new TestTerminal(columns, rows)
  const fake = fakePipeline(options)
  const leave = new AbortController()
  const ended = startConfigurator({
    pipeline: async () => fake.pipeline,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    settings: options.settings ?? memorySettings(),
    env,
    signal: leave.signal,
    loadCore: async () => fake.core,
    runChild: (argv, { cwd }) => void fake.calls.push(`ran ${argv.join(' ')} in ${cwd}`),
    ...(drafts === undefined ? {} : { drafts }),
    ...(profile === undefined ? {} : { profile }),
  })
  ended.catch(() => {})
  return {
    terminal,
    fake,
    ended,
    [Symbol.asyncDispose]: async () => {
      leave.abort()
      await ended.catch(() => {})
    },
  }
}
