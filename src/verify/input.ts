/** What a proof starts from: a build's files and its configuration, and how thoroughly to look. */
import type { Configuration } from '../configure/types.ts'
import type { BuildRecord } from '../image/types.ts'
import type { Acceleration } from '../machine/types.ts'
import type { BuildCheck, RunKind, VerifyEvent } from './types.ts'

/** Names in the output folder, see DESIGN, "What a build leaves". */
export const KERNEL = 'bzImage'
export const INITRAMFS = 'initramfs'
export const DISK = 'disk.img'
export const ISO = 'disk.iso'
export const QCOW2 = 'disk.qcow2'
export const OCI = 'oci.tar'
export const ROOTFS = 'rootfs.tar'

export interface VerifyInput {
  configuration: Configuration
  /** Absolute output folder of the build. */
  out: string
  record: Pick<BuildRecord, 'files' | 'initramfs' | 'cmdline'>
}

export interface VerifyOptions {
  acceleration: Acceleration
  /** Default: every one that the build's files allow. */
  boots?: readonly RunKind[]
  /** Bytes of guest memory instead of the profile's. */
  memory?: number
  /** Seconds a boot and a check may take; emulation on a busy machine is slow. */
  bootSeconds?: number
  checkSeconds?: number
  /** Folder of serial logs; default `<out>/logs`. */
  logs?: string
  /** Made after the boots; their results stand with the last one's. */
  hostChecks?: readonly BuildCheck[]
  signal?: AbortSignal
  onEvent?: (event: VerifyEvent) => void
}
