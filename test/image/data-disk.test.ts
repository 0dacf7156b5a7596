/** Further disks hold people's data: they are made once, found by their label, grown on demand, and never made anew. */
import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareDataDisk } from '../../src/image/data-disk.ts'
import { decodeGpt, FIRST_USABLE_SECTOR, SECTOR } from '../../src/image/gpt.ts'
import type { DiskSettings } from '../../src/profile/types.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'

const MIB = 1024 ** 2
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let file: string
beforeEach(async () => {
  folder = await temporaryFolder('smart-os-data-')
  file = join(folder.path, 'data.img')
})
afterEach(() => folder[Symbol.asyncDispose]())

const disk = (part: Partial<DiskSettings> = {}): DiskSettings => ({
  size: 32 * MIB,
  bus: 'virtio',
  label: 'data',
  filesystem: 'ext4',
  ...part,
})

/** The one partition, read back, and the file system in it as a file of its own. */
async function partitionOf() {
  const handle = await open(file, 'r')
  try {
    const start = Buffer.alloc((FIRST_USABLE_SECTOR - 1) * SECTOR)
    await handle.read(start, 0, start.length, SECTOR)
    const [partition] = decodeGpt(start, file).partitions
    return { name: partition?.name, offset: (partition?.first ?? 0) * SECTOR }
  } finally {
    await handle.close()
  }
}
const superblock = async () => (await run(['dumpe2fs', '-h', `${file}?offset=${(await partitionOf()).offset}`])).stdout

test('an ext4 disk has a partition and a file system of its label, and takes no room while it is empty', async () => {
  expect(await prepareDataDisk({ file, disk: disk(), index: 0 })).toEqual([])
  expect((await partitionOf()).name).toBe('data')
  expect(await superblock()).toMatch(/volume name: +data/)
  const { size, blocks } = await stat(file)
  expect(size).toBe(32 * MIB)
  expect(blocks * 512).toBeLessThan(8 * MIB)
})

test('a vfat disk has its label, too, and can be read by others', async () => {
  await prepareDataDisk({ file, disk: disk({ filesystem: 'vfat', label: 'stick' }), index: 0 })
  const { name, offset } = await partitionOf()
  expect(name).toBe('stick')
  expect((await run(['mlabel', '-s', '-i', `${file}@@${offset}`, '::'])).stdout).toContain('stick')
})

test('growing keeps what is on it; a smaller size is refused at its place in the profile', async () => {
  await prepareDataDisk({ file, disk: disk(), index: 0 })
  await writeFile(join(folder.path, 'letter'), 'dear reader')
  const { offset } = await partitionOf()
  await run(['debugfs', '-w', '-R', `write ${join(folder.path, 'letter')} letter`, `${file}?offset=${offset}`])
  expect(await prepareDataDisk({ file, disk: disk({ size: 96 * MIB }), index: 0 })).toHaveLength(1)
  expect((await stat(file)).size).toBe(96 * MIB)
  const grown = `${file}?offset=${(await partitionOf()).offset}`
  await run(['debugfs', '-R', `dump letter ${join(folder.path, 'back')}`, grown])
  expect(await readFile(join(folder.path, 'back'), 'utf8')).toBe('dear reader')
  const blocks = Number(/Block count: +(\d+)/.exec(await superblock())?.[1])
  const blockSize = Number(/Block size: +(\d+)/.exec(await superblock())?.[1])
  expect(blocks * blockSize).toBeGreaterThan(90 * MIB)
  await expect(prepareDataDisk({ file, disk: disk(), index: 2 })).rejects.toMatchObject({
    where: 'machine.disks[2].size',
  })
})

test('a disk that is there is not formatted again, whatever the profile now says', async () => {
  await prepareDataDisk({ file, disk: disk(), index: 0 })
  const before = await readFile(file)
  await prepareDataDisk({ file, disk: disk({ label: 'other', filesystem: 'vfat' }), index: 0 })
  expect((await readFile(file)).equals(before)).toBe(true)
})

test('a disk smaller than its file system is refused, and leaves nothing behind', async () => {
  await expect(prepareDataDisk({ file, disk: disk({ size: 64 * 1024 }), index: 1 })).rejects.toMatchObject({
    where: 'machine.disks[1].size',
  })
  await expect(stat(file)).rejects.toThrow()
})

test('a disk without a file system is as empty as one from the shop', async () => {
  await prepareDataDisk({ file, disk: disk({ filesystem: 'none', size: MIB }), index: 0 })
  expect((await readFile(file)).every((byte) => byte === 0)).toBe(true)
})
