/** The colours of a picture for terminals with few: as they are where they are few enough, else by median cut (Heckbert, 1982). Pure. */

export interface Indexed {
  /** Red, green and blue, 0 to 255. */
  palette: readonly (readonly [red: number, green: number, blue: number])[]
  /** For each pixel the place of its colour in the palette. */
  indexes: Uint8Array
}

/** A colour as one number of five bits a channel, enough to tell colours apart that become one of at most 256. */
const SHIFT = 3

/** At most `most` (2 to 256) colours for `rgb`, three bytes a pixel. */
export function paletteOf(rgb: Uint8Array, most: number): Indexed {
  return exact(rgb, most) ?? medianCut(rgb, most)
}

function exact(rgb: Uint8Array, most: number): Indexed | undefined {
  const places = new Map<number, number>()
  const indexes = new Uint8Array(rgb.length / 3)
  for (let pixel = 0; pixel < indexes.length; pixel++) {
    const at = pixel * 3
    const color = ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0)
    const place = places.get(color) ?? places.size
    if (place === most) return undefined
    places.set(color, place)
    indexes[pixel] = place
  }
  const palette = [...places.keys()].map((color) => [color >> 16, (color >> 8) & 255, color & 255] as const)
  return { palette, indexes }
}

/** Sums of all pixels of one coarse colour. */
interface Shade {
  key: number
  count: number
  sums: [red: number, green: number, blue: number]
}

function medianCut(rgb: Uint8Array, most: number): Indexed {
  const shades = new Map<number, Shade>()
  const keys = new Uint16Array(rgb.length / 3)
  for (let pixel = 0; pixel < keys.length; pixel++) {
    const [red, green, blue] = [rgb[pixel * 3] ?? 0, rgb[pixel * 3 + 1] ?? 0, rgb[pixel * 3 + 2] ?? 0]
    const key = ((red >> SHIFT) << 10) | ((green >> SHIFT) << 5) | (blue >> SHIFT)
    keys[pixel] = key
    const shade = shades.get(key) ?? { key, count: 0, sums: [0, 0, 0] }
    shade.count++
    shade.sums[0] += red
    shade.sums[1] += green
    shade.sums[2] += blue
    shades.set(key, shade)
  }
  const places = new Uint8Array(1 << 15)
  const palette = boxes([...shades.values()], most).map((box, place) => {
    for (const { key } of box) places[key] = place
    return mean(box)
  })
  return { palette, indexes: Uint8Array.from(keys, (key) => places[key] ?? 0) }
}

/** Cuts the box whose colours lie furthest apart at the median of its pixels, until there are enough. */
function boxes(shades: Shade[], most: number): Shade[][] {
  const cut = [{ shades, ...spread(shades) }]
  while (cut.length < most) {
    const widest = cut.reduce((best, box) => (box.width * box.pixels > best.width * best.pixels ? box : best))
    if (widest.width === 0) break
    const sorted = widest.shades.toSorted((a, b) => level(a, widest.channel) - level(b, widest.channel))
    let middle = 0
    for (let seen = 0; middle < sorted.length - 1 && (middle === 0 || seen < widest.pixels / 2); middle++)
      seen += sorted[middle]?.count ?? 0
    const halves = [sorted.slice(0, middle), sorted.slice(middle)]
    cut.splice(cut.indexOf(widest), 1, ...halves.map((half) => ({ shades: half, ...spread(half) })))
  }
  return cut.map((box) => box.shades)
}

function spread(shades: readonly Shade[]): { channel: number; width: number; pixels: number } {
  const pixels = shades.reduce((sum, { count }) => sum + count, 0)
  const widths = [0, 1, 2].map((channel) => {
    const levels = shades.map((shade) => level(shade, channel))
    return levels.reduce((a, b) => Math.max(a, b), 0) - levels.reduce((a, b) => Math.min(a, b), 255)
  })
  const width = Math.max(...widths)
  return { channel: widths.indexOf(width), width, pixels }
}

function level({ sums, count }: Shade, channel: number): number {
  return (sums[channel] ?? 0) / count
}

function mean(box: readonly Shade[]): [number, number, number] {
  const count = box.reduce((sum, shade) => sum + shade.count, 0)
  const channel = (place: number) => Math.round(box.reduce((sum, { sums }) => sum + (sums[place] ?? 0), 0) / count)
  return [channel(0), channel(1), channel(2)]
}
