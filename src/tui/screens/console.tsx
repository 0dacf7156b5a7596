/** The running machine: its serial console live, every key to the guest, Ctrl-A first for ours; boot and checks beside it. */
import { Box } from 'ink'
import { useEffect, useRef } from 'react'
import { formatSize } from '../../system/size.ts'
import { goTo } from '../actions.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { type Command, KEY_TABLE, keyRow, matchCommand } from '../keys.ts'
import { pad } from '../model/text.ts'
import type { CheckState, MachineState, State } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs, Token } from '../theme.ts'
import { Frame } from '../widgets/frame.tsx'
import { GuestPane } from '../widgets/guest-pane.tsx'
import { Divider, Line, type Row, Rows } from '../widgets/line.tsx'
import { consoleSize, SIDE_COLUMNS, SIDE_FROM } from './console-size.ts'

const COMMANDS = (Object.keys(KEY_TABLE) as Command[]).filter((command) => command.startsWith('console.'))

export function Console({ active }: { active: boolean }) {
  const { columns, rows, bodyRows, theme } = useAppContext()
  const full = useAppState((state) => state.consoleFull)
  const machine = useAppState((state) => state.machine)
  const proof = useAppState((state) => state.proof)
  const prefix = useAppState((state) => state.consolePrefix)
  const size = consoleSize(columns, rows, full)
  useConsole(active, size)
  if (full) return <GuestPane columns={columns} rows={rows} left={0} top={0} active={active} />
  const side = columns >= SIDE_FROM
  return (
    <Frame status={statusRow(machine)} {...(machineAlive(machine) ? { bar: barRow(prefix) } : {})}>
      {side ? null : <Line segments={timelineRow(machine, proof, theme.glyphs)} columns={columns} />}
      <Box>
        <GuestPane columns={size.columns} rows={size.rows} left={0} top={side ? 2 : 3} active={active} />
        {side ? <Divider height={bodyRows} /> : null}
        {side ? <Rows rows={sideRows(machine, proof, theme.glyphs)} columns={SIDE_COLUMNS} height={bodyRows} /> : null}
      </Box>
    </Frame>
  )
}

/** The keyboard, while the machine lives; after that the ordinary keys. */
function useConsole(active: boolean, size: { columns: number; rows: number }): void {
  const { session, store } = useAppContext()
  const alive = useAppState((state) => machineAlive(state.machine))
  const act = useRef<(key: string) => void>(() => {})
  const commands: Partial<Record<Command, () => void>> = {
    'console.help': () => store.setState({ dialog: { type: 'help' } }),
    'console.leave': () => {
      store.setState((state) => goTo({ ...state, consoleFull: false }, 'launch'), true)
    },
    'console.off': () => void session.launching.powerOff(),
    'console.force': () => void session.launching.forceOff(),
    'console.ctrlAltDel': () => void session.launching.pressCtrlAltDel(),
    'console.pause': () => void session.launching.togglePause(),
    'console.reset': () => void session.launching.reset(),
    'console.screenshot': () => void session.launching.screenshot(),
    'console.full': () => store.setState((state) => ({ consoleFull: !state.consoleFull })),
    'console.verify': () => session.proving.start(),
  }
  act.current = (key) => {
    const command = matchCommand(key, COMMANDS)
    if (command) commands[command]?.()
  }
  useEffect(
    () => (active && alive ? session.launching.takeKeyboard((key) => act.current(key)) : undefined),
    [session, active, alive],
  )
  useEffect(() => session.launching.resize(size.columns, size.rows), [session, size.columns, size.rows])
  const leave = () => store.setState((state) => goTo({ ...state, consoleFull: false }, 'launch'), true)
  useKeys(
    { 'launch.back': leave, 'launch.start': () => void session.launching.start(size.columns, size.rows) },
    { priority: Priority.screen, active: active && !alive },
  )
}

function machineAlive({ status }: MachineState): boolean {
  return status === 'starting' || status === 'running' || status === 'paused'
}

