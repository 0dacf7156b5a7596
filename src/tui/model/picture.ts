/**
 * A picture as text: half blocks, two pixels a cell, in the colours that the terminal has; characters by brightness where
 * it has none. Each cell's pixel is the mean of what it covers, so that thin lines and small letters do not vanish. Pure.
 */
import type { Picture } from '../../machine/png.ts'

export type ColorDepth = 'true' | '256' | 'none'

/** From dark to bright. */
const RAMP = ' .:-=+*#%@'
/** A character is about twice as high as it is wide. */
const CELL_RATIO = 2

/** Cells that the picture takes in a pane of this size, keeping its proportions; `ratio` is a cell's height to its width. */
export function pictureCells(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  columns: number,
  rows: number,
  ratio = CELL_RATIO,
): { columns: number; rows: number } {
  const scale = Math.min(columns / width, (rows * ratio) / height)
  return {
    columns: Math.max(1, Math.min(columns, Math.round(width * scale))),
    rows: Math.max(1, Math.min(rows, Math.round((height * scale) / ratio))),
  }
}

/** Rows of text with colours as SGR sequences, each ending with a reset. */
export function pictureRows(
  picture: Picture,
  columns: number,
  rows: number,
  depth: ColorDepth,
  unicode: boolean,
): string[] {
  const cells = pictureCells(picture, columns, rows)
  return depth === 'none' || !unicode ? brightnessRows(picture, cells) : blockRows(picture, cells, depth)
}

function blockRows(picture: Picture, cells: { columns: number; rows: number }, depth: 'true' | '256'): string[] {
  const { pixels } = scaled(picture, cells.columns, cells.rows * 2)
  return Array.from({ length: cells.rows }, (_, row) => {
    let text = ''
    let style = ''
    for (let column = 0; column < cells.columns; column++) {
      const upper = pixels[row * 2 * cells.columns + column] ?? BLACK
      const lower = pixels[(row * 2 + 1) * cells.columns + column] ?? BLACK
      const next = `${sgr(38, upper, depth)}${sgr(48, lower, depth)}`
      if (next !== style) text += next
      style = next
      text += '▀'
    }
    return `${text}\x1b[0m`
  })
}

/** The brightest cell gets the brightest character: letters of a text screen are faint once their cells are averaged. */
function brightnessRows(picture: Picture, cells: { columns: number; rows: number }): string[] {
  // Rec. 601, as televisions weighed colours when screens were grey.
  const grey = scaled(picture, cells.columns, cells.rows).pixels.map(
    ([red, green, blue]) => red * 0.299 + green * 0.587 + blue * 0.114,
  )
  const most = grey.reduce((brightest, value) => Math.max(brightest, value), 1)
  return Array.from({ length: cells.rows }, (_, row) =>
    grey
      .slice(row * cells.columns, (row + 1) * cells.columns)
      .map((value) => RAMP[Math.round((value / most) * (RAMP.length - 1))] ?? ' ')
      .join(''),
  )
}

type Color = readonly [red: number, green: number, blue: number]
const BLACK: Color = [0, 0, 0]

/** The mean of each cell's pixels. */
function scaled({ width, height, rgb }: Picture, columns: number, rows: number): { pixels: Color[] } {
  const pixels: Color[] = []
  for (let row = 0; row < rows; row++) {
    const top = Math.floor((row * height) / rows)
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / rows))
    for (let column = 0; column < columns; column++) {
      const left = Math.floor((column * width) / columns)
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / columns))
      let [red, green, blue] = BLACK
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) {
          const at = (y * width + x) * 3
          red += rgb[at] ?? 0
          green += rgb[at + 1] ?? 0
          blue += rgb[at + 2] ?? 0
        }
      const count = (bottom - top) * (right - left)
      pixels.push([Math.round(red / count), Math.round(green / count), Math.round(blue / count)])
    }
  }
  return { pixels }
}

function sgr(ground: 38 | 48, [red, green, blue]: Color, depth: 'true' | '256'): string {
  return depth === 'true'
    ? `\x1b[${ground};2;${red};${green};${blue}m`
    : `\x1b[${ground};5;${nearest256([red, green, blue])}m`
}

/** Of xterm's 6×6×6 cube and its 24 greys, whichever is nearer. */
function nearest256([red, green, blue]: Color): number {
  const levels = [0, 95, 135, 175, 215, 255]
  const step = (value: number): number =>
    levels.reduce(
      (best, level, index) => (Math.abs(level - value) < Math.abs((levels[best] ?? 0) - value) ? index : best),
      0,
    )
  const [r, g, b] = [step(red), step(green), step(blue)]
  const grey = Math.max(0, Math.min(23, Math.round(((red + green + blue) / 3 - 8) / 10)))
  const far = (color: Color): number => (color[0] - red) ** 2 + (color[1] - green) ** 2 + (color[2] - blue) ** 2
  const shade = 8 + grey * 10
  return far([shade, shade, shade]) < far([levels[r] ?? 0, levels[g] ?? 0, levels[b] ?? 0])
    ? 232 + grey
    : 16 + 36 * r + 6 * g + b
}
