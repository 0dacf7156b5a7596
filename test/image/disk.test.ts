import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeGpt, SECTOR } from '../../src/image/gpt.ts'
import { growDisk } from '../../src/image/grow.ts'
import { placeDisk } from '../../src/image/place.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import { type Built, buildDisk } from './disk-fixture.ts'

const MIB = 1024 ** 2
let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder('smart-os-disk-')
})
afterEach(() => folder[Symbol.asyncDispose]())

const tables = async (disk: string) => {
  const { size } = await stat(disk)
  const file = await open(disk)
  try {
    const primary = Buffer.alloc(33 * SECTOR)
    await file.read(primary, 0, primary.length, SECTOR)
    const end = Buffer.alloc(33 * SECTOR)
    await file.read(end, 0, end.length, size - end.length)
    const backup = Buffer.concat([end.subarray(32 * SECTOR), end.subarray(0, 32 * SECTOR)])
    return { primary: decodeGpt(primary, disk), backup: decodeGpt(backup, disk) }
  } finally {
    await file.close()
  }
}
const rootOf = (built: Built) => built.report.partitions.at(-1)?.offset ?? 0
const debugfs = async (disk: string, offset: number, command: string, write = false) =>
  (await run(['debugfs', ...(write ? ['-w'] : []), '-R', command, `${disk}?offset=${offset}`])).stdout
const checkExt4 = (disk: string, offset: number) => run(['e2fsck', '-fn', `${disk}?offset=${offset}`])

