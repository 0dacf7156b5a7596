/** What a terminal with sixels says of itself, made whole where it says little. Pure. */

export interface SixelScreen {
  /** Colour registers. */
  colors: number
  /** Pixels of a character cell. */
  cell: { width: number; height: number }
  /** The largest picture that it takes, in pixels. */
  most: { width: number; height: number }
}

/** Figures that were answered. */
export type Said = Partial<SixelScreen>

/** Where nothing is said. The cell is small: a picture that is larger than its cells scrolls the whole screen away. */
export const CAUTIOUS: SixelScreen = {
  colors: 256,
  cell: { width: 6, height: 12 },
  most: { width: 1000, height: 1000 },
}

/** Of the terminal's size in cells. xterm answers nothing of cells, but gives its own size for the largest picture. */
export function screenOf(said: Said, columns: number, rows: number): SixelScreen {
  const { most = CAUTIOUS.most } = said
  const divided = said.most && { width: Math.floor(most.width / columns), height: Math.floor(most.height / rows) }
  const cell = [said.cell, divided].find((one) => one !== undefined && isCell(one)) ?? CAUTIOUS.cell
  return { colors: said.colors ?? CAUTIOUS.colors, cell, most }
}

/** Whether letters could be of this size, and of this shape. */
function isCell({ width, height }: SixelScreen['cell']): boolean {
  return width >= 4 && width <= 60 && height >= width * 1.4 && height <= width * 3
}
