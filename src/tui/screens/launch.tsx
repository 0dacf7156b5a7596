/** The machine before and while it runs: its settings, why it is accelerated or not, the exact command, its boot. */
import { Box } from 'ink'
import type { LaunchOptions } from '../../pipeline/types.ts'
import { BOOT_TITLES, BOOTS, type Boot, bootableBoot, fromIso, hasDisk } from '../../profile/boot.ts'
import type { Profile } from '../../profile/types.ts'
import { shellQuoteAll } from '../../system/shell-words.ts'
import { formatSize } from '../../system/size.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { facts } from '../model/describe.ts'
import { pad, wrap } from '../model/text.ts'
import type { MachineState, ProofState } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Frame } from '../widgets/frame.tsx'
import { type Row, Rows, ruleRow } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { rowPlace } from '../widgets/row-cursor.tsx'
import { consoleSize } from './console-size.ts'

interface LaunchSetting {
  title: string
  text: string
  next: (step: 1 | -1) => Partial<LaunchOptions>
}

export function Launch({ active }: { active: boolean }) {
  const { session, store, columns, rows, bodyRows, theme } = useAppContext()
  const machine = useAppState((state) => state.machine)
  const profile = useAppState((state) => (state.editor?.project ?? state.build?.project)?.configuration.profile)
  const proof = useAppState((state) => state.proof)
  const settings = profile ? launchSettings(profile, machine.options) : []
  const alive = machine.status === 'running' || machine.status === 'paused' || machine.status === 'starting'
  const list = useList({
    name: 'launch',
    length: settings.length,
    rows: settings.length,
    priority: Priority.pane,
    active,
  })
  const change = (step: 1 | -1) => {
    const setting = settings[list.cursor]
    if (setting && !alive)
      void session.launching.prepare({ ...store.getState().machine.options, ...setting.next(step) })
  }
  const size = consoleSize(columns, rows, store.getState().consoleFull)
  useKeys(
    {
      ...(alive
        ? { 'launch.console': () => void session.launching.start(size.columns, size.rows) }
        : machine.spec
          ? { 'launch.start': () => void session.launching.start(size.columns, size.rows) }
          : {}),
      ...(alive
        ? {
            'launch.pause': () => void session.launching.togglePause(),
            'launch.reset': () => void session.launching.reset(),
            'launch.off': () => void session.launching.powerOff(),
            'launch.screenshot': () => void session.launching.screenshot(),
          }
        : { 'launch.change': () => change(1), 'launch.previous': () => change(-1) }),
      ...(proof.status === 'running' ? {} : { 'launch.verify': () => session.proving.start() }),
      'launch.back': () => session.back(),
    },
    { priority: Priority.screen, active },
  )
  const inner = Math.min(columns - 4, 120)
  const below = [...stateRows(machine, inner), ...proofRow(proof), [], ...commandRows(machine, inner)]
  const listHeight = settings.length + 1
  return (
    <Frame
      cursor={
        alive
          ? undefined
          : rowPlace({ cursor: list.cursor, top: 0 }, { y: 3, height: listHeight, length: settings.length })
      }
      status={[
        [
          alive
            ? 'Enter goes to the console of the running machine'
            : 'Nothing of this is saved; the profile keeps its own settings',
          'muted',
        ],
      ]}
    >
      <Rows
        rows={[
          [],
          [
            ['  The machine', 'title'],
            [profile ? `  ${profile.name}` : '', 'muted'],
          ],
          [],
        ]}
        columns={columns}
        height={3}
      />
      <List
        length={settings.length}
        cursor={list.cursor}
        top={0}
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
              ]
            : []
        }}
      />
      <Box paddingLeft={2} flexDirection="column">
        <Rows
          rows={[ruleRow(inner, theme.glyphs.horizontal), ...below]}
          columns={inner}
          height={bodyRows - 3 - listHeight}
        />
      </Box>
    </Frame>
  )
}

const MEMORY = [32, 48, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096].map((mib) => mib * 1024 * 1024)

/** The ways for which the profile makes an image. */
function offeredBoots({ image }: Profile): Boot[] {
  return BOOTS.filter((boot) => boot === 'direct' || (fromIso(boot) ? image.formats.includes('iso') : hasDisk(image)))
}

/** What can be set for one start only, and the way to the next value of each. */
export function launchSettings(profile: Profile, options: LaunchOptions): LaunchSetting[] {
  const { machine } = profile
  const boots = offeredBoots(profile)
  const displays = ['none', 'window'] as const
  const boot = bootableBoot(options.boot ?? machine.boot, profile.image)
  const memory = options.memory ?? machine.memory
  const cpus = options.cpus ?? machine.cpus
  const display = options.display ?? machine.display
  const snapshot = options.snapshot ?? false
  const forward = options.forward ?? machine.forward
  return [
    {
      title: 'Boot',
      text: boot === 'direct' ? `direct: ${BOOT_TITLES.direct}` : BOOT_TITLES[boot],
      next: (step) => ({ boot: cycle(boots, boot, step) }),
    },
    {
      title: 'Memory',
      text: formatSize(memory),
      next: (step) => ({
        memory: cycle(
          [...new Set([...MEMORY, machine.memory])].sort((a, b) => a - b),
          memory,
          step,
        ),
      }),
    },
    { title: 'CPUs', text: String(cpus), next: (step) => ({ cpus: cycle([1, 2, 4, 8], cpus, step) }) },
    {
      title: 'Display',
      text: display === 'none' ? 'serial console only' : 'a window, and the serial console',
      next: (step) => ({ display: cycle(displays, display, step) }),
    },
    {
      title: 'Disk changes',
      text: snapshot ? 'thrown away at the end' : 'kept',
      next: () => ({ snapshot: !snapshot }),
    },
    {
      title: 'Forwards',
      text:
        forward.length === 0
          ? 'none (Configure, Network adds some)'
          : forward.map(({ host, guest, protocol }) => `127.0.0.1:${host} to ${guest}/${protocol}`).join(', '),
      next: () => ({}),
    },
  ]
}

function cycle<T>(values: readonly T[], value: T, step: 1 | -1): T {
  const index = values.indexOf(value)
  return values[(index + step + values.length) % values.length] ?? value
}

/** How the machine stands. */
export function stateRows(machine: MachineState, columns: number): Row[] {
  const { status, error, accelerationReason, spec, timeline } = machine
  const booted = timeline.map(({ milestone, at }) => `${milestone} ${at.toFixed(2)} s`).join(', ')
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
    ...facts(columns, [
      ['acceleration', accelerationReason ? `${spec?.acceleration ?? ''}: ${accelerationReason}` : ''],
      ['boot        ', booted],
      ['serial log  ', spec && machine.startedAt ? spec.serialLog : ''],
    ]),
  ]
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

/** The command, one option with its value a line where there is room, and always pasteable as it stands. */
function commandRows({ argv }: MachineState, columns: number): Row[] {
  if (!argv) return []
  const quoted = argv.map((word) => shellQuoteAll([word]))
  const lines: string[] = []
  for (const word of quoted) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 3 <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(lines.length === 0 ? word : `  ${word}`)
  }
  return lines.map(
    (line, index): Row => [
      [line, 'accent'],
      [index < lines.length - 1 ? ' \\' : '', 'muted'],
    ],
  )
}