describe('the disk image', () => {
  it('has two equal partition tables and file systems that their own checkers call clean', async () => {
    const built = await buildDisk(folder.path)
    const { primary, backup } = await tables(built.disk)
    expect(primary).toEqual(backup)
    expect(primary.partitions.map(({ name }) => name)).toEqual(['bios-boot', 'efi-system', 'smart-os-root'])
    await checkExt4(built.disk, rootOf(built))
    const [, esp] = built.report.partitions
    const file = join(folder.path, 'esp')
    await writeFile(
      file,
      (await readFile(built.disk)).subarray(esp?.offset ?? 0, (esp?.offset ?? 0) + (esp?.bytes ?? 0)),
    )
    await run(['fsck.vfat', '-n', file])
    const { stdout } = await run(['mdir', '-/', '-b', '-i', file, '::/'])
    expect(stdout.toUpperCase()).toContain('EFI/BOOT/BOOTX64.EFI')
    await run(['mcopy', '-i', file, '::/initrd', join(folder.path, 'back')])
    expect(await sha256File(join(folder.path, 'back'))).toBe(await sha256File(built.initramfs))
  })

  it('keeps owners, modes, names and targets in the ext4 root', async () => {
    const built = await buildDisk(folder.path)
    const at = rootOf(built)
    expect(await debugfs(built.disk, at, 'stat /home/ann')).toMatch(
      /Mode: {2}0700[\s\S]*User: {2}1000 {3}Group: {2}1000/,
    )
    expect(await debugfs(built.disk, at, 'stat /usr/bin/true')).toMatch(/Mode: {2}04755/)
    expect(await debugfs(built.disk, at, 'stat /bin')).toMatch(/Fast link dest: "usr\/bin"/)
    expect(await debugfs(built.disk, at, 'cat "/etc/a ""quoted"" name"')).toBe('kept')
    expect(await debugfs(built.disk, at, 'stat /dev/console')).toMatch(/Type: character special[\s\S]*05:01/)
  })

  it('is sparse at any size and uses the room', async () => {
    const built = await buildDisk(folder.path, { size: 1024 * MIB })
    const { size, blocks } = await stat(built.disk)
    expect(size).toBe(1024 * MIB)
    expect(blocks * 512).toBeLessThan(64 * MIB)
    await checkExt4(built.disk, rootOf(built))
  })

  it('says exactly how much is missing when image.size is too small, and that much is enough', async () => {
    const failure = await buildDisk(folder.path, { size: 4 * MIB }).catch((error: Error) => error)
    const shortfall = /: (\d+) bytes \(/.exec(String(failure))?.[1]
    expect(failure).toMatchObject({ where: 'image.size' })
    await buildDisk(join(folder.path, 'again'), { size: 4 * MIB + Number(shortfall) })
  })

  it('holds a squashfs root with the same owners', async () => {
    const built = await buildDisk(folder.path, { root: 'squashfs' })
    const { stdout } = await run(['unsquashfs', '-lln', '-o', String(rootOf(built)), built.disk])
    expect(stdout).toMatch(/drwx------ 1000\/1000 .*squashfs-root\/home\/ann$/m)
    expect(stdout).toMatch(/-rwsr-xr-x 0\/0 .*squashfs-root\/usr\/bin\/true$/m)
  })

  it('has other identities for other contents and the same for the same, whatever the size', async () => {
    const one = await buildDisk(join(folder.path, 'one'))
    const larger = await buildDisk(join(folder.path, 'larger'), { size: 32 * MIB })
    const other = await buildDisk(join(folder.path, 'other'), { hostname: 'other' })
    expect((await tables(larger.disk)).primary.diskGuid).toBe((await tables(one.disk)).primary.diskGuid)
    expect((await tables(other.disk)).primary.diskGuid).not.toBe((await tables(one.disk)).primary.diskGuid)
  })
})

describe('growing a disk', () => {
  it('keeps what was written, moves the backup table and gives the root the room', async () => {
    const built = await buildDisk(folder.path)
    const note = join(folder.path, 'note')
    await writeFile(note, 'precious')
    await debugfs(built.disk, rootOf(built), `write ${note} precious`, true)
    await growDisk(built.disk, 256 * MIB, { run })
    const { primary, backup } = await tables(built.disk)
    expect(primary).toEqual(backup)
    await checkExt4(built.disk, rootOf(built))
    expect(await debugfs(built.disk, rootOf(built), 'cat /precious')).toBe('precious')
    const blocks = /Block count: +(\d+)/.exec(await debugfs(built.disk, rootOf(built), 'stats'))?.[1]
    expect(Number(blocks) * 1024).toBeGreaterThan(240 * MIB)
  })

  it('refuses to shrink and leaves the disk as it is', async () => {
    const built = await buildDisk(folder.path, { size: 32 * MIB })
    const before = await sha256File(built.disk)
    await expect(growDisk(built.disk, 16 * MIB, { run })).rejects.toThrow(/cannot shrink/)
    expect(await sha256File(built.disk)).toBe(before)
  })
})

describe('placing the disk that machines write to', () => {
  const write = async (disk: string, built: Built) => {
    const note = join(folder.path, 'note')
    await writeFile(note, 'precious')
    await debugfs(disk, rootOf(built), `write ${note} precious`, true)
  }

  it('never loses what a machine wrote: kept, grown, or set aside', async () => {
    const built = await buildDisk(join(folder.path, 'one'))
    const larger = await buildDisk(join(folder.path, 'larger'), { size: 32 * MIB })
    const other = await buildDisk(join(folder.path, 'other'), { hostname: 'other' })
    const target = join(folder.path, 'machine/disk.img')
    expect(await placeDisk({ built: built.disk, target })).toMatchObject({ outcome: 'created' })
    await write(target, built)
    expect(await placeDisk({ built: built.disk, target })).toMatchObject({ outcome: 'kept' })
    expect(await placeDisk({ built: larger.disk, target })).toMatchObject({ outcome: 'grown' })
    expect(await debugfs(target, rootOf(built), 'cat /precious')).toBe('precious')
    const placed = await placeDisk({ built: other.disk, target })
    expect(placed).toMatchObject({ outcome: 'set-aside', aside: expect.stringMatching(/disk\.img\.old-[0-9a-f]{8}$/) })
    expect(await debugfs(placed.aside ?? '', rootOf(built), 'cat /precious')).toBe('precious')
    expect(await sha256File(target)).toBe(await sha256File(other.disk))
  })

  it('replaces a disk that nobody wrote on, and sets a written one aside when a fresh one is asked for', async () => {
    const built = await buildDisk(join(folder.path, 'one'))
    const other = await buildDisk(join(folder.path, 'other'), { hostname: 'other' })
    const target = join(folder.path, 'machine/disk.img')
    await placeDisk({ built: built.disk, target })
    expect(await placeDisk({ built: other.disk, target })).toMatchObject({ outcome: 'replaced', notes: [] })
    await write(target, other)
    expect(await placeDisk({ built: other.disk, target, fresh: true })).toMatchObject({ outcome: 'set-aside' })
    expect(await sha256File(target)).toBe(await sha256File(other.disk))
  })
})
