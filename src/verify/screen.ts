/** The check of the screen: a person who sits before the machine sees text, not a dark pane. */

import { setTimeout as sleep } from 'node:timers/promises'
import { writeScreenshot } from '../machine/index.ts'
import type { Picture } from '../machine/png.ts'
import type { Machine } from '../machine/types.ts'
import type { CheckResult } from './types.ts'

/** Least share of pixels that differ from the background; one line of a console is about one in two hundred. */
const LIT = 0.002

/** A desktop's windows are there before their contents are drawn; under emulation that takes this long. */
const PATIENCE = { milliseconds: 30_000, between: 500 }

/** Takes pictures into `file` until something is on one of them. */
export async function checkScreen(
  machine: Pick<Machine, 'qmp'>,
  file: string,
  { milliseconds, between } = PATIENCE,
): Promise<Pick<CheckResult, 'status' | 'reason'>> {
  const deadline = performance.now() + milliseconds
  for (;;) {
    const picture = await writeScreenshot((command, args) => machine.qmp(command, args), file)
    if (litShare(picture) >= LIT) return { status: 'passed', reason: '' }
    if (performance.now() > deadline) return { status: 'failed', reason: 'the screen is empty' }
    await sleep(between)
  }
}

/** Share of pixels that have not the colour of most of the corners' first: 0 to 1. */
export function litShare({ rgb }: Picture): number {
  const [red, green, blue] = rgb
  let lit = 0
  for (let at = 0; at < rgb.length; at += 3) if (rgb[at] !== red || rgb[at + 1] !== green || rgb[at + 2] !== blue) lit++
  // The first pixel may be part of a letter: then everything else is lit, which is no less of a picture.
  return lit / (rgb.length / 3)
}
