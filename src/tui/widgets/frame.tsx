/** What every screen has around it: breadcrumb and state above, one status line and the help bar below. */
import { Box } from 'ink'
import { type ReactNode, useEffect } from 'react'
import { hasChanges } from '../actions.ts'
import { useReachableLayers } from '../hooks/use-keys.ts'
import { useTicker } from '../hooks/use-ticker.ts'
import { type Command, keyRow, showKey } from '../keys.ts'
import { truncate, width } from '../model/text.ts'
import { allMachines } from '../state/machines.ts'
import type { Message, ScreenName, State } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs, Token } from '../theme.ts'
import { Line, type Row, Rows, ruleRow, type Segment, spread } from './line.tsx'
import { type Place, RowCursor } from './row-cursor.tsx'
import { TourCard } from './tour-card.tsx'

const TITLES: Record<ScreenName, string> = {
  profiles: 'Profiles',
  configure: 'Configure',
  kernel: 'Options',
  plan: 'Plan',
  build: 'Build',
  launch: 'Launch',
  console: 'Console',
  result: 'Result',
}

const TONES: Record<Message['tone'], Token> = { info: 'muted', good: 'good', warning: 'warning', bad: 'bad' }

const FADE_MS = 3500

interface FrameProps {
  children: ReactNode
  /** The status line when there is no message to show. */
  status: Row
  /** Stands in for the help bar (a console, whose keys are the guest's). */
  bar?: Row
  /** Stands in for the status line (letters being typed). */
  finder?: ReactNode
  /** Where the terminal's cursor stands. */
  cursor?: Place | undefined
}

export function Frame({ children, status, bar, finder, cursor }: FrameProps) {
  const { columns, theme, bodyRows } = useAppContext()
  const message = useAppState((state) => state.message)
  const tour = useAppState((state) => state.tour)
  useFading(message)
  // What passes is said in the upper line, so that the figures below stay in sight; what matters takes the status line.
  const passing = message && (message.tone === 'info' || message.tone === 'good') ? message : undefined
  return (
    <Box flexDirection="column" width={columns}>
      {/* A console has the guest's cursor, which this one must not take away. */}
      {cursor ? <RowCursor place={cursor} /> : null}
      <Header />
      <Line
        segments={passing ? passingRow(passing, columns, theme.glyphs) : ruleRow(columns, theme.glyphs.horizontal)}
        columns={columns}
      />
      {/* Rows have their pane's width already: cutting columns here would take every row apart a second time. */}
      <Box height={bodyRows} width={columns} flexDirection="column" flexShrink={0} overflowY="hidden">
        {children}
      </Box>
      {tour === undefined ? null : <TourCard step={tour} />}
      {finder ?? (
        <Line
          segments={message && !passing ? messageRow(message, theme.glyphs) : [[' '], ...status]}
          columns={columns}
        />
      )}
      {bar ? <Line segments={bar} columns={columns} /> : <HelpBar />}
    </Box>
  )
}

/** Good news and small talk make room again for the figures; warnings and errors stay until the next key that says something. */
function useFading(message: Message | undefined): void {
  const { store } = useAppContext()
  useEffect(() => {
    if (!message || message.tone === 'warning' || message.tone === 'bad') return
    const timer = setTimeout(
      () => store.setState((state) => (state.message === message ? { message: undefined } : {})),
      FADE_MS,
    )
    return () => clearTimeout(timer)
  }, [store, message])
}

function messageRow(
  { tone, text, hint }: Message,
  glyphs: { done: string; failed: string; blocked: string; dot: string },
): Row {
  const glyph = { info: glyphs.dot, good: glyphs.done, warning: glyphs.blocked, bad: glyphs.failed }[tone]
  const line = text.replaceAll('\n', ' ')
  return [
    [` ${glyph} `, TONES[tone]],
    [line, tone === 'info' ? 'text' : TONES[tone]],
    ...(hint ? ([[`  ${hint}`, 'muted']] as const) : []),
  ]
}

