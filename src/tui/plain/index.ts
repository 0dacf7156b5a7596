/**
 * The configurator by numbered questions, for screen readers, dumb terminals and pipes: the same session, state and actions as
 * the full screen, asked about line by line. Each turn asks what belongs to the screen or dialog that the state says.
 */
import { Cleanup } from '../../system/cleanup.ts'
import { currentScreen, hasChanges } from '../actions.ts'
import { loadCore } from '../core.ts'
import { type ConfiguratorOptions, type ConfiguratorResult, runInTerminal } from '../options.ts'
import { Session } from '../session.ts'
import type { ScreenName } from '../state.ts'
import { createAppStore } from '../store.ts'
import { detectUnicode, makeTheme } from '../theme.ts'
import { Asker, EndOfInput } from './asker.ts'
import { askBuild } from './build.ts'
import { askConfigure } from './configure.ts'
import { announce, type Plain, until, WORDS } from './context.ts'
import { askDialog } from './dialogs.ts'
import { askKernel } from './kernel.ts'
import { askLaunch } from './launch.ts'
import { LineInput, type PlainInput } from './lines.ts'
import { askMachine } from './machine.ts'
import { askPlan } from './plan.ts'
import { askProfile } from './profiles.ts'
import { askResult } from './result.ts'

export interface PlainOptions extends Omit<ConfiguratorOptions, 'stdin' | 'stdout'> {
  stdin: PlainInput
  stdout: NodeJS.WritableStream
  /** Calls the listener at each Ctrl-C, until the function that comes back is called. */
  onInterrupt?: (listener: () => void) => () => void
}

const QUESTIONS: Record<ScreenName, (plain: Plain) => Promise<void>> = {
  profiles: askProfile,
  configure: askConfigure,
  kernel: askKernel,
  plan: askPlan,
  build: askBuild,
  launch: askLaunch,
  console: askMachine,
  result: askResult,
}

/** Asks until the person leaves or the input ends. */
export async function startPlain(options: PlainOptions): Promise<ConfiguratorResult> {
  const { pipeline, settings, profile, drafts, env = process.env, stdout, signal } = options
  const store = createAppStore('mono')
  await using cleanup = new Cleanup()
  const input = new LineInput(options.stdin)
  cleanup.defer(() => input.release())
  const asker = new Asker(input, (text) => void stdout.write(text), detectUnicode(env))
  const left = new AbortController()
  const leave = () => {
    left.abort()
    input.close()
  }
  const session = new Session({
    store,
    loadPipeline: typeof pipeline === 'function' ? pipeline : () => Promise.resolve(pipeline),
    loadSettings: typeof settings === 'function' ? settings : () => Promise.resolve(settings),
    fixedTheme: true,
    input,
    stdout,
    // A picture means nothing here: its file is named.
    graphics: { kitty: false, depth: 'none' },
    askSixels: async () => undefined,
    runChild: options.runChild ?? runInTerminal,
    loadCore: options.loadCore ?? loadCore,
    exit: leave,
    ...(profile === undefined ? {} : { profile }),
    ...(drafts === undefined ? {} : { drafts }),
  })
  session.handoff.attach(async (work) => await work())
  cleanup.defer(() => session.dispose())
  if (signal?.aborted) leave()
  signal?.addEventListener('abort', leave, { once: true })
  cleanup.defer(() => signal?.removeEventListener('abort', leave))
  cleanup.defer(
    options.onInterrupt?.(() => {
      if (!session.building.cancel() && !session.proving.cancel()) session.leave(130)
    }) ?? (() => {}),
  )
  const glyphs = makeTheme('mono', false).glyphs
  const plain: Plain = { store, session, asker, glyphs, stdout, signal: left.signal, row: undefined, group: undefined }
  asker.say('smart-os: configure, build and run a small Linux system, by questions.')
  asker.tell(`${WORDS}.`)
  await session.begin()
  // What an earlier session left is read first, and then asked about.
  if (profile === undefined && store.getState().drafts.length > 0)
    await until(plain, ({ dialog }) => dialog !== undefined)
  try {
    while (!left.signal.aborted) {
      announce(plain)
      const { dialog } = store.getState()
      if (dialog) await askDialog(plain, dialog)
      else await QUESTIONS[currentScreen(store.getState())](plain)
    }
  } catch (error) {
    if (!(error instanceof EndOfInput)) throw error
  }
  return await end(plain, session)
}

/** The last sentence, where the input ended before the person had left. */
async function end(plain: Plain, session: Session): Promise<ConfiguratorResult> {
  const { asker, store, signal } = plain
  if (!signal.aborted) {
    asker.tell('The input has ended, and so does smart-os.')
    if (session.building.running) await until(plain, ({ build }) => build?.finishedAt !== undefined)
  }
  const lost = hasChanges(store.getState())
  const name = store.getState().editor?.project.configuration.profile.name
  if (lost) asker.tell(`The changes of ${name} were not saved.`)
  await session.dispose()
  return { exitStatus: session.exitStatus || (lost ? 1 : 0), summary: session.summary() }
}
