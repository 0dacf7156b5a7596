/** The check that the screen is not dark: it waits for what is slow to be drawn, and a screen that stays empty fails it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { checkScreen } from '../../src/verify/screen.ts'

/** A screen of 20 × 10 that is lit from this picture on. */
function screenLitFrom(picture: number) {
  let taken = 0
  return {
    qmp: async (_command: string, args: Record<string, unknown> = {}): Promise<unknown> => {
      const rgb = Buffer.alloc(20 * 10 * 3)
      if (++taken >= picture) rgb.fill(255, 300)
      await writeFile(String(args.filename), Buffer.concat([Buffer.from('P6\n20 10\n255\n'), rgb]))
      return {}
    },
  }
}

it('waits for a desktop that is there before it is drawn', async () => {
  await using folder = await temporaryFolder('smart-os-screen-')
  const outcome = await checkScreen(screenLitFrom(3), join(folder.path, 's.png'), { milliseconds: 60_000, between: 1 })
  expect(outcome.status).toBe('passed')
})

it('fails where the screen stays empty', async () => {
  await using folder = await temporaryFolder('smart-os-screen-')
  const outcome = await checkScreen(screenLitFrom(Infinity), join(folder.path, 's.png'), {
    milliseconds: 0,
    between: 1,
  })
  expect(outcome).toEqual({ status: 'failed', reason: 'the screen is empty' })
})
