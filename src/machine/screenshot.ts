/** The guest's screen as a PNG file. Every QEMU can write PPM, only newer ones PNG: so PPM it is, converted here. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf, SmartError } from '../system/error.ts'
import { writeFileAtomic } from '../system/files.ts'
import { encodePng, type Picture, parsePpm } from './png.ts'

const NO_SCREEN = 'A direct boot under emulation has no screen; start it with display: window, or from the disk'

type Qmp = (command: string, args?: Record<string, unknown>) => Promise<unknown>

/** Writes `file`. Throws SmartError when the machine has no screen or is off. */
export async function writeScreenshot(qmp: Qmp, file: string): Promise<Picture> {
  const target = resolve(file)
  const picture = await takePicture(qmp, target)
  await writeFileAtomic(target, encodePng(picture))
  return picture
}

/** What is on the first screen, or on the graphics device with this id. A file beside `target` exists for a moment. */
export async function takePicture(qmp: Qmp, target: string, device?: string): Promise<Picture> {
  const raw = `${target}.ppm`
  try {
    await mkdir(dirname(target), { recursive: true })
    await qmp('screendump', { filename: raw, ...(device === undefined ? {} : { device }) })
    return parsePpm(await readFile(raw))
  } catch (error) {
    throw new SmartError(`No picture of the screen could be taken: ${messageOf(error)}`, {
      ...(/no console/i.test(messageOf(error)) ? { hint: NO_SCREEN } : {}),
      cause: error,
      where: target,
    })
  } finally {
    await rm(raw, { force: true })
  }
}
