/** The terminal's own cursor where the focus is, on a row or in a line that is typed: where screen readers and magnifiers look. */
import { useCursor } from 'ink'

export interface Place {
  /** Cells from the left, and rows from the top of the screen's body. */
  x: number
  y: number
}

/** Rows above the body: breadcrumb and rule. */
const ABOVE = 2

/** Draws nothing. There is one on the screen, of the frame, the dialog in it or the line being typed: of several, the last one drawn would win. */
export function RowCursor({ place }: { place: Place }) {
  const { setCursorPosition } = useCursor()
  setCursorPosition({ x: place.x, y: place.y + ABOVE })
  return null
}

/** The focused row of a list that begins at `x`, `y` of the body; nothing where it is out of sight. */
export function rowPlace(
  list: { cursor: number; top: number },
  { x = 0, y = 0, height, length }: { x?: number; y?: number; height: number; length: number },
): Place | undefined {
  const row = list.cursor - list.top
  // Past the mark of the focused row: where its text begins.
  return row >= 0 && row < height && list.cursor < length ? { x: x + 2, y: y + row } : undefined
}
