/** Bars of blocks: progress, and an amount against its budget. In plain cells, eighths where the terminal has them. */
import type { Glyphs } from '../theme.ts'

/** `columns` cells filled to `fraction` (0 to 1; more is shown as full). */
export function bar(fraction: number, columns: number, glyphs: Glyphs): { full: string; empty: string } {
  const cells = Math.max(0, Math.min(1, Number.isFinite(fraction) ? fraction : 0)) * columns
  const whole = Math.floor(cells)
  const part = glyphs.eighths[Math.floor((cells - whole) * glyphs.eighths.length)] ?? ''
  const full = glyphs.full.repeat(whole) + (whole < columns ? part : '')
  return { full, empty: glyphs.empty.repeat(Math.max(0, columns - full.length)) }
}
