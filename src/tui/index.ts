/** The configurator's front door: takes a terminal and a pipeline, gives back an exit status and the lines that should last. */
import { spawnSync } from 'node:child_process'
import { render } from 'ink'
import { createElement } from 'react'
import type { Pipeline } from '../pipeline/types.ts'
import { Cleanup } from '../system/cleanup.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { App } from './app.tsx'
import { type Core, loadCore } from './core.ts'
import { InputTap, type RawInput } from './input-tap.ts'
import { detectGraphics } from './model/graphics.ts'
import type { SessionContext } from './session/context.ts'
import { Session } from './session.ts'
import { memorySettings, openSettings, type Settings } from './settings.ts'
import { createAppStore } from './store.ts'
import { detectTheme, detectUnicode } from './theme.ts'

export { memorySettings, openSettings, type Settings }

export interface ConfiguratorOptions {
  /** Given as a function, it is loaded after the first frame. */
  pipeline: Pipeline | (() => Promise<Pipeline>)
  stdin: RawInput
  stdout: NodeJS.WriteStream
  /** Opened at once, instead of the list. */
  profile?: string
  /** Folder where unsaved changes survive a crash; none: they last as long as the session. */
  drafts?: string
  settings: Settings | (() => Promise<Settings>)
  env?: NodeJS.ProcessEnv
  /** Ends the configurator from outside (a hang-up); everything it started is ended. */
  signal?: AbortSignal
  /** The lower rooms' pure calls; the real ones unless a test gives others. */
  loadCore?: () => Promise<Core>
  /** Runs a program with the person's terminal; a test has none to give. */
  runChild?: SessionContext['runChild']
}

export interface ConfiguratorResult {
  exitStatus: number
  /** What should stay on the terminal: what was built, where the files and logs are. The caller prints it. */
  summary: string[]
}

/** After the last change of size: more than a frame at 60 a second, less than anybody waits for. */
const SETTLED_MS = 60

/** Runs the configurator until the person leaves it. Throws SmartError (usage) where there is no terminal for it. */
export async function startConfigurator(options: ConfiguratorOptions): Promise<ConfiguratorResult> {
  const { pipeline, stdin, stdout, profile, drafts, settings, env = process.env, signal } = options
  requireTerminal(stdin, stdout, env)
  const noColour = env.NO_COLOR !== undefined && env.NO_COLOR !== ''
  const store = createAppStore(noColour ? 'mono' : detectTheme(env))
  await using cleanup = new Cleanup()
  const input = new InputTap(stdin)
  // Before the first frame: what is typed ahead must not be echoed into it.
  input.setRawMode(true)
  cleanup.defer(() => input.release())
  let exit = () => {}
  const session = new Session({
    store,
    loadPipeline: typeof pipeline === 'function' ? pipeline : () => Promise.resolve(pipeline),
    loadSettings: typeof settings === 'function' ? settings : () => Promise.resolve(settings),
    fixedTheme: noColour,
    input,
    stdout,
    graphics: detectGraphics(env),
    runChild: options.runChild ?? runInTerminal,
    loadCore: options.loadCore ?? loadCore,
    exit: () => exit(),
    ...(drafts === undefined ? {} : { drafts }),
    ...(profile === undefined ? {} : { profile }),
  })
  const app = () => createElement(App, { store, session, unicode: detectUnicode(env) })
  const instance = render(app(), {
    stdin: input as unknown as NodeJS.ReadStream,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    exitOnCtrlC: false,
    maxFps: 60,
    patchConsole: false,
  })
  // Between a change of size and the next frame the one before stands wrapped or moved, and Ink would write only what differs
  // from it. It is forgotten at once, and again when the size has settled: frames of the old size may have come in between.
  const repaint = () => {
    if (session.handoff.away) return
    instance.clear()
    stdout.write('\x1b[H\x1b[2J')
    instance.rerender(app())
  }
  let settling: NodeJS.Timeout | undefined
  const resized = () => {
    repaint()
    clearTimeout(settling)
    settling = setTimeout(repaint, SETTLED_MS)
  }
  stdout.on('resize', resized)
  cleanup.defer(() => {
    clearTimeout(settling)
    stdout.off('resize', resized)
  })
  exit = () => instance.unmount()
  signal?.addEventListener('abort', exit, { once: true })
  cleanup.defer(() => session.dispose())
  let failure: unknown
  const begun = session.begin().catch((error: unknown) => {
    failure = error
    exit()
  })
  await instance.waitUntilExit()
  await session.dispose()
  signal?.removeEventListener('abort', exit)
  if (failure !== undefined) throw failure
  void begun
  return { exitStatus: session.exitStatus, summary: session.summary() }
}

function runInTerminal(
  [program = 'sh', ...args]: readonly string[],
  options: { env: Record<string, string>; cwd: string },
) {
  const { error } = spawnSync(program, args, { ...options, stdio: 'inherit' })
  if (error) throw error
}

function requireTerminal(stdin: RawInput, stdout: NodeJS.WriteStream, env: NodeJS.ProcessEnv): void {
  const hint = 'Use smart-os --profile NAME, which builds without questions'
  if (!stdin.isTTY || !stdout.isTTY)
    throw new SmartError('The configurator needs a terminal', { hint, exitStatus: ExitStatus.usage })
  if (env.TERM === 'dumb')
    throw new SmartError('The configurator cannot draw on this terminal (TERM=dumb)', {
      hint,
      exitStatus: ExitStatus.usage,
    })
  if (env.INK_SCREEN_READER === 'true')
    throw new SmartError('The configurator does not read well aloud yet', { hint, exitStatus: ExitStatus.usage })
}
