/** Scrolling a page of rows by the table's list commands. */
import { useState } from 'react'
import type { Handlers } from './use-keys.ts'

/** First visible row, and the handlers to bind. */
export function useScroll(length: number, height: number): { scroll: number; keys: Handlers } {
  const [wanted, setScroll] = useState(0)
  const most = Math.max(0, length - height)
  const by = (rows: number) => setScroll((now) => Math.max(0, Math.min(most, now + rows)))
  return {
    scroll: Math.min(wanted, most),
    keys: {
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.pageUp': () => by(1 - height),
      'list.pageDown': () => by(height - 1),
      'list.first': () => setScroll(0),
      'list.last': () => setScroll(most),
    },
  }
}
