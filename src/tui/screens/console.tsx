/** The running machine: its serial console live, every key to the guest, Ctrl-A first for ours; boot and checks beside it. */
import { Box } from 'ink'
import { useEffect, useRef } from 'react'
import { PREFIX } from '../../machine/console.ts'
import { formatSize } from '../../system/size.ts'
import { goTo, say } from '../actions.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { type ScrollBack, useScrollBack } from '../hooks/use-scroll-back.ts'
import { type Command, KEY_TABLE, keyRow, matchCommand } from '../keys.ts'
import { guestMemoryWords, timelineRow, usageWords, waterfallRows } from '../model/boot.ts'
import { checkRow } from '../model/result-rows.ts'
import { pad, wrap } from '../model/text.ts'
import { machineAlive } from '../state/machines.ts'
import type { MachineState, State } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { bar } from '../widgets/bar.ts'
import { Frame } from '../widgets/frame.tsx'
import { GuestPane } from '../widgets/guest-pane.tsx'
import { Divider, Line, type Row, Rows, type Segment, spread } from '../widgets/line.tsx'
import { paneSize, SIDE_COLUMNS, SIDE_FROM, shownConsoles } from './console-size.ts'
import { ConsoleSplit } from './console-split.tsx'

const COMMANDS = (Object.keys(KEY_TABLE) as Command[]).filter((command) => command.startsWith('console.'))

export function Console({ active }: { active: boolean }) {
  const { session, columns, rows, bodyRows, theme } = useAppContext()
  // Of a machine that is off the frame says so, and what to do now.
  const full = useAppState((state) => state.consoleFull && machineAlive(state.machine))
  const machine = useAppState((state) => state.machine)
  const beside = useAppState((state) => state.beside)
  const proof = useAppState((state) => state.proof)
  const prefix = useAppState((state) => state.consolePrefix)
  const machines = shownConsoles({ machine, beside, consoleFull: full }, columns)
  const size = paneSize({ machine, beside, consoleFull: full }, columns, rows)
  const { number } = machine
  const back = useScrollBack(session.launching.screenOf(number), number, size.rows, active)
  const scrolling = back.scrolled !== undefined
  const scrolled = back.scrolled ?? 0
  useConsole(active, size, machines, back)
  const where: Row = scrolling ? scrolledRow(scrolled, theme.glyphs) : []
  const pane = { number, columns: size.columns, active, scrolled }
  if (full)
    return (
      <Box flexDirection="column">
        <GuestPane {...pane} rows={size.rows - (scrolling ? 1 : 0)} left={0} top={0} />
        {scrolling ? <Line segments={where} columns={columns} /> : null}
      </Box>
    )
  const split = machines.length > 1
  const side = columns >= SIDE_FROM && !split
  const status = scrolling ? where : [...statusRow(machine, beside), ...(split ? checksRow(proof) : [])]
  return (
    <Frame status={status} {...(machineAlive(machine) && !scrolling ? { bar: barRow(prefix, columns) } : {})}>
      {side || split ? null : <Line segments={bootRow(machine, proof, columns, theme.glyphs)} columns={columns} />}
      {split ? (
        <ConsoleSplit machines={machines} shown={number} size={size} active={active} scrolled={scrolled} />
      ) : (
        <Box>
          <GuestPane {...pane} rows={size.rows} left={0} top={side ? 2 : 3} />
          {side ? <Divider height={bodyRows} /> : null}
          {side ? (
            <Rows rows={sideRows(machine, proof, theme.glyphs)} columns={SIDE_COLUMNS} height={bodyRows} />
          ) : null}
        </Box>
      )}
    </Frame>
  )
}

/** The keyboard, while the machine lives; after that the ordinary keys. */
function useConsole(
  active: boolean,
  size: { columns: number; rows: number },
  machines: readonly MachineState[],
  back: ScrollBack,
): void {
  const { session, store } = useAppContext()
  const scrolling = back.scrolled !== undefined
  const scroll = () => {
    if (!back.begin())
      store.setState((state) => say(state, { tone: 'info', text: 'Nothing has gone off the top' }), true)
  }
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
    'console.next': () => session.launching.next(),
    'console.scroll': scroll,
    'console.save': () => void session.launching.save(),
    'console.size': () => session.launching.tellSize(size.columns, size.rows),
    'console.send': () => session.launching.type(Uint8Array.of(PREFIX)),
  }
  act.current = (key) => {
    const command = matchCommand(key, COMMANDS)
    if (command) commands[command]?.()
  }
  useEffect(
    () => (active && alive && !scrolling ? session.launching.takeKeyboard((key) => act.current(key)) : undefined),
    [session, active, alive, scrolling],
  )
  // Another machine's screen may have been made for another size.
  const numbers = machines.map(({ number }) => number).join(' ')
  useEffect(() => {
    for (const number of numbers.split(' ')) session.launching.resize(Number(number), size.columns, size.rows)
  }, [session, numbers, size.columns, size.rows])
  const beside = useAppState((state) => state.beside.length)
  const leave = () => store.setState((state) => goTo({ ...state, consoleFull: false }, 'launch'), true)
  useKeys(
    {
      'launch.back': leave,
      ...(beside > 0 ? { 'launch.next': () => session.launching.next() } : {}),
      'launch.start': () => void session.launching.start(size.columns, size.rows),
      'console.scroll': scroll,
    },
    { priority: Priority.screen, active: active && !alive },
  )
}

