/** Pictures as sixels, DEC's graphics for the VT340 (its programmer's reference, chapter 14): six rows of pixels a band, one colour after another. Pure. */
import type { Picture } from '../../machine/png.ts'
import { paletteOf } from './palette-of.ts'
import { resized } from './resized.ts'
import type { SixelScreen } from './sixel-screen.ts'

const BAND = 6
/** Shorter runs are shorter as they are. */
const RUN = 4
/** A sixel is six bits, the uppermost pixel the lowest, above this character. */
const ZERO = 0x3f

/** The picture in at most so many pixels, and never in more colours than there are registers. */
export function encodeSixel(picture: Picture, columns: number, rows: number, screen: SixelScreen): string {
  const width = Math.min(columns * screen.cell.width, screen.most.width)
  const height = Math.min(rows * screen.cell.height, screen.most.height)
  const scale = Math.min(width / picture.width, height / picture.height)
  const scaled = (pixels: number) => Math.max(1, Math.floor(pixels * scale))
  return sixels(resized(picture, scaled(picture.width), scaled(picture.height)), screen.colors)
}

function sixels({ width, height, rgb }: Picture, colors: number): string {
  const { palette, indexes } = paletteOf(rgb, Math.max(2, Math.min(256, colors)))
  const parts = [`\x1bP0;1;0q"1;1;${width};${height}`]
  for (const [place, color] of palette.entries())
    parts.push(`#${place};2;${color.map((value) => Math.round((value * 100) / 255)).join(';')}`)
  for (let top = 0; top < height; top += BAND) {
    const lines = bandLines(indexes, width, top, Math.min(BAND, height - top))
    if (top > 0) parts.push('-')
    parts.push([...lines].map(([place, line]) => `#${place}${runs(line)}`).join('$'))
  }
  parts.push('\x1b\\')
  return parts.join('')
}

/** For each colour in the band the sixels that it has. */
function bandLines(indexes: Uint8Array, width: number, top: number, rows: number): Map<number, Uint8Array> {
  const lines = new Map<number, Uint8Array>()
  for (let row = 0; row < rows; row++)
    for (let x = 0; x < width; x++) {
      const place = indexes[(top + row) * width + x] ?? 0
      let line = lines.get(place)
      if (line === undefined) {
        line = new Uint8Array(width)
        lines.set(place, line)
      }
      line[x] = (line[x] ?? 0) | (1 << row)
    }
  return lines
}

/** Equal sixels in a row as `!count`; what is empty to the right of the last one is left out. */
function runs(line: Uint8Array): string {
  let end = line.length
  while (end > 0 && line[end - 1] === 0) end--
  let text = ''
  for (let from = 0; from < end; ) {
    let to = from + 1
    while (to < end && line[to] === line[from]) to++
    const sixel = String.fromCharCode(ZERO + (line[from] ?? 0))
    text += to - from < RUN ? sixel.repeat(to - from) : `!${to - from}${sixel}`
    from = to
  }
  return text
}

/** Shows sixels from the upper left cell (from 1) on; the cursor is where it was afterwards. */
export function sixelShow(sixel: string, place: { row: number; column: number }): string {
  return `\x1b7\x1b[${place.row};${place.column}H${sixel}\x1b8`
}

/** Takes what is drawn in these cells away: sixels are part of the cells, as letters are. */
export function sixelHide(place: { row: number; column: number; rows: number; columns: number }): string {
  const lines = Array.from(
    { length: place.rows },
    (_, row) => `\x1b[${place.row + row};${place.column}H\x1b[${place.columns}X`,
  )
  return `\x1b7\x1b[0m${lines.join('')}\x1b8`
}
