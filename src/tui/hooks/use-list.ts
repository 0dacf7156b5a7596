/** A list's cursor: kept in the store under a name, moved by the table's list commands, skipping rows that cannot be chosen. */
import { moveList, withPosition } from '../actions.ts'
import { useAppContext, useAppState } from '../store.ts'
import { type Handlers, useKeys } from './use-keys.ts'

interface ListOptions {
  name: string
  length: number
  /** Rows that are visible at once. */
  rows: number
  selectable?: (index: number) => boolean
  priority: number
  active?: boolean
  /** Commands that move; default the list's own. */
  keys?: (move: { by: (rows: number) => void; to: (index: number) => void }) => Handlers
  onMove?: (index: number) => void
}

/** Cursor and first visible row. */
export function useList({
  name,
  length,
  rows,
  selectable = () => true,
  priority,
  active = true,
  keys,
  onMove,
}: ListOptions) {
  const { store } = useAppContext()
  const stored = useAppState((state) => state.positions[name])
  const start = nearestSelectable(stored?.cursor ?? 0, 1, length, selectable)
  const position = moveList(stored, start, length, rows)
  const to = (wanted: number, direction = 1) => {
    const index = nearestSelectable(Math.max(0, Math.min(wanted, length - 1)), direction, length, selectable)
    const now = moveList(store.getState().positions[name], index, length, rows)
    // A heading above the first row is worth seeing, too.
    const top = index > 0 && index === now.top && !selectable(index - 1) ? now.top - 1 : now.top
    store.setState((state) => withPosition(state, name, { cursor: now.cursor, top }), true)
    onMove?.(now.cursor)
  }
  // Several keys can arrive before the next drawing: the store is always the newest.
  const by = (count: number) =>
    to((store.getState().positions[name]?.cursor ?? position.cursor) + count, Math.sign(count))
  const page = Math.max(1, rows - 1)
  useKeys(
    keys?.({ by, to }) ?? {
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.pageUp': () => by(-page),
      'list.pageDown': () => by(page),
      'list.first': () => to(0),
      'list.last': () => to(length - 1, -1),
    },
    { priority, active },
  )
  return { ...position, to }
}

/** The nearest row that can be chosen, looking in `direction` first. */
function nearestSelectable(
  wanted: number,
  direction: number,
  length: number,
  selectable: (index: number) => boolean,
): number {
  for (const step of [direction >= 0 ? 1 : -1, direction >= 0 ? -1 : 1])
    for (let index = wanted; index >= 0 && index < length; index += step) if (selectable(index)) return index
  return wanted
}
