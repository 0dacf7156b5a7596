/** The machine before and while it runs: its settings, why it is accelerated or not, the exact command, its boot. */
import { Box } from 'ink'
import { pasteNotes } from '../../machine/paste-argv.ts'
import { shellQuoteAll } from '../../system/shell-words.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import { guestMemoryWords, usageWords, waterfallRows } from '../model/boot.ts'
import { facts } from '../model/describe.ts'
import { noteRows } from '../model/plan-rows.ts'
import { pad, wrap } from '../model/text.ts'
import { allMachines, machineAlive } from '../state/machines.ts'
import type { MachineState, ProofState } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { Frame } from '../widgets/frame.tsx'
import { type Row, Rows, ruleRow } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { rowPlace } from '../widgets/row-cursor.tsx'
import { paneSize } from './console-size.ts'
import { forwardWords, launchSettings } from './launch-settings.ts'

/** Rows of the heading, and those that what stands below the settings has at least. */
const HEAD = 3
const LEAST_BELOW = 4

export function Launch({ active }: { active: boolean }) {
  const { session, store, columns, rows, bodyRows, theme } = useAppContext()
  const machine = useAppState((state) => state.machine)
  const configuration = useAppState((state) => (state.editor?.project ?? state.build?.project)?.configuration)
  const proof = useAppState((state) => state.proof)
  const saved = useAppState((state) => state.saved)
  const beside = useAppState((state) => state.beside)
  const alive = machineAlive(machine)
  const chosen = saved.find(({ name }) => name === machine.restore)
  // What cannot be changed now gives its place to what happens.
  const settings = configuration && !alive ? launchSettings(configuration, machine, saved) : []
  // On a small window the settings scroll, so that what stands below them has room, too.
  const listHeight = Math.min(settings.length, Math.max(3, bodyRows - HEAD - LEAST_BELOW))
  const list = useList({
    name: 'launch',
    length: settings.length,
    rows: listHeight,
    priority: Priority.pane,
    active: active && !alive,
    // Pages are those of what stands below: the settings are all in sight.
    keys: ({ by, to }) => ({
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.first': () => to(0),
      'list.last': () => to(settings.length - 1),
    }),
  })
  const change = (step: 1 | -1) => {
    const setting = settings[list.cursor]
    if (setting?.leadsTo) session.finding.toRow(setting.leadsTo.section, setting.leadsTo.id)
    else if (setting?.restore) void session.launching.restoreFrom(setting.restore(step))
    else if (setting?.next)
      void session.launching.prepare({ ...store.getState().machine.options, ...setting.next(step) })
  }
  const size = paneSize(store.getState(), columns, rows)
  useKeys(
    {
      ...(alive
        ? { 'launch.console': () => void session.launching.start(size.columns, size.rows) }
        : machine.spec || machine.restore !== undefined
          ? { 'launch.start': () => void session.launching.start(size.columns, size.rows) }
          : {}),
      ...(alive
        ? {
            'launch.pause': () => void session.launching.togglePause(),
            'launch.reset': () => void session.launching.reset(),
            'launch.off': () => void session.launching.powerOff(),
            'launch.screenshot': () => void session.launching.screenshot(),
            'launch.save': () => void session.launching.save(),
          }
        : { 'launch.change': () => change(1), 'launch.previous': () => change(-1) }),
      ...(proof.status === 'running' ? {} : { 'launch.verify': () => session.proving.start() }),
      'launch.another': () => session.launching.another(),
      ...(machine.argv ? { 'launch.print': () => void session.handoff.printText(pasteText(machine)) } : {}),
      ...(beside.length > 0 ? { 'launch.next': () => session.launching.next() } : {}),
      // What is taken away is what is chosen: a saved machine, else this place on the list.
      ...(chosen && !alive
        ? { 'launch.drop': () => store.setState({ dialog: { type: 'delete-saved', saved: chosen } }) }
        : beside.length > 0 && !alive
          ? { 'launch.drop': () => void session.launching.drop() }
          : {}),
      'launch.back': () => session.back(),
    },
    { priority: Priority.screen, active },
  )
  const inner = Math.min(columns - 4, 120)
  const below = [
    ...stateRows(machine, inner),
    // They are about what is prepared: of a start from a saved machine nothing is, before it starts.
    ...(alive || machine.restore === undefined ? machine.notes : []).flatMap((note) =>
      noteRows(note, undefined, 'warning', theme.glyphs.blocked, inner),
    ),
    ...(alive || machine.restore === undefined ? factRows(machine, inner) : []),
    ...proofRow(proof),
    ...bootRows(machine, inner, theme.glyphs),
    [],
    ...(machine.restore === undefined ? commandRows(machine, columns - 4) : []),
  ]
  const content = settings.length > 0 ? [ruleRow(inner, theme.glyphs.horizontal), ...below] : below
  const height = Math.max(1, bodyRows - HEAD - listHeight)
  const { scroll, keys } = useScroll(content.length, height)
  useKeys(keys, { priority: Priority.screen, active })
  return (
    <Frame
      cursor={alive ? undefined : rowPlace(list, { y: HEAD, height: listHeight, length: settings.length })}
      status={[
        ...(alive ? RUNNING : chosen ? CHOSEN : NOTE),
        ...moreRow(scroll, content.length - height - scroll, theme.glyphs),
      ]}
    >
      <Rows
        rows={[
          [],
          [
            ['  The machine', 'title'],
            [`  ${alive ? (machine.spec?.name ?? '') : (configuration?.profile.name ?? '')}`, 'muted'],
            ...machineList(allMachines({ machine, beside }), machine.number),
          ],
          [],
        ]}
        columns={columns}
        height={HEAD}
      />
      <List
        length={settings.length}
        cursor={list.cursor}
        top={list.top}
        columns={columns}
        height={listHeight}
        active={!alive}
        keyOf={(index) => settings[index]?.title ?? String(index)}
        row={(index, focused) => {
          const setting = settings[index]
          return setting
            ? [
                [pad(setting.title, 14), focused ? 'focus' : 'text'],
                [setting.text, 'accent'],
                ...(setting.leadsTo ? ([['   Space: to its row in Configure', 'muted']] as const) : []),
              ]
            : []
        }}
      />
      <Box paddingLeft={2} flexDirection="column">
        <Rows rows={content.slice(scroll)} columns={columns - 4} height={height} />
      </Box>
    </Frame>
  )
}

