/** A virtual list: only the rows that are visible are drawn, and a bar shows where in the whole they are. */
import { Box } from 'ink'
import { useAppContext } from '../store.ts'
import { fitSegments, Line, type Row } from './line.tsx'

interface ListProps {
  /** The row of an index; `focused` is true for the row under the cursor, `columns` is its room, bar or not. */
  row: (index: number, focused: boolean, columns: number) => Row
  keyOf?: (index: number) => string
  length: number
  cursor: number
  top: number
  columns: number
  height: number
  /** False where the focus is elsewhere: the cursor row is then marked less. */
  active?: boolean
}

/** The cursor's mark before a row, and the bar behind it: a blank keeps that apart from what stands at the right edge. */
const MARKER = 2
const BAR = 2

export function List({ row, keyOf = String, length, cursor, top, columns, height, active = true }: ListProps) {
  const { theme } = useAppContext()
  const { glyphs } = theme
  const scrolls = length > height
  const inner = columns - MARKER - (scrolls ? BAR : 0)
  const thumb = thumbOf(length, height, top)
  const lines = Array.from({ length: Math.max(0, height) }, (_, offset) => {
    const index = top + offset
    const focused = index === cursor
    const content = index < length ? row(index, focused && active, columns - MARKER - BAR) : []
    const marker: Row = [
      [index < length && focused ? `${active ? glyphs.bar : glyphs.arrow} ` : '  ', active ? 'brand' : 'muted'],
    ]
    const track: Row = scrolls
      ? [[offset >= thumb.start && offset < thumb.end ? ` ${glyphs.thumb}` : '  ', 'rule']]
      : []
    return {
      key: index < length ? keyOf(index) : `blank${offset}`,
      segments: [...marker, ...fitSegments(content, inner), ...track],
    }
  })
  return (
    <Box flexDirection="column" width={columns} height={Math.max(0, height)} flexShrink={0}>
      {lines.map(({ key, segments }) => (
        <Line key={key} segments={segments} columns={columns} />
      ))}
    </Box>
  )
}

function thumbOf(length: number, height: number, top: number): { start: number; end: number } {
  if (length <= height) return { start: 0, end: 0 }
  const size = Math.max(1, Math.round((height * height) / length))
  const start = Math.round((top / (length - height)) * (height - size))
  return { start, end: start + size }
}
