/**
 * How a system that asks for a password is proven all the same: a copy of its initramfs gets a second archive behind it,
 * with one small program that opens a console on a second serial port. The image is not touched; only the direct boot can
 * be started so, since firmware reads the initramfs from the disk.
 */
import { appendFile, copyFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeCpio } from '../image/cpio.ts'
import type { ImageSettings, SystemSettings } from '../profile/types.ts'
import { sha256File } from '../system/hash.ts'
import { programRoot } from '../system/paths.ts'
import type { ProofRun } from './types.ts'

/** What the kernel starts instead of /init; it ends in /init. */
export const PROOF_INIT_WORD = 'rdinit=/proof-init'

/** Where the shell of a run's checks comes from. `locked` says why there is none. */
export type Access = { by: 'console' } | { by: 'second-console' } | { by: 'none'; locked: string }

/** The login that the profile asks for decides, and how the machine is started. */
export function accessOf(
  system: Pick<SystemSettings, 'login'>,
  image: Pick<ImageSettings, 'root'>,
  boot: ProofRun['boot'],
): Access {
  if (system.login === 'auto') return { by: 'console' }
  if (boot === 'direct' && image.root !== 'initrd') return { by: 'second-console' }
  return {
    by: 'none',
    locked:
      image.root === 'initrd'
        ? 'the console asks for a password, and a proof knows none'
        : 'the console asks for a password, and a proof knows none; the direct boot makes this check on a console of its own',
  }
}

/** A copy of the initramfs with the program behind it; returns its path below `scratch`. */
export async function writeProofInitramfs(initramfs: string, scratch: string): Promise<string> {
  const program = join(programRoot(), 'templates', 'boot', 'proof-init')
  const archive = join(scratch, 'proof.cpio')
  const { size } = await stat(program)
  await writeCpio(archive, [
    {
      type: 'file',
      path: '/proof-init',
      mode: 0o755,
      uid: 0,
      gid: 0,
      size,
      sha256: await sha256File(program),
      from: program,
      component: 'proof',
    },
  ])
  const output = join(scratch, 'initramfs')
  await copyFile(initramfs, output)
  // The kernel looks for the next archive at a multiple of four bytes and passes over zeros.
  await appendFile(output, Buffer.alloc(-(await stat(output)).size & 3))
  await appendFile(output, await readFile(archive))
  return output
}