const RUNNING: Row = [['Enter goes to the console of the running machine', 'muted']]
const NOTE: Row = [['Nothing of this is saved in the profile', 'muted']]
const CHOSEN: Row = [
  ['Enter', 'key'],
  [' goes on where it was saved, ', 'muted'],
  ['Del', 'key'],
  [' deletes the saved machine', 'muted'],
]

/** What of the page is out of sight, and the keys that lead to it. */
function moreRow(above: number, below: number, { up, down }: Glyphs): Row {
  if (above <= 0 && below <= 0) return []
  const words = [...(above > 0 ? [`${up} ${above}`] : []), ...(below > 0 ? [`${down} ${below} more`] : [])]
  return [
    [`   ${words.join(' ')} `, 'warning'],
    [[...(above > 0 ? ['PgUp'] : []), ...(below > 0 ? ['PgDn'] : [])].join(' '), 'key'],
  ]
}

/** The command as one line, and what of it is not as smart-os starts it. */
export function pasteText({ argv = [], spec }: MachineState): string {
  const notes = spec ? pasteNotes(spec).map((note) => `-- ${note}\n`) : []
  return `${shellQuoteAll(argv)}\n${notes.join('')}`.trimEnd()
}

/** How the machine stands. */
export function stateRows({ status, error }: MachineState, columns: number): Row[] {
  const words: Record<MachineState['status'], Row> = {
    none: [['not prepared', 'muted']],
    preparing: [['preparing', 'busy']],
    ready: [['ready to start', 'good']],
    starting: [['starting', 'busy']],
    running: [['running', 'good']],
    paused: [['paused', 'warning']],
    ended: [['has ended; Enter starts it again', 'muted']],
    failed: [['could not start', 'bad']],
  }
  return [
    [['state         ', 'muted'], ...words[status]],
    ...(error
      ? [
          ...wrap(error.text, columns).map((line): Row => [[line, 'bad']]),
          ...(error.hint ? wrap(error.hint, columns).map((line): Row => [[line, 'muted']]) : []),
        ]
      : []),
  ]
}

