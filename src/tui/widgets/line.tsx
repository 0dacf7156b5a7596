/** Rows of the screen: every row is one <Text> of exactly the pane's width, so that nothing wraps and nothing is left over. */
import { Box, Text } from 'ink'
import { memo } from 'react'
import { harmless, toAscii, truncate, width } from '../model/text.ts'
import { useAppContext } from '../store.ts'
import type { Token } from '../theme.ts'

/** A piece of text and what it means. */
export type Segment = readonly [text: string, token?: Token]
export type Row = readonly Segment[]

/** Cuts or pads segments to exactly `columns`. Every text goes through here, so here anything from outside is made harmless. */
export function fitSegments(segments: Row, columns: number, ellipsis = '…'): Row {
  const result: Segment[] = []
  let left = columns
  for (const [raw, token] of segments) {
    if (left <= 0) break
    const text = harmless(raw)
    const shown = truncate(text, left, ellipsis)
    left -= width(shown)
    result.push([shown, token])
    if (shown !== text) break
  }
  if (left > 0) result.push([' '.repeat(left)])
  return result
}

/** Columns that a row takes. */
export function rowWidth(row: Row): number {
  return row.reduce((sum, [text]) => sum + width(text), 0)
}

/** Segments to the left and to the right of one row. The left ones give way. */
export function spread(left: Row, right: Row, columns: number): Row {
  return [...fitSegments(left, Math.max(0, columns - rowWidth(right))), ...right]
}

interface LineProps {
  segments: Row
  columns: number
}

/** A screen draws all of its rows anew; those that say the same cost only this look. */
function sameLine(before: LineProps, after: LineProps): boolean {
  if (before.columns !== after.columns || before.segments.length !== after.segments.length) return false
  return after.segments.every(([text, token], index) => {
    const old = before.segments[index]
    return old !== undefined && old[0] === text && old[1] === token
  })
}

export const Line = memo(function Line({ segments, columns }: LineProps) {
  const { theme } = useAppContext()
  return (
    <Text wrap="truncate">
      {fitSegments(segments, columns, theme.glyphs.ellipsis).map(([text, token], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a row have no identity of their own
        <Text key={index} {...(token ? theme.style(token) : {})}>
          {theme.unicode ? text : toAscii(text)}
        </Text>
      ))}
    </Text>
  )
}, sameLine)

interface RowsProps {
  rows: readonly Row[]
  columns: number
  height: number
}

/** Exactly `height` rows: more are cut off, fewer are filled up. */
export function Rows({ rows, columns, height }: RowsProps) {
  const lines = Array.from({ length: Math.max(0, height) }, (_, index) => rows[index] ?? [])
  return (
    <Box flexDirection="column" width={columns} height={Math.max(0, height)} flexShrink={0}>
      {lines.map((segments, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Line key={index} segments={segments} columns={columns} />
      ))}
    </Box>
  )
}

/** A thin line between two panes. */
export function Divider({ height }: { height: number }) {
  const { theme } = useAppContext()
  return (
    <Rows rows={Array.from({ length: height }, () => [[theme.glyphs.vertical, 'rule']])} columns={1} height={height} />
  )
}

/** A rule across, with a word set into it. */
export function ruleRow(columns: number, horizontal: string, word = '', token: Token = 'muted'): Row {
  if (word === '') return [[horizontal.repeat(columns), 'rule']]
  const lead = horizontal.repeat(2)
  return [
    [`${lead} `, 'rule'],
    [word, token],
    [` ${horizontal.repeat(Math.max(0, columns - width(word) - 4))}`, 'rule'],
  ]
}
