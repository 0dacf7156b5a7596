/**
 * An ext4 root file system without root and the same to the bit: mke2fs makes it empty in its place inside the disk
 * image, debugfs fills it in the manifest's order. (`mke2fs -d` takes names in the order of the host's folder and leaks
 * owners and times.) Owners and modes come from the manifest; all times are IMAGE_TIME.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { formatSize } from '../system/size.ts'
import { nameOf, parentOf } from './paths.ts'
import { IMAGE_TIME, type RunTool, toolEnvironment } from './run-tool.ts'
import type { RootfsManifest } from './types.ts'

export interface Ext4Layout {
  blockSize: 1024 | 4096
  blocks: number
  inodes: number
  /** Journal blocks; 1024 is the smallest there is. */
  journalBlocks: number
}

export const ROOT_LABEL = 'smart-os-root'
const INODE_BYTES = 256
const MIB = 1024 ** 2
/** From here on 4 KiB blocks cost less than they save. */
const LARGE = 64 * MIB
/** Written out in full, so that the host's /etc/mke2fs.conf has no say. No 64bit and no resize_inode: they cost room and offline growth needs neither. */
const FEATURES =
  'has_journal,ext_attr,dir_index,filetype,extent,flex_bg,sparse_super,large_file,huge_file,dir_nlink,extra_isize,metadata_csum'

/**
 * Blocks and inodes for a file system of `bytes`, or the smallest that holds the manifest with some room to spare.
 * A journal is always there, the smallest that ext4 takes on small disks: a machine whose plug is pulled must come back,
 * and 1 MiB is what that costs.
 */
export function ext4Layout(manifest: RootfsManifest, bytes?: number): Ext4Layout {
  const smallest = smallestLayout(manifest)
  if (bytes === undefined) return smallest
  const blockSize = bytes >= LARGE ? 4096 : 1024
  const blocks = Math.floor(bytes / blockSize)
  const inodes = Math.max(smallest.inodes, Math.floor(bytes / 16384))
  return {
    blockSize,
    blocks,
    inodes,
    journalBlocks: blockSize === 1024 ? 1024 : Math.min(16384, Math.max(1024, Math.floor(blocks / 64))),
  }
}

/** Bytes of the smallest file system that holds the manifest, with or without room to spare. */
export function ext4Bytes(layout: Ext4Layout): number {
  return layout.blocks * layout.blockSize
}

function smallestLayout(manifest: RootfsManifest): Ext4Layout {
  const blockSize = 1024
  const used = usedBlocks(manifest, blockSize)
  const inodes = Math.ceil((manifest.entries.length * 1.25 + 96) / 32) * 32
  const spare = Math.max(1024, Math.ceil(used * 0.05))
  const inodeBlocks = Math.ceil((inodes * INODE_BYTES) / blockSize)
  const payload = used + inodeBlocks + 1024 + spare
  // Per group of 8192 blocks: two bitmaps, and a share of super blocks and descriptors.
  const groups = Math.ceil(payload / 8000)
  return { blockSize, blocks: payload + groups * 4 + 64, inodes, journalBlocks: 1024 }
}

/** Blocks that files and folders take, extent blocks and lost+found included, with a little to be sure. */
export function usedBlocks(manifest: RootfsManifest, blockSize: number): number {
  let blocks = 32
  for (const entry of manifest.entries) {
    if (entry.type === 'file') blocks += Math.ceil(entry.size / blockSize) + (entry.size > 256 * blockSize ? 1 : 0)
    else if (entry.type === 'directory') blocks += 1
    else if (entry.type === 'symlink' && Buffer.byteLength(entry.target) >= 60) blocks += 1
  }
  // Long listings take more than a block: 12 bytes and the name, per entry.
  const listings = manifest.entries.reduce((sum, entry) => sum + 12 + Buffer.byteLength(nameOf(entry.path)), 0)
  return blocks + Math.ceil(listings / blockSize)
}

