/** The root: sizes and theme for everything below, the one keyboard, and the screen or dialog that is shown now. */
import { Box, Text, useApp, useWindowSize } from 'ink'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { currentScreen } from './actions.ts'
import { type Handlers, KeyLayers, KeyLayersContext, Priority, useKeyboard, useKeys } from './hooks/use-keys.ts'
import { Build } from './screens/build.tsx'
import { Compare } from './screens/compare.tsx'
import { Configure } from './screens/configure.tsx'
import { Console } from './screens/console.tsx'
import { consoleSize } from './screens/console-size.ts'
import { Draft } from './screens/draft.tsx'
import { Form } from './screens/form.tsx'
import { Help } from './screens/help.tsx'
import { Info } from './screens/info.tsx'
import { KernelInfo } from './screens/kernel-info.tsx'
import { KernelMenu } from './screens/kernel-menu.tsx'
import { KernelWhy } from './screens/kernel-why.tsx'
import { Launch } from './screens/launch.tsx'
import { LogView } from './screens/log-view.tsx'
import { NewProfile } from './screens/new-profile.tsx'
import { OpenFile } from './screens/open-file.tsx'
import { Palette } from './screens/palette.tsx'
import { Picture } from './screens/picture.tsx'
import { Plan } from './screens/plan.tsx'
import { Profiles } from './screens/profiles.tsx'
import { Result } from './screens/result.tsx'
import { Save } from './screens/save.tsx'
import { Search } from './screens/search.tsx'
import { DeleteSaved, Leave, QuitMachine } from './screens/small-dialogs.tsx'
import { Why } from './screens/why.tsx'
import { runWhenBuilt } from './session/first-run.ts'
import { BUDGET } from './session/ways.ts'
import type { Session } from './session.ts'
import type { Dialog, ScreenName } from './state.ts'
import { AppContext, type Store, useAppContext, useAppState } from './store.ts'
import { makeTheme } from './theme.ts'
import { Frame } from './widgets/frame.tsx'
import { Rows } from './widgets/line.tsx'
import { tourRows } from './widgets/tour-card.tsx'

/** Below this nothing sensible can be shown. */
export const SMALLEST = { columns: 60, rows: 15 } as const

const SCREENS: Record<ScreenName, (props: { active: boolean }) => React.ReactNode> = {
  profiles: Profiles,
  configure: Configure,
  kernel: KernelMenu,
  plan: Plan,
  build: Build,
  launch: Launch,
  console: Console,
  result: Result,
}

interface AppProps {
  store: Store
  session: Session
  unicode: boolean
}

export function App({ store, session, unicode }: AppProps) {
  const { columns, rows } = useWindowSize()
  const themeName = useStore(store, (state) => state.theme)
  const tour = useStore(store, (state) => (state.tour === undefined ? 0 : tourRows(columns)))
  const theme = useMemo(() => makeTheme(themeName, unicode), [themeName, unicode])
  const layers = useRef(new KeyLayers())
  const value = useMemo(
    () => ({ store, session, theme, columns, rows, bodyRows: Math.max(1, rows - 4 - tour) }),
    [store, session, theme, columns, rows, tour],
  )
  return (
    <AppContext.Provider value={value}>
      <KeyLayersContext.Provider value={layers.current}>
        <Everywhere layers={layers.current} />
        {columns < SMALLEST.columns || rows < SMALLEST.rows ? <TooSmall /> : <Current />}
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
        if (store.getState().build)
          store.setState((state) => ({
            path: state.path.includes('build')
              ? state.path.slice(0, state.path.indexOf('build') + 1)
              : [...state.path, 'build'],
          }))
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
        consoleSize(size.current.columns, size.current.rows, store.getState().consoleFull),
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

function Current() {
  const screen = useAppState(currentScreen)
  const dialog = useAppState((state) => state.dialog)
  const Screen = SCREENS[screen]
  // The screen under a dialog is taken away, but its place is kept in the store.
  if (dialog) return <Frame status={[]}>{<DialogView dialog={dialog} />}</Frame>
  return <Screen active={true} />
}

function DialogView({ dialog }: { dialog: Dialog }) {
  const editor = useAppState((state) => state.editor)
  switch (dialog.type) {
    case 'help':
      return <Help />
    case 'leave':
      return <Leave after={dialog.after} />
    case 'quit-machine':
      return <QuitMachine />
    case 'delete-saved':
      return <DeleteSaved saved={dialog.saved} />
    case 'new-profile':
      return <NewProfile from={dialog.from} />
    case 'compare':
      return <Compare project={dialog.project} />
    case 'draft':
      return <Draft draft={dialog.draft} changes={dialog.changes} />
    case 'open-file':
      return <OpenFile />
    case 'picture':
      return <Picture file={dialog.file} picture={dialog.picture} />
    case 'log':
      return <LogView title={dialog.title} path={dialog.path} />
    case 'search':
      return <Search editor={editor} commands={dialog.commands} />
    case 'palette':
      return <Palette editor={editor} commands={dialog.commands} />
    case 'save':
      return editor ? <Save editor={editor} after={dialog.after} /> : null
    case 'info':
      return editor ? <Info editor={editor} id={dialog.id} /> : null
    case 'kernel-info':
      return <KernelInfo component={dialog.component} entry={dialog.entry} />
    case 'kernel-why':
      return <KernelWhy component={dialog.component} name={dialog.symbol} wanted={dialog.wanted} />
    case 'form':
      return editor ? <Form editor={editor} path={dialog.path} index={dialog.index} symbol={dialog.symbol} /> : null
    case 'why':
      return editor ? <Why editor={editor} id={dialog.id} wanted={dialog.wanted} /> : null
  }
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
