/** Checks of devices that need somebody outside: a hand on the pointer, an eye on the screen. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { checkDriver, PAINT, paintedShare } from '../../src/verify/driver-checks.ts'

const PASSED = { status: 'passed' as const, reason: '' }

/** A screen of `painted` pixels in the colour of the checks and as many black ones as make 100. */
function picture(painted: number): Buffer {
  const pixels = Array.from({ length: 100 }, (_, index) => (index < painted ? [...PAINT] : [0, 0, 0])).flat()
  return Buffer.concat([Buffer.from('P6\n10 10\n255\n'), Buffer.from(pixels)])
}

test('a graphics card that paints its own screen only in part is found out, however the machine sees it', async () => {
  await using folder = await temporaryFolder()
  const look = (painted: number) =>
    checkDriver(
      { paints: 'card' },
      {
        qmp: async (_command, args) => {
          expect(args).toMatchObject({ device: 'card' })
          await writeFile(String(args?.filename), picture(painted))
        },
      },
      join(folder.path, 'picture'),
      async () => PASSED,
    )
  expect(await look(95)).toEqual(PASSED)
  expect(await look(40)).toMatchObject({ status: 'failed', reason: expect.stringContaining('40 %') })
  expect(paintedShare({ rgb: new Uint8Array([]) })).toBe(0)
}, 20_000)

test('the button of the pointer that was named is pressed and let go for as long as the check runs', async () => {
  const seen: unknown[] = []
  const machine = {
    qmp: async (command: string, args?: Record<string, unknown>) => {
      if (command === 'query-mice')
        return [
          { name: 'Mouse', index: 2 },
          { name: 'Tablet', index: 5 },
        ]
      seen.push(args)
      return undefined
    },
  }
  const work = async () => {
    while (seen.length < 4) await new Promise((resolve) => setTimeout(resolve, 20))
    return PASSED
  }
  expect(await checkDriver({ click: 'Tablet' }, machine, '', work)).toEqual(PASSED)
  expect(seen.slice(0, 4)).toEqual([
    { 'command-line': 'mouse_set 5' },
    { events: [{ type: 'btn', data: { down: true, button: 'left' } }] },
    { 'command-line': 'mouse_set 5' },
    { events: [{ type: 'btn', data: { down: false, button: 'left' } }] },
  ])
  await expect(checkDriver({ click: 'Trackball' }, machine, '', work)).rejects.toThrow('no pointer “Trackball”')
})
