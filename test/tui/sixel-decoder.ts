/** Draws sixels as a terminal does: for tests of what is sent to one. Throws for everything that is not in the reference. */

export interface Decoded {
  width: number
  height: number
  rgb: Uint8Array
  /** Registers that were set. */
  colors: number
}

const COMMAND = /#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|([$-])/y

export function decodeSixel(text: string): Decoded {
  const head = /^\x1bP0;1;0?q"1;1;(\d+);(\d+)/.exec(text)
  if (!head || !text.endsWith('\x1b\\')) throw new Error('no sixels')
  const [width, height] = [Number(head[1]), Number(head[2])]
  const rgb = new Uint8Array(width * height * 3)
  const registers = new Map<number, number[]>()
  let [x, band, color] = [0, 0, [0, 0, 0]]
  const end = text.length - 2
  COMMAND.lastIndex = head[0].length
  while (COMMAND.lastIndex < end) {
    const from = COMMAND.lastIndex
    const found = COMMAND.exec(text)
    if (!found) throw new Error(`not sixels: ${JSON.stringify(text.slice(from, from + 20))}`)
    const [, set, red, green, blue, use, count, repeated, one, move] = found
    if (set !== undefined) {
      color = [red, green, blue].map((value) => Math.round((Number(value) * 255) / 100))
      registers.set(Number(set), color)
    } else if (use !== undefined) {
      const known = registers.get(Number(use))
      if (!known) throw new Error(`register ${use} was never set`)
      color = known
    } else if (move !== undefined) {
      x = 0
      if (move === '-') band++
    } else {
      const bits = (repeated ?? one ?? '?').charCodeAt(0) - 0x3f
      for (let times = Number(count ?? 1); times > 0; times--, x++)
        for (let row = 0; row < 6; row++) {
          if (!(bits & (1 << row))) continue
          const y = band * 6 + row
          if (x >= width || y >= height) throw new Error(`a pixel outside the picture: ${x}, ${y}`)
          rgb.set(color, (y * width + x) * 3)
        }
    }
  }
  return { width, height, rgb, colors: registers.size }
}
