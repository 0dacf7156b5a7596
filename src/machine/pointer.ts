/** The mouse of a machine: to a place on the screen, and its buttons. Works with tablets, and with mice that only know steps. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Machine } from './types.ts'

type Qmp = Machine['qmp']

/** A place on the screen in pixels, from the top left corner. */
export interface Place {
  x: number
  y: number
}

export interface Screen {
  width: number
  height: number
}

export type Button = 'left' | 'middle' | 'right'

/** The range of an absolute axis (INPUT_EVENT_ABS_MAX in QEMU's input.h). */
const ABSOLUTE_MAX = 0x7fff
/** A PS/2 packet holds nine bits a direction; more than this in one step is cut off. */
const LONGEST_STEP = 100
/** Milliseconds between two events: a slow guest's queue is 16 bytes long. */
const PAUSE = 25

/** A pointer that knows where it is. */
export interface Pointer {
  /** Goes straight to a place. */
  move(place: Place): Promise<void>
  /** Presses or releases a button where it is. */
  hold(button: Button, down: boolean): Promise<void>
}

/** The pointer of a machine. A mouse that knows steps alone is once pushed into the corner, so that its way is known from then on. */
export function createPointer(qmp: Qmp, screen: Screen): Pointer {
  let last: Place | undefined
  return {
    async move(to) {
      if (await isAbsolute(qmp)) {
        await send(qmp, [absolute('x', to.x, screen.width), absolute('y', to.y, screen.height)])
        return
      }
      if (!last) {
        const away = Math.max(screen.width, screen.height) + LONGEST_STEP
        await walk(qmp, stepsBetween({ x: away, y: away }, { x: 0, y: 0 }))
        last = { x: 0, y: 0 }
      }
      const target = { x: Math.round(to.x), y: Math.round(to.y) }
      await walk(qmp, stepsBetween(last, target))
      last = target
    },
    async hold(button, down) {
      await send(qmp, [{ type: 'btn', data: { button, down } }])
    },
  }
}

/** Short steps along the straight line between two places. */
export function stepsBetween(from: Place, to: Place): [number, number][] {
  const [wayX, wayY] = [to.x - from.x, to.y - from.y]
  const count = Math.ceil(Math.max(Math.abs(wayX), Math.abs(wayY)) / LONGEST_STEP)
  const at = (way: number, step: number): number => Math.round((way * step) / count)
  return Array.from({ length: count }, (_, step) => [
    at(wayX, step + 1) - at(wayX, step),
    at(wayY, step + 1) - at(wayY, step),
  ])
}

async function walk(qmp: Qmp, steps: readonly [number, number][]): Promise<void> {
  for (const [x, y] of steps) await send(qmp, [relative('x', x), relative('y', y)])
}

async function isAbsolute(qmp: Qmp): Promise<boolean> {
  const mice = await qmp('query-mice')
  if (!Array.isArray(mice)) return false
  return mice.some(
    (mouse: { current?: unknown; absolute?: unknown }) => mouse.current === true && mouse.absolute === true,
  )
}

async function send(qmp: Qmp, events: readonly object[]): Promise<void> {
  await qmp('input-send-event', { events })
  await sleep(PAUSE)
}

function absolute(axis: 'x' | 'y', at: number, size: number): object {
  return { type: 'abs', data: { axis, value: Math.round((at * ABSOLUTE_MAX) / Math.max(1, size - 1)) } }
}

function relative(axis: 'x' | 'y', value: number): object {
  return { type: 'rel', data: { axis, value } }
}
