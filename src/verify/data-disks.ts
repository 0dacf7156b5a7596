/** The profile's further disks for a verify run: new ones each time, so that nobody's data is ever part of a proof. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareDataDisk } from '../image/index.ts'
import type { DiskAttachment } from '../machine/types.ts'
import { diskLabel } from '../profile/disks.ts'
import type { DiskSettings } from '../profile/types.ts'

/** Makes them below `folder`; they last from a run's first boot to its second. */
export async function makeDataDisks(disks: readonly DiskSettings[], folder: string): Promise<DiskAttachment[]> {
  await mkdir(folder, { recursive: true })
  const attachments: DiskAttachment[] = []
  for (const [index, disk] of disks.entries()) {
    const file = join(folder, `data-${index}.img`)
    await prepareDataDisk({ file, disk, index })
    attachments.push({ file, format: 'raw', bus: disk.bus, readonly: false, serial: diskLabel(disk, index) })
  }
  return attachments
}

/** What checks find in CHECK_DISKS: a line for each mounted disk, `LABEL TYPE BYTES FOLDER`. */
export function diskLines(disks: readonly DiskSettings[]): string {
  return disks
    .flatMap((disk, index) =>
      disk.mount ? [`${diskLabel(disk, index)} ${disk.filesystem} ${disk.size} ${disk.mount}`] : [],
    )
    .join('\n')
}
