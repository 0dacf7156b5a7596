/** Two consoles beside each other, each under a row that says whose it is; keys go to the one whose row is marked. */
import { Box } from 'ink'
import type { MachineState } from '../state.ts'
import { useAppContext } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { GuestPane } from '../widgets/guest-pane.tsx'
import { Divider, fitSegments, Line, type Row, spread } from '../widgets/line.tsx'

interface ConsoleSplitProps {
  machines: readonly MachineState[]
  /** Number of the one that keys go to. */
  shown: number
  size: { columns: number; rows: number }
  active: boolean
  /** Lines that it is scrolled back. */
  scrolled: number
}

/** Rows above the panes: breadcrumb, rule, and the names. */
const ABOVE = 3

export function ConsoleSplit({ machines, shown, size, active, scrolled }: ConsoleSplitProps) {
  const { columns, theme } = useAppContext()
  const names = machines.flatMap(
    (machine, index): Row => [
      ...(index > 0 ? ([[theme.glyphs.vertical, 'rule']] as const) : []),
      ...nameRow(machine, machine.number === shown, size.columns, theme.glyphs),
    ],
  )
  return (
    <Box flexDirection="column">
      <Line segments={names} columns={columns} />
      <Box>
        {machines.map(({ number }, index) => (
          <Box key={number}>
            {index > 0 ? <Divider height={size.rows} /> : null}
            <GuestPane
              number={number}
              columns={size.columns}
              rows={size.rows}
              left={index * (size.columns + 1)}
              top={ABOVE}
              active={active && number === shown}
              scrolled={number === shown ? scrolled : 0}
            />
          </Box>
        ))}
      </Box>
    </Box>
  )
}

/** `▌ [1] minimal running`, and beside it how keys come to it. */
function nameRow({ number, spec, status }: MachineState, focused: boolean, columns: number, { bar }: Glyphs): Row {
  const left: Row = [
    [focused ? `${bar} ` : '  ', 'brand'],
    [`[${number}] ${spec?.name ?? ''}`, focused ? 'focus' : 'muted'],
    [` ${status}`, status === 'running' ? 'good' : status === 'paused' ? 'warning' : 'muted'],
  ]
  const right: Row = focused
    ? [['keys go here ', 'muted']]
    : [
        ['Ctrl-A n', 'key'],
        [' goes here ', 'muted'],
      ]
  return fitSegments(spread(left, right, columns), columns)
}