function Header() {
  const { columns, theme } = useAppContext()
  const path = useAppState((state) => state.path)
  const name = useAppState((state) => state.editor?.project.configuration.profile.name ?? state.build?.profile)
  const changed = useAppState(hasChanges)
  const options = useAppState(optionsTitle)
  const activity = useActivity()
  const separator: Segment = [` ${theme.glyphs.arrow} `, 'rule']
  const right: Segment[] = [
    ...activity,
    ...(changed ? ([[`${theme.glyphs.edited} unsaved `, 'warning']] as const) : []),
  ]
  const start: Row = [
    [' smart-os', 'brand'],
    ...(path.length > 1 && name ? ([separator, [name, 'accent']] as const) : []),
  ]
  const shown = path.length > 1 ? path.slice(1) : path
  const crumbs = shown.map(
    (screen, index): Row => [
      separator,
      [screen === 'kernel' ? options : TITLES[screen], index === shown.length - 1 ? 'title' : 'muted'],
    ],
  )
  // Where one is matters most: when it gets tight, the way there is shortened from its beginning.
  const room = columns - rowWidth(start) - rowWidth(right) - 1
  const fits = (from: number) => rowWidth(crumbs.slice(from).flat()) + (from > 0 ? 4 : 0) <= room
  let from = 0
  while (from < crumbs.length - 1 && !fits(from)) from++
  const left: Row = [
    ...start,
    ...(from > 0 ? ([separator, [theme.glyphs.ellipsis, 'muted']] as const) : []),
    ...crumbs.slice(from).flat(),
  ]
  return <Line segments={spread(left, right, columns)} columns={columns} />
}

/** As the row of Configure that leads there is called. */
function optionsTitle({ kernel, editor }: State): string {
  const entry = editor?.project.catalog.entries.get(kernel.component)
  return kernel.component === 'linux' ? 'Kernel options' : `${entry?.title ?? kernel.component} options`
}

function passingRow({ tone, text }: Message, columns: number, glyphs: Glyphs): Row {
  const words = `${tone === 'good' ? `${glyphs.done} ` : ''}${text.replaceAll('\n', ' ')}`
  return ruleRow(
    columns,
    glyphs.horizontal,
    truncate(words, columns - 8, glyphs.ellipsis),
    tone === 'good' ? 'good' : 'accent',
  )
}

/** What runs behind the screen that is shown. */
function useActivity(): Segment[] {
  const { theme } = useAppContext()
  const text = useAppState(activityText)
  const frame = useTicker(text !== undefined)
  if (text === undefined) return []
  return [[`${theme.glyphs.spinner[frame % theme.glyphs.spinner.length] ?? ''} ${text} `, 'busy']]
}

function activityText(state: State): string | undefined {
  const screen = state.path.at(-1)
  const { build, proof } = state
  if (build && screen !== 'build' && (build.status === 'running' || build.status === 'cancelling'))
    return `building ${Math.floor((build.view?.fraction ?? 0) * 100)} %`
  if (proof.status === 'running') return 'verifying'
  const alive = allMachines(state).filter(({ status }) => status === 'running' || status === 'paused')
  const [first] = alive
  if (screen !== 'console' && screen !== 'launch' && first)
    return alive.length > 1 ? `${alive.length} machines running` : `machine ${first.status}`
  return undefined
}

/** Keys of the layers that are reachable, highest first, as many as fit. */
function HelpBar() {
  const { columns, theme } = useAppContext()
  const layers = useReachableLayers()
  const taken = new Set<string>()
  const items: { key: string; label: string; global: boolean }[] = []
  for (const layer of layers) {
    for (const command of layer.commands) {
      const { keys, bar: label } = keyRow(command)
      const key = keys.find((candidate) => !taken.has(candidate))
      if (label !== undefined && key !== undefined)
        items.push({ key: showKey(key, theme.unicode), label, global: isGlobal(command) })
    }
    for (const command of layer.commands) for (const key of keyRow(command).keys) taken.add(key)
  }
  return <Rows rows={[helpRow(items, columns)]} columns={columns} height={1} />
}

function isGlobal(command: Command): boolean {
  return command.startsWith('global.')
}

function rowWidth(row: Row): number {
  return row.reduce((sum, [text]) => sum + width(text), 0)
}

function helpRow(items: readonly { key: string; label: string; global: boolean }[], columns: number): Row {
  const segment = ({ key, label }: { key: string; label: string }): Segment[] => [
    [` ${key}`, 'key'],
    [` ${label} `, 'muted'],
  ]
  const right = items.filter((item) => item.global).flatMap(segment)
  const left: Segment[] = []
  for (const item of items.filter((candidate) => !candidate.global)) {
    const next = segment(item)
    if (rowWidth(left) + rowWidth(next) + rowWidth(right) > columns) break
    left.push(...next)
  }
  return spread(left, right, columns)
}
