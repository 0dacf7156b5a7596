/** What every screen has around it: breadcrumb and state above, one status line and the help bar below. */
import { Box } from 'ink'
import type { ReactNode } from 'react'
import { hasChanges } from '../actions.ts'
import { useTicker } from '../hooks/use-ticker.ts'
import { messageRows, mostRows } from '../model/message-rows.ts'
import { buildProgress, percentWords } from '../model/progress.ts'
import { truncate } from '../model/text.ts'
import { allMachines } from '../state/machines.ts'
import { type Message, passes, type ScreenName, type State } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { HelpBar } from './help-bar.tsx'
import { Line, type Row, Rows, rowWidth, ruleRow, type Segment, spread } from './line.tsx'
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
  const most = useAppState(mostRows)
  // What passes is said in the upper line, so that the figures below stay in sight; what matters takes the status line.
  const passing = message && passes(message) ? message : undefined
  const said = message && !passing ? messageRows(message, columns, theme.glyphs, most) : [[[' '] as const, ...status]]
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
      {finder}
      <Rows rows={finder ? [] : said} columns={columns} height={said.length - (finder ? 1 : 0)} />
      {bar ? <Line segments={bar} columns={columns} /> : <HelpBar />}
    </Box>
  )
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
  const { store, theme } = useAppContext()
  const activity = useAppState(activityOf)
  const frame = useTicker(activity !== undefined)
  if (activity === undefined) return []
  const { build } = store.getState()
  const text =
    activity === BUILDING && build ? `${BUILDING} ${percentWords(buildProgress(build, Date.now()).fraction)}` : activity
  return [[`${theme.glyphs.spinner[frame % theme.glyphs.spinner.length] ?? ''} ${text} `, 'busy']]
}

const BUILDING = 'building'

function activityOf(state: State): string | undefined {
  const screen = state.path.at(-1)
  const { build, proof } = state
  if (build && screen !== 'build' && (build.status === 'running' || build.status === 'cancelling')) return BUILDING
  if (proof.status === 'running') return 'verifying'
  const alive = allMachines(state).filter(({ status }) => status === 'running' || status === 'paused')
  const [first] = alive
  if (screen !== 'console' && screen !== 'launch' && first)
    return alive.length > 1 ? `${alive.length} machines running` : `machine ${first.status}`
  return undefined
}