function statusRow(machine: MachineState, beside: readonly MachineState[]): Row {
  const { status, spec, usage, guestMemory, number } = machine
  const which: Row = beside.length > 0 ? [[`[${number}] of ${beside.length + 1}  `, 'focus']] : []
  if (status === 'ended' || status === 'failed') return [...which, ['Enter starts it again, Esc goes back', 'muted']]
  // Short: on a narrow window the host's figures stand beside it.
  const used = guestMemory ? ` (${formatSize(guestMemory.used)} used)` : ''
  const facts = [
    spec ? `${formatSize(spec.memory)}${used}, ${spec.acceleration}` : '',
    usage ? `host: ${usageWords(usage)}` : '',
    spec ? `serial log ${spec.serialLog}` : '',
  ]
  return [
    ...which,
    [status, status === 'paused' ? 'warning' : 'good'],
    [`  ${facts.filter(Boolean).join('   ')}`, 'muted'],
  ]
}

/** In place of the help bar: without the prefix every key is the guest's. What does not fit whole is left to the help. */
function barRow(prefix: boolean, columns: number): Row {
  const row: Segment[] = [[' '], ['Ctrl-A', prefix ? 'focus' : 'key'], [prefix ? ' now' : ' then', 'muted']]
  let room = columns - row.reduce((sum, [text]) => sum + text.length, 0)
  for (const { keys, bar } of COMMANDS.map(keyRow)) {
    const [key = ''] = keys
    room -= bar === undefined ? 0 : key.length + bar.length + 3
    if (room < 0) break
    if (bar !== undefined) row.push([`  ${key}`, prefix ? 'focus' : 'key'], [` ${bar}`, prefix ? 'text' : 'muted'])
  }
  return row
}

/** The boot in one row, with the checks at its end. */
function bootRow(machine: MachineState, proof: State['proof'], columns: number, glyphs: Glyphs): Row {
  if (machine.error)
    return [
      [` ${glyphs.failed} `, 'bad'],
      [machine.error.text, 'bad'],
    ]
  const restored = machine.restore !== undefined && machine.timeline.length < 3
  const tail = checksRow(proof)
  if (restored) return spread([[` goes on from ${machine.restore}`, 'good']], tail, columns)
  if (machine.timeline.length === 0)
    return spread(
      [[machine.status === 'starting' ? ' starting' : ' waiting for the first sign', 'busy']],
      tail,
      columns,
    )
  const room = columns - tail.reduce((sum, [text]) => sum + text.length, 1)
  return spread(timelineRow(machine.timeline, room, glyphs), tail, columns)
}

/** How many checks have passed, once there are any. */
function checksRow({ runs, status }: State['proof']): Row {
  const checks = runs.flatMap((run) => run.checks)
  const passed = checks.filter(({ state }) => state === 'passed').length
  if (checks.length === 0) return []
  return [
    ['  checks ', 'muted'],
    [`${passed}/${checks.length} `, status === 'failed' ? 'bad' : 'good'],
  ]
}

/** In place of the status line while it is scrolled. */
function scrolledRow(scrolled: number, { up }: Glyphs): Row {
  return [
    [`${up} scrolled back`, 'warning'],
    [scrolled === 0 ? ' to the end; ' : ` ${scrolled} lines; the machine goes on below; `, 'muted'],
    ['Esc', 'key'],
    [' goes back to it', 'muted'],
  ]
}

/** Boot as a waterfall, then what the machine takes, then the checks. */
function sideRows(machine: MachineState, proof: State['proof'], glyphs: Glyphs): Row[] {
  const { timeline, error } = machine
  const usage = usageRows(machine, glyphs)
  const checks = proof.runs.flatMap((run): Row[] => [
    [[` ${run.boot}`, 'muted']],
    ...run.checks.map((check) => checkRow(check, glyphs)),
  ])
  return [
    [[' Boot', 'title']],
    ...(timeline.length > 0 ? waterfallRows(timeline, SIDE_COLUMNS, glyphs) : ([[[' waiting', 'muted']]] as Row[])),
    [],
    ...(usage.length > 0 ? ([[[' Memory and CPU', 'title']], ...usage, []] as Row[]) : []),
    ...(checks.length > 0 ? [[[' Checks', 'title']] as Row, ...checks] : []),
    ...(error ? wrap(error.text, SIDE_COLUMNS - 2).map((line): Row => [[` ${line}`, 'bad']]) : []),
  ]
}

/** Memory as the guest has it and as the host does, and the host's processor as a bar: full where one is busy all the time. */
function usageRows({ usage, guestMemory }: MachineState, glyphs: Glyphs): Row[] {
  const row = (name: string, value: string): Row => [
    [` ${pad(name, 9)}`, 'text'],
    [value, 'good'],
  ]
  const guest = guestMemory ? [row('guest', ` ${guestMemoryWords(guestMemory)}`)] : []
  if (!usage) return guest
  const { memory, cpu = 0 } = usage
  const { full, empty } = bar(cpu, 10, glyphs)
  return [
    ...guest,
    row('host', formatSize(memory).padStart(8)),
    [...row('CPU', `${Math.round(cpu * 100)} %`.padStart(8)), ['  '], [full, 'accent'], [empty, 'rule']],
  ]
}
