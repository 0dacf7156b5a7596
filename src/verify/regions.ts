/** Parts of the screen, and how two pictures differ inside or outside of them. */
import type { Picture } from '../machine/png.ts'

/** In pixels; a negative x or y counts from the right or the bottom edge. */
export interface Region {
  x: number
  y: number
  width: number
  height: number
}

/** Where a region's corner is on a screen. */
export function cornerOf({ x, y }: Region, screen: Pick<Picture, 'width' | 'height'>): { x: number; y: number } {
  return { x: x < 0 ? screen.width + x : x, y: y < 0 ? screen.height + y : y }
}

/** How many pixels differ, of those inside of any of the regions, or outside of all. Pictures of other sizes differ everywhere. */
export function differingPixels(
  before: Picture,
  after: Picture,
  { regions, where }: { regions: readonly Region[]; where: 'inside' | 'outside' },
): number {
  if (before.width !== after.width || before.height !== after.height) return after.width * after.height
  const covered = cover(regions, after)
  const counted = where === 'inside' ? 1 : 0
  let count = 0
  for (let pixel = 0, at = 0; pixel < covered.length; pixel++, at += 3) {
    if (covered[pixel] !== counted) continue
    if (
      before.rgb[at] !== after.rgb[at] ||
      before.rgb[at + 1] !== after.rgb[at + 1] ||
      before.rgb[at + 2] !== after.rgb[at + 2]
    )
      count++
  }
  return count
}

/** A byte a pixel, 1 where a region is. */
function cover(regions: readonly Region[], screen: Picture): Uint8Array {
  const covered = new Uint8Array(screen.width * screen.height)
  for (const region of regions) {
    const { x, y } = cornerOf(region, screen)
    const [left, right] = [Math.max(0, x), Math.min(screen.width, x + region.width)]
    for (let row = Math.max(0, y); row < Math.min(screen.height, y + region.height); row++)
      if (right > left) covered.fill(1, row * screen.width + left, row * screen.width + right)
  }
  return covered
}
