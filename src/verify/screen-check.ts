/** A component's check of the screen: carries out its check-screen.yaml on a machine with a screen, with real keys and pictures. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createPointer,
  keysOfCombination,
  type Pointer,
  pressKeys,
  typeText,
  writeScreenshot,
} from '../machine/index.ts'
import type { Picture } from '../machine/png.ts'
import type { Machine } from '../machine/types.ts'
import { SmartError, throwIfCancelled } from '../system/error.ts'
import { readCheck } from './check-list.ts'
import type { GuestShell } from './guest-shell.ts'
import { cornerOf, differingPixels, type Region } from './regions.ts'
import { parseScreenScript, type ScreenStep } from './screen-script.ts'
import type { CheckResult } from './types.ts'

export interface ScreenCheckPlan {
  /** `component:terminal`. */
  id: string
  /** The check-screen.yaml. */
  file: string
  machine: Machine
  shell: GuestShell
  /** Folder for the pictures. */
  pictures: string
  env: Record<string, string>
  signal?: AbortSignal
}

/** Two pictures this far apart that are the same mean that the screen is at rest. */
const REST_MILLISECONDS = 700
/** Milliseconds between two tries of a command that has not succeeded yet. */
const RETRY_MILLISECONDS = 500
/** Fewer pixels than any letter has. */
const CHANGED = 12

/** A step that went otherwise than expected; its message is the reason of the failure. */
class Unexpected extends Error {}

interface State extends ScreenCheckPlan {
  regions: Map<string, Region>
  pictureOf: Map<string, Picture>
  prefix: string
  pointer?: Pointer
}

/** Carries out the steps in order; the first that fails ends it. Throws for a file that is not such a script. */
export async function runScreenCheck(plan: ScreenCheckPlan): Promise<Pick<CheckResult, 'status' | 'reason'>> {
  const steps = parseScreenScript(await readCheck(plan), plan.file)
  const prefix = `screen-${plan.id.replaceAll(':', '-')}`
  const state: State = { ...plan, regions: new Map(), pictureOf: new Map(), prefix }
  for (const [index, step] of steps.entries()) {
    throwIfCancelled(plan.signal)
    try {
      await carryOut(step, state)
    } catch (error) {
      if (!(error instanceof Unexpected)) throw error
      await takePicture(state, 'failed').catch(() => undefined)
      return { status: 'failed', reason: `step ${index + 1}: ${error.message}` }
    }
  }
  return { status: 'passed', reason: '' }
}

async function carryOut(step: ScreenStep, state: State): Promise<void> {
  const qmp: Machine['qmp'] = (command, args) => state.machine.qmp(command, args)
  if ('run' in step) await runUntil(step, state)
  else if ('region' in step)
    state.regions.set(step.region, 'at' in step ? toRegion(step.at) : toRegion(await numbers(step.from, state)))
  else if ('picture' in step) state.pictureOf.set(step.picture, await restingPicture(state, step.picture, step.within))
  else if ('type' in step) await typeText(qmp, step.type)
  else if ('press' in step) await pressKeys(qmp, keysOfCombination(step.press))
  else if ('wait' in step) await sleep(step.wait * 1000)
  else if ('compare' in step) await compare(step, state)
  else {
    const places = 'move' in step ? [step.move] : 'click' in step ? [step.click] : step.drag
    const screen = await takePicture(state)
    const corner = step.in === undefined ? { x: 0, y: 0 } : cornerOf(regionOf(step.in, state), screen)
    state.pointer ??= createPointer(qmp, screen)
    const { pointer } = state
    const [first, ...further] = places.map(([x, y]) => ({ x: corner.x + x, y: corner.y + y }))
    if (first) await pointer.move(first)
    if ('move' in step) return
    await pointer.hold(step.button, true)
    for (const place of further) await pointer.move(place)
    await pointer.hold(step.button, false)
  }
}

async function runUntil(step: Extract<ScreenStep, { run: string }>, state: State): Promise<void> {
  const wanted = step.prints === undefined ? undefined : new RegExp(step.prints, 'm')
  const deadline = performance.now() + step.within * 1000
  for (;;) {
    const { exitCode, output } = await state.shell.run(step.run, { env: state.env, seconds: Math.max(30, step.within) })
    if (exitCode === 0 && (wanted === undefined || wanted.test(output))) return
    if (performance.now() > deadline) {
      const last = output.trim().split('\n').at(-1) ?? ''
      const printed = last ? `: ${last}` : ''
      throw new Unexpected(
        exitCode === 0
          ? `\`${step.run}\` did not print ${step.prints} within ${step.within} s${printed}`
          : `\`${step.run}\` failed within ${step.within} s${printed}`,
      )
    }
    await sleep(RETRY_MILLISECONDS)
  }
}

async function numbers(command: string, state: State): Promise<number[]> {
  const { exitCode, output } = await state.shell.run(command, { env: state.env })
  const found = output.trim().split(/\s+/).map(Number)
  if (exitCode !== 0 || found.length !== 4 || found.some((value) => !Number.isFinite(value)))
    throw new Unexpected(`\`${command}\` gave no x, y, width and height: ${output.trim().slice(0, 100) || 'nothing'}`)
  return found
}

function toRegion([x = 0, y = 0, width = 0, height = 0]: readonly number[]): Region {
  return { x, y, width, height }
}

async function compare(step: Extract<ScreenStep, { compare: string }>, state: State): Promise<void> {
  const before = pictureNamed(step.compare, state)
  const after = step.with === undefined ? await restingPicture(state, undefined, 20) : pictureNamed(step.with, state)
  const names = step.inside ?? step.outside ?? []
  const count = differingPixels(before, after, {
    regions: names.map((name) => regionOf(name, state)),
    where: step.inside ? 'inside' : 'outside',
  })
  const where = names.length === 0 ? 'on the screen' : `${step.inside ? 'inside' : 'outside'} of ${names.join(' and ')}`
  const since = `since the picture “${step.compare}”`
  if (step.expect === 'same' && count > (step.pixels ?? 0))
    throw new Unexpected(`${count} pixels ${where} changed ${since}, and none should have`)
  if (step.expect === 'changed' && count < (step.pixels ?? CHANGED))
    throw new Unexpected(`${count === 0 ? 'nothing' : `only ${count} pixels`} ${where} changed ${since}`)
}

function pictureNamed(name: string, state: State): Picture {
  const found = state.pictureOf.get(name)
  if (!found)
    throw new SmartError(`There is no picture “${name}” yet`, {
      where: state.file,
      hint: 'Take it with a step picture: …',
    })
  return found
}

function regionOf(name: string, state: State): Region {
  const found = state.regions.get(name)
  if (!found)
    throw new SmartError(`There is no region “${name}” yet`, {
      where: state.file,
      hint: 'Name it with a step region: …',
    })
  return found
}

/** The screen once it is at rest; as it is after `within` seconds if it never is. Kept under `name`. */
async function restingPicture(state: State, name: string | undefined, within: number): Promise<Picture> {
  const deadline = performance.now() + within * 1000
  let last = await takePicture(state, name)
  for (;;) {
    await sleep(REST_MILLISECONDS)
    const next = await takePicture(state, name)
    const changed = differingPixels(last, next, { regions: [], where: 'outside' })
    if (changed === 0 || performance.now() > deadline) return next
    last = next
  }
}

function takePicture(state: State, name = 'last'): Promise<Picture> {
  const file = join(state.pictures, `${state.prefix}-${name}.png`)
  return writeScreenshot((command, args) => state.machine.qmp(command, args), file)
}
