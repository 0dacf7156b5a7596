/** Pictures that are no text: written past Ink, over cells that its frame leaves blank. */
import { useLayoutEffect } from 'react'
import { encodePng, type Picture } from '../../machine/png.ts'
import { kittyHide, kittyShow } from '../model/graphics.ts'
import type { DrawnAs } from '../model/picture-way.ts'
import { encodeSixel, sixelHide, sixelShow } from '../model/sixel.ts'
import type { SixelScreen } from '../model/sixel-screen.ts'
import { useAppContext } from '../store.ts'

/** A change of size is followed by repainting; the picture comes after that. */
const SETTLED_MS = 150

/** Cells, the upper left one counted from 1. */
export interface Placed {
  row: number
  column: number
  rows: number
  columns: number
}

/** Draws the picture by kitty's protocol or in sixels, and takes it away before the frame that no longer has it. */
export function usePixels(drawn: DrawnAs | undefined, picture: Picture, place: Placed, screen: SixelScreen): void {
  const { session, columns: wide, rows: high } = useAppContext()
  const { stdout } = session.context
  const { row, column, rows, columns } = place
  // A layout effect: its end comes before the next frame is written, and does not wipe that out. After every change of the window's
  // size the screen was wiped, also where the picture's place is the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the window's size stands for the wiping
  useLayoutEffect(() => {
    if (drawn !== 'kitty' && drawn !== 'sixel') return
    const here = { row, column, rows, columns }
    const timer = setTimeout(() => {
      const show =
        drawn === 'kitty'
          ? kittyShow(encodePng(picture), here)
          : sixelShow(encodeSixel(picture, columns, rows, screen), here)
      stdout.write(show)
    }, SETTLED_MS)
    return () => {
      clearTimeout(timer)
      stdout.write(drawn === 'kitty' ? kittyHide() : sixelHide(here))
    }
  }, [drawn, picture, stdout, screen, row, column, rows, columns, wide, high])
}
