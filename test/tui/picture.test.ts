/** Pictures in text: proportions, colours and single lines must be recognisable, or the picture is of no use. */
import { expect, test } from 'vitest'
import { detectGraphics, kittyShow } from '../../src/tui/model/graphics.ts'
import { pictureCells, pictureRows } from '../../src/tui/model/picture.ts'

function picture(width: number, height: number, color: (x: number, y: number) => [number, number, number]) {
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb.set(color(x, y), (y * width + x) * 3)
  return { width, height, rgb }
}

test('a screen keeps its proportions in any pane', () => {
  expect(pictureCells({ width: 640, height: 480 }, 80, 19)).toEqual({ columns: 51, rows: 19 })
  expect(pictureCells({ width: 640, height: 480 }, 40, 40)).toEqual({ columns: 40, rows: 15 })
  expect(pictureCells({ width: 4000, height: 2 }, 80, 19).rows).toBe(1)
})

test('each cell has two pixels in the colours of the terminal', () => {
  const halves = picture(4, 4, (_x, y) => (y < 2 ? [255, 0, 0] : [0, 0, 255]))
  expect(pictureRows(halves, 2, 1, 'true', true)).toEqual(['\x1b[38;2;255;0;0m\x1b[48;2;0;0;255m▀▀\x1b[0m'])
  expect(pictureRows(halves, 2, 1, '256', true)).toEqual(['\x1b[38;5;196m\x1b[48;5;21m▀▀\x1b[0m'])
  const grey = picture(2, 2, () => [128, 128, 128])
  expect(pictureRows(grey, 1, 1, '256', true)).toEqual(['\x1b[38;5;244m\x1b[48;5;244m▀\x1b[0m'])
})

test('a line one pixel thin is dim, but not lost', () => {
  const line = picture(100, 100, (x) => (x === 50 ? [255, 255, 255] : [0, 0, 0]))
  const [row = ''] = pictureRows(line, 10, 5, 'none', true)
  expect(row.trim().length).toBe(1)
})

test('colours and protocol follow what the terminal says of itself', () => {
  expect(detectGraphics({ TERM: 'xterm-kitty' })).toEqual({ kitty: true, depth: 'true' })
  expect(detectGraphics({ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm', COLORTERM: 'truecolor' }).kitty).toBe(true)
  expect(detectGraphics({ TERM: 'tmux-256color', KITTY_WINDOW_ID: '1' })).toEqual({ kitty: false, depth: '256' })
  expect(detectGraphics({ TERM: 'vt100' })).toEqual({ kitty: false, depth: 'none' })
  expect(detectGraphics({ TERM: 'xterm-256color', NO_COLOR: '1' }).depth).toBe('none')
})

test('a big picture goes to kitty in pieces of at most 4096 characters, all but the last marked as followed', () => {
  const text = kittyShow(Buffer.alloc(7000, 1), { row: 3, column: 5, rows: 10, columns: 20 })
  const commands = text.split('\x1b_G').slice(1)
  expect(commands.map((command) => /m=([01]);/.exec(command)?.[1])).toEqual(['1', '1', '0'])
  expect(commands.every((command) => (command.split(';')[1] ?? '').length <= 4096 + 10)).toBe(true)
  const data = commands.map((command) => /;([^\x1b]*)/.exec(command)?.[1]).join('')
  expect(Buffer.from(data, 'base64')).toEqual(Buffer.alloc(7000, 1))
})
