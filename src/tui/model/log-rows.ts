/** Long lines of a log on several rows: where each breaks, and how far a page leads when a line takes many rows. Pure. */
import type { Row, Segment } from '../widgets/line.tsx'
import { head, width } from './text.ts'

/** Segments of one line on as many rows as it takes; blanks stay, so that what is copied is what was written. */
export function breakRow(segments: Row, columns: number): Row[] {
  const rows: Segment[][] = [[]]
  let left = columns
  for (const [text, token] of segments) {
    for (let rest = text; rest !== ''; ) {
      const part = head(rest, left)
      if (part === '') {
        // A glyph wider than the whole row would never find room.
        if (left === columns) break
        rows.push([])
        left = columns
        continue
      }
      rows.at(-1)?.push([part, token])
      left -= width(part)
      rest = rest.slice(part.length)
    }
  }
  return rows
}

/** A row of the log: of which line, and which of the rows that it takes. */
export interface LogPlace {
  line: number
  row: number
}

/** The place `by` rows further on (or back), between the first row and `end`. `rowsOf` tells how many rows a line takes. */
export function moveRows(from: LogPlace, by: number, end: LogPlace, rowsOf: (line: number) => number): LogPlace {
  let { line, row } = from
  for (let left = Math.abs(by); left > 0; left--) {
    if (by > 0) {
      if (line > end.line || (line === end.line && row >= end.row)) return end
      if (row + 1 < rowsOf(line)) row++
      else [line, row] = [line + 1, 0]
    } else if (row > 0) row--
    else if (line > 0) [line, row] = [line - 1, rowsOf(line - 1) - 1]
    else break
  }
  return { line, row }
}

/** The first row of the last page. */
export function lastPage(length: number, height: number, rowsOf: (line: number) => number): LogPlace {
  let line = length
  let rows = 0
  while (line > 0 && rows < height) rows += rowsOf(--line)
  return { line, row: Math.max(0, rows - height) }
}
