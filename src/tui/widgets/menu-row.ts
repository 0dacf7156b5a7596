/** One row of the configure screen as segments: mark, name, what it is, and at the right its size, time or value. */
import type { Measurements } from '../../pipeline/types.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import { estimatesIn, roughly } from '../model/figures.ts'
import { type MenuRow, opens, rowValue, SECTION_TITLES } from '../model/menu.ts'
import { pad, truncate } from '../model/text.ts'
import type { Glyphs, Token } from '../theme.ts'
import { type Row, rowWidth, type Segment, spread } from './line.tsx'

const NAME = 18
const TITLE = 26
/** Less room is not worth a summary. */
const SUMMARY = 24
/** `1 min 15 s` */
const TIME = 11

interface RowLook {
  focused: boolean
  columns: number
  glyphs: Glyphs
  measured: Measurements
  /** Names in files and kernel symbols beside the titles. */
  names: boolean
}

export function menuRowSegments(row: MenuRow | undefined, look: RowLook): Row {
  const { focused, columns, glyphs, names } = look
  const name: Token = focused ? 'focus' : 'text'
  switch (row?.kind) {
    case 'heading':
      return [[row.title, 'muted']]
    case 'section':
      return [[`${row.folded ? '[+]' : '[-]'} ${SECTION_TITLES[row.section]}`, focused ? 'focus' : 'title']]
    case 'entry':
      return entrySegments(row, look)
    case 'option':
      return [
        [`    ${pad(row.spec.title, NAME)} `, name],
        ...valueSegments(row),
        [' '],
        ...newMark(row.isNew),
        ...nameOf(row.id, names),
      ]
    case 'setting': {
      const said = row.problem?.message ?? ''
      const tone: Token = row.problem?.severity === 'error' ? 'bad' : 'warning'
      const left: Row = [
        [
          `${row.spec.within === undefined ? '' : '  '}${pad(row.spec.title, row.spec.within === undefined ? TITLE : TITLE - 2)} `,
          name,
        ],
        ...(row.problem ? ([[`${glyphs.blocked} `, tone]] as const) : []),
        ...valueSegments(row, Math.max(12, columns - TITLE - 10)),
        ...nameOf(row.id, names),
      ]
      return said === '' ? left : [...left, [`  ${said}`, tone]]
    }
    case 'options':
      return [
        [`${row.id.startsWith('linux') ? '' : '    '}${row.title}`, row.compiled ? name : 'muted'],
        [row.compiled ? ' --->' : '  only where it is compiled here', 'muted'],
        [row.own > 0 ? `  ${row.own} of your own` : '', 'good'],
      ]
    case 'item':
      return [[`${pad(truncate(row.title, NAME), NAME)} `, name], [row.summary, 'muted'], ...nameOf(row.id, names)]
    case 'add':
      return [[`+ Add a ${row.spec.items?.noun ?? 'member'}`, focused ? 'focus' : 'accent']]
    case 'value': {
      const mark = row.single ? (row.chosen ? '(X)' : '( )') : row.chosen ? '[*]' : '[ ]'
      return [
        [`${mark} `, row.chosen ? 'good' : 'muted'],
        [row.value, name],
      ]
    }
    case 'symbol': {
      const left: Row = [
        [names ? 'CONFIG_' : '', 'muted'],
        [`${row.symbol} `, name],
        ['= ', 'muted'],
        [row.value, 'accent'],
      ]
      return spread(left, [[row.by.join(', '), row.by.includes('profile') ? 'good' : 'muted']], columns)
    }
    default:
      return []
  }
}

function entrySegments(row: Extract<MenuRow, { kind: 'entry' }>, look: RowLook): Row {
  const { state, mark, blocked, automatic } = row
  const { entry, selected } = state
  const { focused, columns, glyphs, measured, names } = look
  const token: Token = focused ? 'focus' : blocked ? 'muted' : 'text'
  const symbols = entry.kind === 'driver' ? `CONFIG_${entry.symbol}` : entry.title
  const left: Row = [
    [`${mark} `, blocked ? 'muted' : automatic ? 'auto' : selected ? 'good' : 'muted'],
    [`${pad(entry.id, NAME)} `, token],
    [blocked || row.problem ? `${glyphs.blocked} ` : '', row.problem?.severity === 'error' ? 'bad' : 'warning'],
    ...newMark(row.isNew),
  ]
  // A name cut short is no name; size and time are in the help, too.
  if (names) return [...left, [symbols, 'accent']]
  const [size, time] = costOf(state, measured)
  const cost: Row = [[` ${pad(size, 8, 'right')} ${pad(time, TIME, 'right')}`, selected ? 'text' : 'muted']]
  // The first words of a sentence say nothing: the help has all of it.
  const summary = columns - rowWidth(left) - rowWidth(cost) < SUMMARY ? '' : entry.summary
  return spread([...left, [summary, 'muted']], cost, columns)
}

/** Size and build time; `~` where they were never measured. */
export function costOf(
  state: Extract<MenuRow, { kind: 'entry' }>['state'],
  { bytes, seconds }: Measurements,
): [size: string, time: string] {
  const estimates = estimatesIn(state)
  const [size, time] = [bytes[state.entry.id], seconds[state.entry.id]]
  return [
    size === undefined ? `~${formatSize(estimates.bytes)}` : formatSize(size),
    time !== undefined
      ? formatDuration(time).replace(/^0\.[0-4] s$/, '<1 s')
      : estimates.cpuSeconds > 0
        ? roughly(estimates.cpuSeconds)
        : '',
  ]
}

/** `(64M)`, `[*]`, `(2222:22) --->`. */
function valueSegments(row: Extract<MenuRow, { kind: 'option' | 'setting' }>, room = 40): Segment[] {
  const { spec, value } = row
  if (spec.type === 'bool' || spec.type === 'part') {
    const on = spec.type === 'part' ? value !== undefined : value === true
    return [[on ? '[*]' : '[ ]', on ? 'good' : 'muted']]
  }
  const shown = rowValue(row) || ('unset' in spec && spec.unset) || 'none'
  return [
    [`(${truncate(shown, Math.max(8, room - 2))})`, 'accent'],
    [opens(row) ? ' --->' : '', 'muted'],
  ]
}

function newMark(isNew: boolean | undefined): Segment[] {
  return isNew ? [['(NEW) ', 'warning']] : []
}

function nameOf(id: string, names: boolean): Segment[] {
  return names ? [[`  ${id}`, 'muted']] : []
}
