/** A panel over the screen, with a title set into its upper line. It takes the whole body: nothing shines through. */
import { Box } from 'ink'
import type { ReactNode } from 'react'
import { useAppContext } from '../store.ts'
import { Line, type Row, Rows, ruleRow } from './line.tsx'
import { type Place, RowCursor } from './row-cursor.tsx'

interface DialogProps {
  title: string
  /** Rows below the title; more than fit are cut off, so scroll before. */
  rows: readonly Row[]
  /** Drawn between title and rows (an input line). */
  children?: ReactNode
  childrenHeight?: number
  /** Of the rows; text is best read in at most a hundred. */
  columns?: number
  /** Where the terminal's cursor stands, from the upper left corner of what is inside; without it there. */
  cursor?: Place | undefined
}

/** Of what is inside: below title and a blank row, behind the margin. */
const INSIDE = { x: 2, y: 2 } as const

const START: Place = { x: 0, y: 0 }

/** Columns of text inside a dialog. */
export function dialogColumns(columns: number): number {
  return Math.min(columns - 4, 100)
}

export function Dialog({ title, rows, children, childrenHeight = 0, columns: wanted, cursor = START }: DialogProps) {
  const { columns, bodyRows, theme } = useAppContext()
  return (
    <Box flexDirection="column" width={columns} height={bodyRows}>
      <RowCursor place={{ x: cursor.x + INSIDE.x, y: cursor.y + INSIDE.y }} />
      <Line segments={[[' '], ...ruleRow(columns - 2, theme.glyphs.horizontal, title, 'title')]} columns={columns} />
      <Rows rows={[[]]} columns={columns} height={1} />
      <Box paddingLeft={2} flexDirection="column" width={columns}>
        {children}
        <Rows rows={rows} columns={wanted ?? dialogColumns(columns)} height={bodyRows - 2 - childrenHeight} />
      </Box>
    </Box>
  )
}

/** Rows that fit into a dialog's body. */
export function dialogHeight(bodyRows: number, childrenHeight = 0): number {
  return Math.max(1, bodyRows - 2 - childrenHeight)
}
