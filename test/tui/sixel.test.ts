/** Sixels: what a terminal would draw of them is the picture, and asking for them never types anything. */
import { describe, expect, it, test } from 'vitest'
import { drawnAs, type Means, nextWay, PICTURE_WAYS } from '../../src/tui/model/picture-way.ts'
import { resized } from '../../src/tui/model/resized.ts'
import { encodeSixel, sixelHide } from '../../src/tui/model/sixel.ts'
import { CAUTIOUS, screenOf } from '../../src/tui/model/sixel-screen.ts'
import { TerminalQuery } from '../../src/tui/terminal-query.ts'
import { random } from './random.ts'
import { decodeSixel } from './sixel-decoder.ts'

type Color = [red: number, green: number, blue: number]

function picture(width: number, height: number, color: (x: number, y: number) => Color) {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set(color(x, y), (y * width + x) * 3)
  return { width, height, rgb }
}

/** A terminal whose cells are pixels, so that nothing is scaled. */
const exactly = (width: number, height: number, colors = 256) => ({
  colors,
  cell: { width: 1, height: 1 },
  most: { width, height },
})

const COMMON = { ...CAUTIOUS, cell: { width: 10, height: 20 } }

/** The largest difference of a channel. */
function error(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 0))), 0)
}

describe('what is encoded', () => {
  it.each([
    [1, 1],
    [7, 6],
    [33, 13],
    [200, 101],
  ])('comes back as it was, pixel by pixel: %i by %i', (width, height) => {
    const colors: Color[] = [
      [0, 0, 0],
      [255, 255, 255],
      [255, 0, 0],
      [0, 128, 0],
      [10, 20, 200],
    ]
    const next = random(width)
    const before = picture(width, height, () => colors[Math.floor(next() * colors.length)] as Color)
    const {
      width: w,
      height: h,
      rgb,
      colors: used,
    } = decodeSixel(encodeSixel(before, width, height, exactly(width, height)))
    expect([w, h]).toEqual([width, height])
    // Sixels say colours in hundredths.
    expect(error(before.rgb, rgb)).toBeLessThanOrEqual(2)
    expect(used).toBeLessThanOrEqual(colors.length)
  })

  it('stays near where there are more colours than registers, and never uses more', () => {
    const photo = picture(120, 90, (x, y) => [x * 2, y * 2, (x + y) % 256])
    for (const [registers, allowed] of [
      [256, 30],
      [16, 110],
      [2, 255],
    ] as const) {
      const { rgb, colors } = decodeSixel(encodeSixel(photo, 120, 90, exactly(120, 90, registers)))
      expect(colors).toBeLessThanOrEqual(registers)
      expect(error(photo.rgb, rgb), `${registers}`).toBeLessThanOrEqual(allowed)
    }
  })

  it('a screen of text stays sharp on sixteen registers: its few colours are kept', () => {
    const text = picture(64, 32, (x, y) => ((x * 7 + y * 3) % 5 === 0 ? [170, 170, 170] : [0, 0, 0]))
    expect(error(text.rgb, decodeSixel(encodeSixel(text, 64, 32, exactly(64, 32, 16))).rgb)).toBeLessThanOrEqual(2)
  })

  it('a plain picture is small: equal sixels are counted', () => {
    expect(
      encodeSixel(
        picture(800, 600, () => [0, 0, 170]),
        800,
        600,
        exactly(800, 600),
      ).length,
    ).toBeLessThan(1200)
  })

  it('fits into its cells and into what the terminal takes, in proportion', () => {
    const wide = picture(640, 480, (x) => [x % 256, 0, 0])
    const sizes = (columns: number, rows: number, screen = COMMON) => {
      const { width, height } = decodeSixel(encodeSixel(wide, columns, rows, screen))
      return [width, height]
    }
    expect(sizes(51, 19)).toEqual([506, 380])
    expect(sizes(200, 100)).toEqual([1000, 750])
    expect(sizes(51, 19, { ...COMMON, cell: { width: 6, height: 13 } })).toEqual([306, 229])
  })

  it('a line one pixel thin is dim, but not lost', () => {
    const line = picture(100, 100, (x) => (x === 50 ? [255, 255, 255] : [0, 0, 0]))
    const small = resized(line, 10, 10)
    expect(Math.max(...small.rgb)).toBeGreaterThan(20)
    expect(resized(line, 100, 100).rgb).toEqual(line.rgb)
  })

  it('is taken away cell by cell, with nothing else touched', () => {
    expect(sixelHide({ row: 4, column: 3, rows: 2, columns: 10 })).toBe(
      '\x1b7\x1b[0m\x1b[4;3H\x1b[10X\x1b[5;3H\x1b[10X\x1b8',
    )
  })
})

