/**
 * Where ink-select-input shows the highlighted row. It turns a list that is longer than the screen like a drum, by one at each end,
 * keeps to itself how far, and knows only one row up and one row down: further jumps begin it anew at another row.
 */
import { useRef } from 'react'

interface Turned {
  /** Changes where the list begins anew: its key. */
  turn: string
  /** The row at which it begins. */
  first: number
  /** The highlighted row, counted from the first that is shown. */
  row: number
  /** Jumps to a row, or by some rows; no further than the ends. */
  to: (index: number, how?: 'by') => void
}

export function useTurning(length: number, index: number, limit: number, highlight: (index: number) => void): Turned {
  const now = useRef({ jumps: 0, limit: 0, first: 0, index: -1, row: 0 })
  const jumped = useRef(false)
  const last = Math.min(limit, length) - 1
  const before = now.current
  // Several keys can arrive before the next drawing: the newest place is where the last one led.
  const place = useRef(index)
  place.current = index
  const known = length > 0 && index >= 0
  if (known && (before.limit !== limit || before.index < 0 || jumped.current))
    now.current = { jumps: before.jumps + 1, limit, first: index, index, row: Math.min(index, last) }
  else if (known && length <= limit) now.current = { ...before, index, row: index }
  else if (known && index !== before.index) {
    const down = index === (before.index + 1) % length
    now.current = { ...before, index, row: Math.max(0, Math.min(last, before.row + (down ? 1 : -1))) }
  }
  jumped.current = false
  const { jumps, first, row } = now.current
  const to = (wanted: number, how?: 'by') => {
    const next = Math.max(0, Math.min(length - 1, how === 'by' ? place.current + wanted : wanted))
    if (next === place.current) return
    place.current = next
    jumped.current = true
    highlight(next)
  }
  return { turn: String(jumps), first: known ? first : 0, row: known ? row : 0, to }
}
