/** What drivers' checks need from outside the machine: a hand on the pointer while they run, an eye on the screen afterwards. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DriverQemu } from '../catalog/types.ts'
import { takePicture } from '../machine/index.ts'
import type { Picture } from '../machine/png.ts'
import type { Machine } from '../machine/types.ts'
import { SmartError } from '../system/error.ts'
import type { CheckResult } from './types.ts'

type Outcome = Pick<CheckResult, 'status' | 'reason'>
type Qmp = Machine['qmp']
type Outside = Pick<DriverQemu, 'click' | 'paints'>

/** The colour that checks of graphics devices paint: the same in 16, 24 and 32 bits a pixel. */
export const PAINT = [255, 0, 255] as const
/** A console may blink a cursor or print a line over it. */
const PAINTED = 0.9
/** Tries half a second apart: a device may send its picture to the screen a moment after it was drawn. */
const LOOKS = 10

/** Runs a check with what its driver asks for. `scratch` is a path beside which a picture may lie for a moment. */
export async function checkDriver(
  { click, paints }: Outside,
  machine: Pick<Machine, 'qmp'>,
  scratch: string,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const qmp: Qmp = (command, args) => machine.qmp(command, args)
  const outcome = click === undefined ? await work() : await whileClicking(qmp, click, work)
  if (outcome.status !== 'passed' || paints === undefined) return outcome
  for (let look = 1; ; look++) {
    const share = paintedShare(await takePicture(qmp, scratch, paints))
    if (share >= PAINTED) return outcome
    if (look === LOOKS)
      return {
        status: 'failed',
        reason: `the machine painted its screen, but seen from outside only ${Math.round(share * 100)} % of it has that colour`,
      }
    await sleep(500)
  }
}

/** Share of pixels in PAINT: 0 to 1. */
export function paintedShare({ rgb }: Pick<Picture, 'rgb'>): number {
  const [red, green, blue] = PAINT
  let painted = 0
  for (let at = 0; at < rgb.length; at += 3)
    if (rgb[at] === red && rgb[at + 1] === green && rgb[at + 2] === blue) painted++
  return rgb.length === 0 ? 0 : painted / (rgb.length / 3)
}

async function whileClicking(qmp: Qmp, pointer: string, work: () => Promise<Outcome>): Promise<Outcome> {
  let over = false
  const clicking = (async () => {
    for (let down = true; !over; down = !down) {
      await choosePointer(qmp, pointer)
      const event = { type: 'btn', data: { down, button: 'left' } }
      await qmp('input-send-event', { events: [event] })
      await sleep(250)
    }
  })()
  // Whichever fails first is the reason.
  const finished = work().finally(() => {
    over = true
  })
  await Promise.race([clicking, finished])
  const outcome = await finished
  await clicking
  return outcome
}

/** QEMU sends what is typed and clicked to one pointer at a time; which, it lets nobody say but its human monitor. */
async function choosePointer(qmp: Qmp, name: string): Promise<void> {
  const mice = (await qmp('query-mice')) as { name: string; index: number }[]
  const mouse = mice.find((one) => one.name === name)
  if (!mouse)
    throw new SmartError(`QEMU has no pointer “${name}”, only ${mice.map((one) => `“${one.name}”`).join(', ')}`)
  await qmp('human-monitor-command', { 'command-line': `mouse_set ${mouse.index}` })
}
