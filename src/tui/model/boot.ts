/** A machine's boot, what it takes of the host and what it has in use itself, in rows and words that fit. Pure. */
import type { GuestMemory } from '../../machine/guest-memory.ts'
import type { TimelineEntry } from '../../machine/types.ts'
import type { Usage } from '../../machine/usage.ts'
import { formatSize } from '../../system/size.ts'
import type { Glyphs } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'
import { pad, width } from './text.ts'

const SHORT: Record<string, string> = {
  'power-on': 'power',
  firmware: 'firmware',
  'boot-loader': 'loader',
  kernel: 'kernel',
  init: 'init',
  'switch-root': 'root',
  'system-init': 'system',
  services: 'services',
  login: 'shell',
}

/** One word of at most eight letters. */
export function milestoneWord(milestone: string): string {
  return SHORT[milestone] ?? milestone
}

/**
 * One row a milestone: when it was reached, and a bar from the one before it to it, all bars on one scale. What took long is
 * long, and where it stands is when it was.
 */
export function waterfallRows(timeline: readonly TimelineEntry[], columns: number, glyphs: Glyphs): Row[] {
  const last = Math.max(0.001, timeline.at(-1)?.at ?? 0)
  // Mark, name, time, bar, and a blank before each.
  const room = Math.max(4, columns - 21)
  const place = (at: number): number => Math.min(room - 1, Math.floor((at / last) * room))
  const longest = longestStep(timeline)
  return timeline.map(({ milestone, at }, index): Row => {
    const before = timeline[index - 1]?.at ?? 0
    const from = place(before)
    const length = Math.max(1, (index === timeline.length - 1 ? room : place(at)) - from)
    return [
      [` ${pad(milestoneWord(milestone), 9)}`, 'text'],
      [`${at.toFixed(2).padStart(7)} s `, 'good'],
      [glyphs.waiting.repeat(from), 'rule'],
      [at === 0 ? glyphs.waiting : glyphs.full.repeat(length), index === longest ? 'warning' : 'accent'],
    ]
  })
}

/** The step that took longest; told by its length and by its colour. */
function longestStep(timeline: readonly TimelineEntry[]): number {
  const steps = timeline.map(({ at }, index) => at - (timeline[index - 1]?.at ?? 0))
  return steps.indexOf(Math.max(...steps))
}

/** The last milestones that fit in one row: where the boot is matters more than where it began. */
export function timelineRow(timeline: readonly TimelineEntry[], columns: number, glyphs: Glyphs): Row {
  const pieces = timeline.map(
    ({ milestone, at }): Row => [
      [milestoneWord(milestone), 'muted'],
      [` ${at.toFixed(2)}`, 'good'],
    ],
  )
  const separator: Row = [[` ${glyphs.arrow} `, 'rule']]
  let shown: Row = []
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index] ?? []
    const next = shown.length > 0 ? [...piece, ...separator, ...shown] : piece
    if (rowWidth(next) + 1 > columns) break
    shown = next
  }
  return [[' '], ...shown]
}

function rowWidth(row: Row): number {
  return row.reduce((sum, [text]) => sum + width(text), 0)
}

/** `83 MB, 12 % CPU`; nothing before the first look, and the second part from the second on. */
export function usageWords(usage: Usage | undefined): string {
  if (!usage) return ''
  const cpu = usage.cpu === undefined ? '' : `, ${Math.round(usage.cpu * 100)} % CPU`
  return `${formatSize(usage.memory)}${cpu}`
}

/** `8.10 MB of 56.2 MB`; nothing where the guest does not tell. */
export function guestMemoryWords(memory: GuestMemory | undefined): string {
  return memory ? `${formatSize(memory.used)} of ${formatSize(memory.total)}` : ''
}
