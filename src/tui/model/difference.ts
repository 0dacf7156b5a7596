/** Settings that differ, one row each: the path, what it was, what it is. Pure. */
import type { ProfileDifferenceLine } from '../../profile/save.ts'
import { withoutHashes } from '../../profile/without-hashes.ts'
import type { Glyphs } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'
import { pad, truncate, width } from './text.ts'

/** Paths in a column of their own, as wide as they need but at most half. */
export function differenceRows(lines: readonly ProfileDifferenceLine[], columns: number, glyphs: Glyphs): Row[] {
  const paths = Math.min(Math.floor(columns / 2), Math.max(0, ...lines.map(({ path }) => width(path))))
  // A long value leaves room for the other one.
  const half = Math.floor((columns - paths - 2 - 3) / 2)
  return lines.map(({ path, before, after }) => {
    const room = Math.max(half, columns - paths - 5 - width(valueText(after)))
    return [
      [pad(path, paths), 'accent'],
      ['  '],
      [truncate(valueText(before), room, glyphs.ellipsis), 'muted'],
      [` ${glyphs.arrow} `, 'rule'],
      [valueText(after), 'good'],
    ]
  })
}

/** A value as one reads it; what is not said is the default. */
export function valueText(given: unknown): string {
  const value = withoutHashes(given)
  if (value === undefined || value === null) return 'default'
  if (value === true) return 'on'
  if (value === false) return 'off'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
