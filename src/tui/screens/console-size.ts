/** How big the guest's terminal is on a screen of a given size. Pure, so that starting and resizing agree. */

/** From this width on, timeline and checks stand beside the console. */
export const SIDE_FROM = 112
export const SIDE_COLUMNS = 30

export function consoleSize(columns: number, rows: number, full: boolean): { columns: number; rows: number } {
  if (full) return { columns, rows }
  // Header, rule, timeline, status and help bar are ours.
  return {
    columns: columns >= SIDE_FROM ? columns - SIDE_COLUMNS - 1 : columns,
    rows: Math.max(1, rows - 4 - (columns >= SIDE_FROM ? 0 : 1)),
  }
}
