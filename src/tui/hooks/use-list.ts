/** A list's cursor: kept in the store under a name, moved by the table's list commands, skipping rows that cannot be chosen. */
import { useLayoutEffect, useRef } from 'react'
import { moveList, withPosition } from '../actions.ts'
import type { ListPosition } from '../state.ts'
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
  /** Where the cursor is, where something else than the list decides it (a search that leads to a section). */
  current?: () => number
  /** Tells rows apart: where rows come or go above the cursor, it stays on its own. */
  keyOf?: (index: number) => string | undefined
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
  current,
  keyOf,
}: ListOptions) {
  const { store } = useAppContext()
  const stored = useKeptRow(name, length, keyOf)
  const start = nearestSelectable(current?.() ?? stored?.cursor ?? 0, 1, length, selectable)
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
    to((current?.() ?? store.getState().positions[name]?.cursor ?? position.cursor) + count, Math.sign(count))
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

/** The stored position, moved along with the row that the cursor was on when it was last drawn. */
function useKeptRow(name: string, length: number, keyOf: ListOptions['keyOf']): ListPosition | undefined {
  const { store } = useAppContext()
  const stored = useAppState((state) => state.positions[name])
  const drawn = useRef<{ name: string; cursor: number; key: string | undefined }>(undefined)
  const { cursor = 0, top = 0 } = stored ?? {}
  const before = drawn.current
  let moved = 0
  if (keyOf && before?.name === name && before.cursor === cursor && keyOf(cursor) !== before.key) {
    const index = Array.from({ length }, (_, at) => at).find((at) => keyOf(at) === before.key)
    moved = index === undefined || before.key === undefined ? 0 : index - cursor
  }
  const kept = moved === 0 ? stored : { cursor: cursor + moved, top: Math.max(0, top + moved) }
  useLayoutEffect(() => {
    // Keys that come before the next drawing go by the store.
    if (moved !== 0 && kept) store.setState((state) => withPosition(state, name, kept), true)
    const at = kept?.cursor ?? 0
    drawn.current = { name, cursor: at, key: keyOf?.(at) }
  })
  return kept
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