describe('the choice', () => {
  const all: Means = { kitty: true, sixels: true, depth: 'true', mono: false, unicode: true }

  test('the best that there is: kitty, sixels, half blocks, characters', () => {
    expect(drawnAs('auto', all)).toBe('kitty')
    expect(drawnAs('auto', { ...all, kitty: false })).toBe('sixel')
    expect(drawnAs('auto', { ...all, kitty: false, sixels: false })).toBe('blocks')
    expect(drawnAs('auto', { ...all, kitty: false, sixels: false, unicode: false })).toBe('characters')
    expect(drawnAs('auto', { ...all, kitty: false, sixels: false, depth: 'none' })).toBe('characters')
    expect(drawnAs('auto', { ...all, kitty: false, sixels: undefined })).toBeUndefined()
  })

  test('what a person chose goes before, but who wants no colours gets none', () => {
    for (const way of ['kitty', 'sixel', 'blocks', 'characters'] as const) {
      expect(drawnAs(way, { ...all, sixels: false })).toBe(way)
      expect(drawnAs(way, { ...all, mono: true })).toBe('characters')
    }
    expect(PICTURE_WAYS.map(nextWay)).toEqual(['kitty', 'sixel', 'blocks', 'characters', 'auto'])
  })
})

describe('the question to the terminal', () => {
  /** A tap with a query on it; `type` is what the terminal sends, `keys` what got through. */
  const query = (limit = 5000) => {
    let filter: ((bytes: Buffer) => Buffer) | undefined
    let keys = ''
    let written = ''
    const deliver = (bytes: Buffer) => {
      keys += bytes.toString()
    }
    const input = {
      filterBy: (one: typeof filter) => {
        filter = one
      },
      deliver,
    }
    const output = {
      columns: 80,
      rows: 24,
      write: (text: string) => {
        written += text
      },
    }
    const asking = new TerminalQuery(input, output, limit)
    const type = (text: string) => deliver(filter ? filter(Buffer.from(text)) : Buffer.from(text))
    return { asking, type, keys: () => keys, written: () => written, filtering: () => filter !== undefined }
  }
  const XTERM = '\x1b[?1;0;16S\x1b[?2;0;640;480S\x1b[6;13;6t\x1b[?63;1;2;4;6;9;15;22c'

  it('knows registers, cell and largest picture from the answers', async () => {
    const { asking, type, keys, filtering } = query()
    const asked = asking.ask()
    type(XTERM)
    expect(await asked).toEqual({ colors: 16, cell: { width: 6, height: 13 }, most: { width: 640, height: 480 } })
    expect([keys(), filtering()]).toEqual(['', false])
  })

  it('takes the answers out from among keys, in whatever pieces they come', async () => {
    for (let size = 1; size <= XTERM.length; size += 3) {
      const { asking, type, keys } = query()
      const asked = asking.ask()
      type('j')
      for (let from = 0; from < XTERM.length; from += size) type(XTERM.slice(from, from + size))
      type('k\x1b[A')
      expect((await asked)?.colors, `${size}`).toBe(16)
      expect(keys(), `${size}`).toBe('jk\x1b[A')
    }
  })

  it('a terminal without sixels, or one that says only who it is', async () => {
    const { asking, type } = query()
    const asked = asking.ask()
    type('\x1b[?62;22;52c')
    expect(await asked).toBeUndefined()
    const other = query()
    const has = other.asking.ask()
    other.type('\x1b[?62;4;22c')
    expect(await has).toEqual(CAUTIOUS)
  })

  it('silence ends the waiting and all asking; an answer after that is no key either, and from then on it is asked again', async () => {
    const { asking, type, keys, written } = query(20)
    expect(await asking.ask()).toBeUndefined()
    expect(await asking.ask()).toBeUndefined()
    expect(written().split('\x1b[c')).toHaveLength(2)
    type('x')
    type(XTERM)
    expect(keys()).toBe('x')
    const again = asking.ask()
    type(XTERM)
    expect((await again)?.colors).toBe(16)
  })

  it('without the size of a cell it follows from that of the window, or is taken for small: too large a picture scrolls', () => {
    // xterm 379, 100 by 36.
    expect(screenOf({ colors: 1024, most: { width: 800, height: 540 } }, 100, 36).cell).toEqual({
      width: 8,
      height: 15,
    })
    // One that tells its largest picture, whatever its window.
    expect(screenOf({ most: { width: 10_000, height: 10_000 } }, 80, 24).cell).toEqual(CAUTIOUS.cell)
    expect(screenOf({ cell: { width: 0, height: 0 } }, 80, 24)).toEqual(CAUTIOUS)
  })

  it('keys that begin as an answer does come through while one is awaited', async () => {
    const { asking, type, keys } = query(20)
    await asking.ask()
    type('\x1b[6')
    type('~')
    expect(keys()).toBe('\x1b[6~')
    type('\x1b')
    await expect.poll(keys).toBe('\x1b[6~\x1b')
  })
})