function statusRow({ status, spec }: MachineState): Row {
  if (status === 'ended' || status === 'failed') return [['Enter starts it again, Esc goes back', 'muted']]
  const facts = spec ? `${formatSize(spec.memory)}, ${spec.acceleration}   serial log ${spec.serialLog}` : ''
  return [
    [status, status === 'paused' ? 'warning' : 'good'],
    [`  ${facts}`, 'muted'],
  ]
}

/** In place of the help bar: without the prefix every key is the guest's. */
function barRow(prefix: boolean): Row {
  const keys = COMMANDS.flatMap((command): Row => {
    const { keys, bar } = keyRow(command)
    if (bar === undefined) return []
    return [
      [`  ${keys[0] ?? ''}`, prefix ? 'focus' : 'key'],
      [` ${bar}`, prefix ? 'text' : 'muted'],
    ]
  })
  return [[' '], ['Ctrl-A', prefix ? 'focus' : 'key'], [prefix ? ' and now' : ' then', 'muted'], ...keys]
}

const SHORT: Record<string, string> = {
  'power-on': 'power',
  firmware: 'firmware',
  'boot-loader': 'loader',
  kernel: 'kernel',
  init: 'init',
  'switch-root': 'root',
  'system-init': 'system',
  services: 'services',
  login: 'shell',
}

function timelineRow(machine: MachineState, proof: State['proof'], glyphs: Glyphs): Row {
  const marks = machine.timeline.flatMap(
    ({ milestone, at }, index): Row => [
      [index === 0 ? ' ' : ` ${glyphs.arrow} `, 'rule'],
      [SHORT[milestone] ?? milestone, 'muted'],
      [` ${at.toFixed(2)}`, 'good'],
    ],
  )
  if (machine.error)
    return [
      [` ${glyphs.failed} `, 'bad'],
      [machine.error.text, 'bad'],
    ]
  const checks = proof.runs.flatMap((run) => run.checks)
  const passed = checks.filter(({ state }) => state === 'passed').length
  const tail: Row =
    checks.length > 0
      ? [
          ['   checks ', 'muted'],
          [`${passed}/${checks.length}`, proof.status === 'failed' ? 'bad' : 'good'],
        ]
      : []
  return marks.length > 0
    ? [...marks, ...tail]
    : [[machine.status === 'starting' ? ' starting' : ' waiting for the first sign', 'busy'], ...tail]
}

/** Timeline as a waterfall, then the checks. */
function sideRows(machine: MachineState, proof: State['proof'], glyphs: Glyphs): Row[] {
  const last = Math.max(0.001, machine.timeline.at(-1)?.at ?? 0.001)
  const timeline = machine.timeline.map(
    ({ milestone, at }): Row => [
      [` ${pad(SHORT[milestone] ?? milestone, 9)}`, 'text'],
      [`${at.toFixed(2).padStart(6)} s `, 'good'],
      [glyphs.full.repeat(Math.max(1, Math.round((at / last) * 10))), 'accent'],
    ],
  )
  const checks = proof.runs.flatMap((run): Row[] => [
    [[` ${run.boot}`, 'muted']],
    ...run.checks.map((check) => checkRow(check, glyphs)),
  ])
  return [
    [[' Boot', 'title']],
    ...(timeline.length > 0 ? timeline : ([[[' waiting', 'muted']]] as Row[])),
    [],
    ...(checks.length > 0 ? [[[' Checks', 'title']] as Row, ...checks] : []),
    ...(machine.error ? [[[` ${machine.error.text}`, 'bad']] as Row] : []),
  ]
}

/** One check as it ticks. */
export function checkRow({ id, state, reason }: CheckState, glyphs: Glyphs): Row {
  const sign: Record<CheckState['state'], [string, Token]> = {
    waiting: [glyphs.waiting, 'muted'],
    running: [glyphs.arrow, 'busy'],
    passed: [glyphs.done, 'good'],
    failed: [glyphs.failed, 'bad'],
    skipped: [glyphs.dash, 'warning'],
  }
  const [glyph, token] = sign[state]
  return [
    [` ${glyph} `, token],
    [id, state === 'waiting' ? 'muted' : 'text'],
    [reason ? `  ${reason}` : '', state === 'failed' ? 'bad' : 'muted'],
  ]
}
