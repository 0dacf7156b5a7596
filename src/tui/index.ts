/** The configurator's front door: takes a terminal and a pipeline, gives back an exit status and the lines that should last. */
import { render } from 'ink'
import { createElement } from 'react'
import { Cleanup } from '../system/cleanup.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { App, type Screens } from './app.tsx'
import { loadCore } from './core.ts'
import { InputTap, type RawInput } from './input-tap.ts'
import { detectGraphics } from './model/graphics.ts'
import { type ConfiguratorOptions, type ConfiguratorResult, runInTerminal } from './options.ts'
import { Session } from './session.ts'
import { memorySettings, openSettings, type Settings } from './settings.ts'
import { createAppStore } from './store.ts'
import type { TerminalQuery } from './terminal-query.ts'
import { detectTheme, detectUnicode } from './theme.ts'

export type { ConfiguratorOptions, ConfiguratorResult }
export { memorySettings, openSettings, type Settings }

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
  let query: TerminalQuery | undefined
  let exit = () => {}
  let screens: Screens | undefined
  const session = new Session({
    store,
    loadPipeline: typeof pipeline === 'function' ? pipeline : () => Promise.resolve(pipeline),
    loadSettings: typeof settings === 'function' ? settings : () => Promise.resolve(settings),
    fixedTheme: noColour,
    input,
    stdout,
    graphics: detectGraphics(env),
    askSixels: async () => {
      const { TerminalQuery } = await import('./terminal-query.ts')
      query ??= new TerminalQuery(input, stdout)
      return query.ask()
    },
    runChild: options.runChild ?? runInTerminal,
    loadCore: options.loadCore ?? loadCore,
    loadScreens: async () => {
      screens = await import('./screens/others.tsx')
      instance.rerender(app())
    },
    exit: () => exit(),
    ...(drafts === undefined ? {} : { drafts }),
    ...(profile === undefined ? {} : { profile }),
  })
  const app = () => createElement(App, { store, session, unicode: detectUnicode(env), screens })
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

function requireTerminal(stdin: RawInput, stdout: NodeJS.WriteStream, env: NodeJS.ProcessEnv): void {
  const hint = 'Add --plain, which asks line by line; smart-os --profile NAME builds without questions'
  const refused =
    !stdin.isTTY || !stdout.isTTY
      ? 'The configurator needs a terminal'
      : env.TERM === 'dumb' && 'The configurator cannot draw on this terminal (TERM=dumb)'
  if (refused) throw new SmartError(refused, { hint, exitStatus: ExitStatus.usage })
}
