/** Checks of the screen: the script is read strictly, pictures are compared where it says, and a wrong screen is a failure. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Picture } from '../../src/machine/png.ts'
import type { Machine } from '../../src/machine/types.ts'
import type { GuestShell } from '../../src/verify/guest-shell.ts'
import { differingPixels } from '../../src/verify/regions.ts'
import { runScreenCheck } from '../../src/verify/screen-check.ts'
import { parseScreenScript } from '../../src/verify/screen-script.ts'

const WIDTH = 20
const HEIGHT = 10
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smart-os-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A screen of 20 × 10 on which every key lights the pixels of one row, and a shell that knows two commands. */
function guest(rowOf: (key: string) => number | undefined): { machine: Machine; shell: GuestShell } {
  const rgb = Buffer.alloc(WIDTH * HEIGHT * 3)
  const qmp = async (command: string, args: Record<string, unknown> = {}): Promise<unknown> => {
    if (command === 'screendump')
      await writeFile(String(args.filename), Buffer.concat([Buffer.from(`P6\n${WIDTH} ${HEIGHT}\n255\n`), rgb]))
    if (command === 'send-key') {
      const keys = args.keys as { data: string }[]
      const row = rowOf(keys.at(-1)?.data ?? '')
      if (row !== undefined) rgb.fill(255, row * WIDTH * 3, (row + 1) * WIDTH * 3)
    }
    return {}
  }
  const shell: GuestShell = {
    run: async (script) =>
      script === 'where' ? { exitCode: 0, output: '0 2 20 3\n' } : { exitCode: 1, output: 'not found\n' },
    [Symbol.dispose]: () => undefined,
  }
  return { machine: { qmp } as unknown as Machine, shell }
}

async function check(steps: string, rowOf: (key: string) => number | undefined) {
  const file = join(folder, 'check-screen.yaml')
  await writeFile(file, `steps:\n${steps}`)
  return runScreenCheck({ id: 'component:demo', file, pictures: folder, env: {}, ...guest(rowOf) })
}

const TYPED_IN_ITS_OWN_REGION = `
  - { region: window, from: where }
  - { picture: before }
  - { type: a }
  - { compare: before, inside: [window], expect: changed }
  - { compare: before, outside: [window], expect: same }
`

test('typing that shows in the window and nowhere else passes, and the pictures are kept', async () => {
  expect(await check(TYPED_IN_ITS_OWN_REGION, () => 3)).toEqual({ status: 'passed', reason: '' })
  expect((await readFile(join(folder, 'screen-component-demo-before.png'))).subarray(1, 4).toString()).toBe('PNG')
})

test('a dead keyboard fails the check', async () => {
  const result = await check(TYPED_IN_ITS_OWN_REGION, () => undefined)
  expect(result.status).toBe('failed')
  expect(result.reason).toContain('step 4: nothing inside of window changed since the picture “before”')
})

test('typing that shows somewhere else fails the check', async () => {
  const result = await check(
    TYPED_IN_ITS_OWN_REGION.replace('inside: [window], expect: changed', 'expect: changed'),
    () => 8,
  )
  expect(result.reason).toBe(
    'step 5: 20 pixels outside of window changed since the picture “before”, and none should have',
  )
})

test('a command that fails in the machine is told with what it said', async () => {
  const result = await check("  - { run: 'pidof xterm', within: 0.1 }\n", () => undefined)
  expect(result.reason).toBe('step 1: `pidof xterm` failed within 0.1 s: not found')
})

test('a step that nobody knows is an error at its line, not a step that is passed over', () => {
  expect(() => parseScreenScript('steps:\n  - { tipe: hello }\n', 'check-screen.yaml')).toThrow('check-screen.yaml:2')
})

test('a region that counts from the edge covers what it says', () => {
  const black: Picture = { width: 4, height: 4, rgb: new Uint8Array(48) }
  const corner: Picture = { ...black, rgb: new Uint8Array(48).fill(9, 45) }
  const regions = [{ x: -1, y: -1, width: 1, height: 1 }]
  expect(differingPixels(black, corner, { regions, where: 'inside' })).toBe(1)
  expect(differingPixels(black, corner, { regions, where: 'outside' })).toBe(0)
})
