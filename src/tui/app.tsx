/** The root: sizes and theme for everything below, the one keyboard, and the screen or dialog that is shown now. */
import { Box, Text, useApp, useWindowSize } from 'ink'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { currentScreen } from './actions.ts'
import { type Handlers, KeyLayers, KeyLayersContext, Priority, useKeyboard, useKeys } from './hooks/use-keys.ts'
import { usePassingMessages } from './hooks/use-passing.ts'
import { extraRows } from './model/message-rows.ts'
import { paneSize } from './screens/console-size.ts'
import { Profiles } from './screens/profiles.tsx'
import { runWhenBuilt } from './session/first-run.ts'
import { BUDGET } from './session/ways.ts'
import type { Session } from './session.ts'
import { pathTo } from './state/path.ts'
import { AppContext, type Store, useAppContext, useAppState } from './store.ts'
import { makeTheme } from './theme.ts'
import { Frame } from './widgets/frame.tsx'
import { Rows } from './widgets/line.tsx'
import { tourRows } from './widgets/tour-card.tsx'

/** The screens that are loaded behind the first frame. */
export type Screens = typeof import('./screens/others.tsx')

/** Below this nothing sensible can be shown. */
export const SMALLEST = { columns: 60, rows: 15 } as const

interface AppProps {
  store: Store
  session: Session
  unicode: boolean
  /** Every screen but the first, and the dialogs: loaded behind the first frame. */
  screens: Screens | undefined
}

export function App({ store, session, unicode, screens }: AppProps) {
  const { columns, rows } = useWindowSize()
  const themeName = useStore(store, (state) => state.theme)
  const tour = useStore(store, (state) => (state.tour === undefined ? 0 : tourRows(columns)))
  const theme = useMemo(() => makeTheme(themeName, unicode), [themeName, unicode])
  const said = useStore(store, (state) => extraRows(state, columns, theme.glyphs))
  const layers = useRef(new KeyLayers())
  // What stands below the body takes its room from the body: the row under the cursor stays in sight.
  const value = useMemo(
    () => ({ store, session, theme, columns, rows, bodyRows: Math.max(1, rows - 4 - tour - said) }),
    [store, session, theme, columns, rows, tour, said],
  )
  return (
    <AppContext.Provider value={value}>
      <KeyLayersContext.Provider value={layers.current}>
        <Everywhere layers={layers.current} />
        {columns < SMALLEST.columns || rows < SMALLEST.rows ? <TooSmall /> : <Current screens={screens} />}
      </KeyLayersContext.Provider>
    </AppContext.Provider>
  )
}

/** Commands that work on every screen. */
function Everywhere({ layers }: { layers: KeyLayers }) {
  const { session, store } = useAppContext()
  const { suspendTerminal } = useApp()
  useEffect(() => session.handoff.attach(suspendTerminal), [session, suspendTerminal])
  useKeyboard(layers)
  useKeys(
    {
      'global.buildView': () => {
        if (store.getState().build) store.setState((state) => ({ path: pathTo(state.path, 'build') }))
      },
      'global.palette': () => session.finding.openPalette(layers.commands()),
      'global.theme': () => session.nextTheme(),
      'global.help': () => store.setState({ dialog: { type: 'help' } }),
      ...goCommands(
        session,
        useAppState((state) => state.editor !== undefined),
      ),
      'global.quit': () => session.quit(),
      'global.interrupt': () => session.interrupt(),
    },
    { priority: Priority.global },
  )
  usePassingMessages()
  usePending(layers)
  useRunWhenBuilt()
  return null
}

/** The machine that was asked for together with its build starts in a console of the size that the window has then. */
function useRunWhenBuilt(): void {
  const { session, store, columns, rows } = useAppContext()
  const size = useRef({ columns, rows })
  size.current = { columns, rows }
  useEffect(
    () =>
      runWhenBuilt(session.context, session.launching, () =>
        paneSize(store.getState(), size.current.columns, size.current.rows),
      ),
    [session, store],
  )
}

/** Screens by name; those that need a profile only where one is open. */
function goCommands(session: Session, opened: boolean): Handlers {
  if (!opened) return {}
  return {
    'go.budget': () => {
      session.editing.openConfigure()
      session.context.store.setState({ dialog: { type: 'why', id: BUDGET } })
    },
    'go.configure': () => session.editing.openConfigure(),
    'go.plan': () => void session.plan(),
    'go.launch': () => session.launching.open(),
    'go.result': () => void session.showResult(),
  }
}

/** A command chosen by its name runs once the dialog is away and its screen has its keys again. */
function usePending(layers: KeyLayers): void {
  const { store } = useAppContext()
  const pending = useAppState((state) => state.pending)
  useEffect(() => {
    if (pending === undefined) return
    const turn = setImmediate(() => {
      store.setState({ pending: undefined })
      layers.run(pending)
    })
    return () => clearImmediate(turn)
  }, [store, layers, pending])
}

/** The first screen is there at once; what comes after it, a moment later. */
function Current({ screens }: { screens: Screens | undefined }) {
  const screen = useAppState(currentScreen)
  const dialog = useAppState((state) => state.dialog)
  // The screen under a dialog is taken away, but its place is kept in the store.
  if (dialog) return <Frame status={[]}>{screens ? <screens.DialogView dialog={dialog} /> : null}</Frame>
  if (screen === 'profiles') return <Profiles active={true} />
  const Screen = screens?.SCREENS[screen]
  return Screen ? <Screen active={true} /> : <Frame status={[]}>{null}</Frame>
}

function TooSmall() {
  const { columns, rows } = useAppContext()
  if (rows < 3 || columns < 20) return <Text wrap="truncate">{`Too small: ${columns}x${rows}`}</Text>
  return (
    <Box flexDirection="column">
      <Rows
        rows={[
          [['smart-os', 'brand']],
          [[`This window is ${columns}x${rows};`]],
          [[`please make it ${SMALLEST.columns}x${SMALLEST.rows}`]],
        ]}
        columns={columns}
        height={3}
      />
    </Box>
  )
}
