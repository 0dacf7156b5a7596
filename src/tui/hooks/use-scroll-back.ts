/** Scrolling back in a console: while it lasts, keys are those of lists and not the guest's, and what is looked at stays where it is. */
import { useEffect, useState } from 'react'
import type { Vt } from '../../machine/vt.ts'
import { Priority, useKeys } from './use-keys.ts'

export interface ScrollBack {
  /** Lines that the view stands above the guest's screen; undefined while it is not scrolled. */
  scrolled: number | undefined
  /** Begins it, a page up. False where nothing has gone off the top. */
  begin(): boolean
}

/** `number` and `rows` are the machine's and its pane's. */
export function useScrollBack(screen: Vt | undefined, number: number, rows: number, active: boolean): ScrollBack {
  // The first line that is shown, counted from the first that is kept: what comes below does not move it.
  const [from, setFrom] = useState<number>()
  const most = screen?.scrollback ?? 0
  const by = (lines: number) => setFrom((now = most) => Math.max(0, Math.min(most, now + lines)))
  const close = () => setFrom(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another machine has other lines
  useEffect(close, [number])
  const page = Math.max(1, rows - 1)
  useKeys(
    {
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.pageUp': () => by(-page),
      'list.pageDown': () => by(page),
      'list.first': () => setFrom(0),
      'list.last': () => setFrom(most),
      'scroll.close': close,
      'global.interrupt': close,
    },
    { priority: Priority.pane, modal: true, active: active && from !== undefined },
  )
  return {
    scrolled: from === undefined ? undefined : Math.max(0, most - from),
    begin() {
      if (most === 0) return false
      setFrom(Math.max(0, most - page))
      return true
    },
  }
}