/** What is worth knowing of a machine that runs, or will. */
export function factRows(machine: MachineState, columns: number): Row[] {
  const { accelerationReason, spec, usage, guestMemory, startedAt } = machine
  const forwards = spec?.nics.flatMap(({ forward }) => forward) ?? []
  return facts(columns, [
    ['in the guest', guestMemory ? `${guestMemoryWords(guestMemory)} of memory used` : ''],
    ['on the host ', usageWords(usage)],
    ['acceleration', accelerationReason ? `${spec?.acceleration ?? ''}: ${accelerationReason}` : ''],
    ['forwards    ', startedAt ? forwards.map(forwardWords).join(', ') : ''],
    ['serial log  ', spec && startedAt ? spec.serialLog : ''],
  ])
}

function bootRows({ timeline, restore }: MachineState, columns: number, glyphs: Glyphs): Row[] {
  if (timeline.length === 0 || restore !== undefined) return []
  return [[], [['Boot', 'title']], ...waterfallRows(timeline, Math.min(columns, 76), glyphs)]
}

/** `[1] running  2 ready`: the one in brackets is shown. */
function machineList(machines: readonly MachineState[], shown: number): Row {
  if (machines.length < 2) return []
  return machines.flatMap(({ number, status, spec }): Row => {
    const mark = number === shown ? `[${number}]` : ` ${number} `
    return [
      [`   ${mark}`, number === shown ? 'focus' : 'text'],
      [` ${spec && spec.name !== '' ? `${spec.name} ` : ''}${status}`, status === 'running' ? 'good' : 'muted'],
    ]
  })
}

/** How far the checks are, once there are any. */
function proofRow({ status, runs, error }: ProofState): Row[] {
  if (status === 'none') return []
  const checks = runs.flatMap((run) => run.checks)
  const passed = checks.filter(({ state }) => state === 'passed').length
  const current = checks.find(({ state }) => state === 'running')
  const failed = checks.filter(({ state }) => state === 'failed').map(({ id }) => id)
  return [
    [
      ['checks        ', 'muted'],
      [`${passed} of ${checks.length} passed`, failed.length > 0 || error ? 'bad' : 'good'],
      [current ? `, now ${current.id}` : '', 'busy'],
      [failed.length > 0 ? `, failed: ${failed.join(', ')}` : '', 'bad'],
      [error ? `  ${error.text}` : '', 'bad'],
    ],
  ]
}

/** The command in full; its print key puts it into the scrollback as one line to paste, whatever the width here. */
function commandRows({ argv, spec }: MachineState, columns: number): Row[] {
  if (!argv || !spec) return []
  const lines: string[] = []
  for (const word of argv.map((one) => shellQuoteAll([one]))) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 3 <= columns) lines[lines.length - 1] = `${last} ${word}`
    else {
      const [first = '', ...rest] = wrap(word, columns - 4)
      lines.push(lines.length === 0 ? first : `  ${first}`, ...rest.map((part) => `  ${part}`))
    }
  }
  return [
    [
      ['command  ', 'muted'],
      ['l', 'key'],
      [' prints it as one line to paste', 'muted'],
    ],
    ...pasteNotes(spec).flatMap((note) => wrap(note, columns).map((line): Row => [[line, 'muted']])),
    ...lines.map((line): Row => [[line, 'accent']]),
  ]
}