/** Makes the file system at a byte offset of a disk image. Throws SmartError when it does not fit. */
export async function writeExt4(
  disk: string,
  offset: number,
  layout: Ext4Layout,
  manifest: RootfsManifest,
  options: { run: RunTool; scratch: string; uuid: string; hashSeed: string; label?: string },
): Promise<void> {
  const config = join(options.scratch, 'mke2fs.conf')
  await writeFile(
    config,
    '[defaults]\n\tblocksize = -1\n[fs_types]\n\text4 = {\n\t}\n\tsmall = {\n\t}\n\tfloppy = {\n\t}\n',
  )
  const env = toolEnvironment({ MKE2FS_CONFIG: config, MKE2FS_SYNC: '0' })
  // Inode tables of large disks stay unwritten: the file is sparse, and the kernel completes them on first mount.
  const lazy = layout.blocks * layout.blockSize >= LARGE ? 1 : 0
  await options.run(
    [
      'mke2fs',
      '-q',
      '-F',
      '-t',
      'ext4',
      '-b',
      String(layout.blockSize),
      '-I',
      String(INODE_BYTES),
      '-N',
      String(layout.inodes),
      '-m',
      '0',
      '-O',
      `none,${FEATURES}`,
      '-J',
      `size=${Math.floor((layout.journalBlocks * layout.blockSize) / MIB)}`,
      '-E',
      `offset=${offset},nodiscard,lazy_itable_init=${lazy},lazy_journal_init=1,hash_seed=${options.hashSeed},root_owner=0:0`,
      '-U',
      options.uuid,
      '-L',
      options.label ?? ROOT_LABEL,
      disk,
      `${(layout.blocks * layout.blockSize) / 1024}k`,
    ],
    { env },
  )
  const script = join(options.scratch, 'debugfs.commands')
  await writeFile(script, fillCommands(manifest).join('\n'))
  const { stderr } = await options.run(['debugfs', '-w', '-f', script, `${disk}?offset=${offset}`], { env })
  // debugfs ends with 0 whatever happened; what it writes to stderr besides its name is an error.
  const errors = stderr.split('\n').filter((line) => line.trim() !== '' && !/^debugfs \d/.test(line))
  if (errors.length === 0) return
  if (errors.some((line) => /could not allocate|no space|no free/i.test(line)))
    throw new SmartError(`The root file system of ${formatSize(ext4Bytes(layout))} is too small for the system`, {
      hint: 'Raise image.size, or leave it out to get the smallest that fits',
    })
  throw new SmartError(`The root file system could not be filled: ${errors[0]}`, {
    where: 'debugfs',
    hint: 'See the log of the step',
  })
}

/** The debugfs script: every entry made and given its owner, mode and times, in the manifest's order. */
export function fillCommands(manifest: RootfsManifest): string[] {
  const commands: string[] = []
  let folder = '/'
  const times = ['atime', 'mtime', 'ctime', 'crtime']
  for (const entry of manifest.entries) {
    const parent = parentOf(entry.path)
    if (parent !== folder) commands.push(`cd ${quoted(parent)}`)
    folder = parent
    const name = quoted(nameOf(entry.path))
    if (entry.type === 'file') commands.push(`write ${quoted(entry.from)} ${name}`)
    else if (entry.type === 'directory') commands.push(`mkdir ${name}`)
    else if (entry.type === 'symlink') commands.push(`symlink ${name} ${quoted(entry.target)}`)
    else commands.push(`mknod ${name} ${entry.device === 'char' ? 'c' : 'b'} ${entry.major} ${entry.minor}`)
    const type = { file: 0o100000, directory: 0o040000, symlink: 0o120000, char: 0o020000, block: 0o060000 }[
      entry.type === 'device' ? entry.device : entry.type
    ]
    const mode = type | (entry.type === 'symlink' ? 0o777 : entry.mode)
    commands.push(
      `sif ${name} mode 0${mode.toString(8)}`,
      `sif ${name} uid ${entry.uid}`,
      `sif ${name} gid ${entry.gid}`,
    )
  }
  // Times last: making an entry touches the folder that holds it.
  for (const path of ['/', '/lost+found', ...manifest.entries.map((entry) => entry.path)])
    for (const time of times) commands.push(`sif ${quoted(path)} ${time} @${IMAGE_TIME}`)
  return commands
}

/** A word for debugfs (libss): in double quotes, with inner ones doubled. Control characters never get here. */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`
}
