/** A picture in another size: each pixel the mean of those that it covers, so that thin lines and small letters do not vanish. Pure. */
import type { Picture } from '../../machine/png.ts'

export function resized({ width, height, rgb }: Picture, toWidth: number, toHeight: number): Picture {
  if (width === toWidth && height === toHeight) return { width, height, rgb }
  const result = new Uint8Array(toWidth * toHeight * 3)
  for (let y = 0; y < toHeight; y++) {
    const [top, bottom] = covered(y, height, toHeight)
    for (let x = 0; x < toWidth; x++) {
      const [left, right] = covered(x, width, toWidth)
      const count = (bottom - top) * (right - left)
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0
        for (let row = top; row < bottom; row++)
          for (let column = left; column < right; column++) sum += rgb[(row * width + column) * 3 + channel] ?? 0
        result[(y * toWidth + x) * 3 + channel] = Math.round(sum / count)
      }
    }
  }
  return { width: toWidth, height: toHeight, rgb: result }
}

/** Of `from` pixels those that pixel `at` of `to` stands for; at least one. */
function covered(at: number, from: number, to: number): [first: number, end: number] {
  const first = Math.floor((at * from) / to)
  return [first, Math.max(first + 1, Math.floor(((at + 1) * from) / to))]
}
