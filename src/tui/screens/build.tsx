/** A build as it goes: all of it in one bar, its steps, and the live log of the chosen one; on failure, why and what now. */
import { Box } from 'ink'
import { useMemo, useState } from 'react'
import type { StepView } from '../../build/view.ts'
import { formatDuration } from '../../system/size.ts'
import { type Handlers, Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { useTicker } from '../hooks/use-ticker.ts'
import type { Command } from '../keys.ts'
import { stepRow, stepToFollow } from '../model/build-steps.ts'
import { roughly } from '../model/figures.ts'
import { buildProgress, percentWords } from '../model/progress.ts'
import { stepTree, waitsFor } from '../model/step-tree.ts'
import type { BuildState } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { bar } from '../widgets/bar.ts'
import { Frame } from '../widgets/frame.tsx'
import { Divider, type Row, Rows, ruleRow } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { LogPane } from '../widgets/log-pane.tsx'
import { rowPlace } from '../widgets/row-cursor.tsx'
import { RunningPanes } from '../widgets/running-panes.tsx'
import { failureRows } from './failure-card.ts'

const HEAD = 3

export function Build({ active }: { active: boolean }) {
  const build = useAppState((state) => state.build)
  if (!build) return <Frame status={[['Nothing has been built in this session', 'muted']]}>{null}</Frame>
  return <Progress build={build} active={active} />
}

function Progress({ build, active }: { build: BuildState; active: boolean }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const running = build.status === 'running' || build.status === 'cancelling'
  const frame = useTicker(running)
  const [follow, setFollow] = useState(true)
  const [zoom, setZoom] = useState(false)
  const [scroll, setScroll] = useState(0)
  const known = build.view?.steps ?? NO_STEPS
  const tree = useMemo(() => stepTree([...known.values()]), [known])
  const steps = useMemo(() => tree.map(({ step }) => step), [tree])
  const height = bodyRows - HEAD
  const list = useList({
    name: 'build',
    length: steps.length,
    rows: height,
    priority: Priority.pane,
    active,
    keys: ({ by, to }) => ({
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.first': () => to(0),
      'list.last': () => to(steps.length - 1),
    }),
    onMove: () => {
      setFollow(false)
      setScroll(0)
    },
  })
  const followed = stepToFollow(steps)
  const cursor = follow ? followed : list.cursor
  const top = follow ? Math.max(0, Math.min(cursor - Math.floor(height / 2), steps.length - height)) : list.top
  const step = steps[cursor]
  const failed = build.status === 'failed'
  const page = Math.max(1, height - 2)
  const log = step ? build.logs[step.id] : undefined
  // `build:busybox` is busybox's, whoever planned it.
  const owner = step?.component ?? step?.id.split(':')[1]
  const failedComponent = componentOf(build)
  const live = running ? steps.filter(({ state }) => state === 'running') : []
  const held = step ? session.building.log(step.id).length : 0
  /** The step that runs behind the cursor, or the first one. */
  const nextRunning = () => {
    const runs = ({ state }: StepView) => state === 'running'
    const behind = steps.findIndex((one, index) => index > cursor && runs(one))
    list.to(behind === -1 ? steps.findIndex(runs) : behind)
  }
  const keys: Handlers = {
    ...(build.status === 'done' ? { 'build.result': () => void session.showResult() } : {}),
    ...(failed || build.status === 'cancelled' ? { 'build.retry': () => session.building.start(build.project) } : {}),
    ...(failed && build.failure?.step
      ? {
          ...(failedComponent
            ? { 'build.shell': () => void session.handoff.shell(build.project, failedComponent) }
            : {}),
        }
      : {}),
    ...(owner !== undefined ? { 'build.settings': () => session.toSettingOf(owner) } : {}),
    ...(step && log !== undefined
      ? {
          'build.log': () => store.setState({ dialog: { type: 'log', title: step.title, path: log } }),
          'build.print': () => void session.handoff.printLog(step.title, log),
        }
      : {}),
    'build.logUp': () => setScroll((now) => Math.max(0, Math.min(now + page, held - 1))),
    'build.logDown': () => setScroll((now) => Math.max(0, now - page)),
    ...(live.length > 1 ? { 'build.pane': nextRunning } : {}),
    'build.wide': () => setZoom(!zoom),
    'build.follow': () => {
      setFollow(true)
      setScroll(0)
    },
    'build.back': () => (zoom ? setZoom(false) : session.back()),
  }
  useKeys(keys, { priority: Priority.screen, active })
  const possible = new Set(Object.keys(keys) as Command[])
  const listColumns = zoom ? 0 : Math.min(46, Math.max(30, Math.floor(columns * 0.4)))
  const logColumns = columns - listColumns - (zoom ? 2 : 3)
  const card =
    failed && build.failure && (step?.id === build.failure.step || !build.failure.step) && scroll === 0 && !zoom
  // Once it is over no clock goes on, also of a step whose end was never told.
  const now = build.finishedAt ?? Date.now()
  const title = step ? `${step.title}${scroll > 0 ? `  ${scroll} lines up` : ''}` : 'log'
  return (
    <Frame
      status={statusRow(build, step?.id)}
      cursor={zoom ? undefined : rowPlace({ cursor, top }, { y: HEAD, height, length: steps.length })}
    >
      <Rows rows={headRows(build, columns, theme.glyphs, now)} columns={columns} height={HEAD} />
      <Box>
        {zoom ? null : (
          <>
            <List
              length={steps.length}
              cursor={cursor}
              top={top}
              columns={listColumns}
              height={height}
              keyOf={(index) => steps[index]?.id ?? String(index)}
              row={(index, isFocused, room) => {
                const row = steps[index]
                if (!row) return []
                const indent = tree[index]?.depth === 1 ? '  ' : ''
                return [[indent], ...stepRow(row, isFocused, room - indent.length, theme.glyphs, frame, now)]
              }}
            />
            <Divider height={height} />
          </>
        )}
        <Box flexDirection="column" paddingLeft={1}>
          {card && build.failure ? (
            <Rows
              rows={failureRows(build.failure, {
                columns: logColumns,
                height,
                glyphs: theme.glyphs,
                commands: possible,
              })}
              columns={logColumns}
              height={height}
            />
          ) : follow && !zoom && scroll === 0 && live.length > 1 ? (
            <RunningPanes steps={live} columns={logColumns} height={height} frame={frame} />
          ) : (
            <>
              <Rows
                rows={[
                  [
                    [title, 'title'],
                    [follow && running ? '  following' : '', 'muted'],
                  ],
                ]}
                columns={logColumns}
                height={1}
              />
              {step ? (
                <LogPane
                  step={step.id}
                  columns={logColumns}
                  height={height - 1}
                  scroll={scroll}
                  empty={emptyWords(step, known)}
                />
              ) : null}
            </>
          )}
        </Box>
      </Box>
    </Frame>
  )
}

const NO_STEPS: ReadonlyMap<string, StepView> = new Map()

/** What stands in place of a log. */
function emptyWords(step: StepView, steps: ReadonlyMap<string, StepView>): string {
  const waited = step.state === 'planned' ? waitsFor(step, steps) : []
  if (waited.length === 0) return EMPTY[step.state]
  return `waits for ${waited.map(({ title, state }) => (state === 'planned' ? title : `${title} (${state})`)).join(', ')}`
}

const EMPTY: Record<StepView['state'], string> = {
  planned: 'waits for its turn',
  running: 'no output yet',
  reused: 'reused: nothing had to be done',
  done: 'it said nothing',
  failed: 'it said nothing',
  cancelled: 'it said nothing',
}

const WORDS: Record<BuildState['status'], string> = {
  running: 'Building',
  cancelling: 'Cancelling',
  done: 'Built',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/** One line for the whole: state, bar, percent, time left and spent. */
function headRows(build: BuildState, columns: number, glyphs: Glyphs, now: number): Row[] {
  const { status } = build
  const running = status === 'running' || status === 'cancelling'
  const { fraction, etaSeconds } = buildProgress(build, now)
  const elapsed = formatDuration(((build.finishedAt ?? now) - build.startedAt) / 1000)
  const eta = etaSeconds === undefined ? '' : `${roughly(etaSeconds)} left`
  const token = { running: 'busy', cancelling: 'warning', done: 'good', failed: 'bad', cancelled: 'warning' } as const
  const left: Row = [[` ${WORDS[status]} `, token[status]], [build.profile, 'title'], ['  ']]
  const right: Row = [
    [` ${percentWords(fraction)}  `, 'title'],
    [eta ? `${eta}  ` : '', 'accent'],
    [`${elapsed} `, 'muted'],
  ]
  const used = [...left, ...right].reduce((sum, [text]) => sum + text.length, 0)
  const { full, empty } = bar(fraction, Math.max(0, columns - used), glyphs)
  return [
    [],
    [...left, [full, running ? 'accent' : token[status]], [empty, 'rule'], ...right],
    ruleRow(columns, glyphs.horizontal),
  ]
}

function statusRow(build: BuildState, step: string | undefined): Row {
  const log = step === undefined ? undefined : build.logs[step]
  const notice = build.notices.at(-1)
  if (build.status === 'done')
    return [
      ['The files are in ', 'muted'],
      [build.project.out, 'accent'],
    ]
  if (notice !== undefined && build.status === 'running') return [[notice, 'warning']]
  return log === undefined
    ? []
    : [
        ['log ', 'muted'],
        [log, 'accent'],
      ]
}

/** Only a component that is compiled here has a sandbox to look into. */
export function componentOf({ failure }: BuildState): string | undefined {
  const [kind, component] = failure?.step?.split(':') ?? []
  return kind === 'build' ? component : undefined
}
