/** The root file system as data (a manifest, so that ownership needs no root) and the images made of it. */

/** One entry of the machine's file system. Paths are absolute, sorted, without `.` or `..`. */
export type RootfsEntry =
  | {
      type: 'file'
      path: string
      mode: number
      uid: number
      gid: number
      size: number
      sha256: string
      from: string
      component: string
    }
  | { type: 'directory'; path: string; mode: number; uid: number; gid: number; component: string }
  | { type: 'symlink'; path: string; target: string; uid: number; gid: number; component: string }
  | {
      type: 'device'
      path: string
      mode: number
      uid: number
      gid: number
      device: 'char' | 'block'
      major: number
      minor: number
      component: string
    }

/** `from` is the absolute host path of a file's bytes; it never enters a key, the hash does. */
export interface RootfsManifest {
  entries: RootfsEntry[]
}

/** A finding of the loader check. Any finding fails the compose step. */
export interface LoaderFinding {
  kind: 'missing-interpreter' | 'missing-library' | 'wrong-architecture' | 'points-outside' | 'missing-symbol-version'
  /** File in the rootfs that is at fault. */
  path: string
  /** Interpreter, library or link target that is missing. */
  wants: string
  component: string
  message: string
}

/** `config/build.json` in the output folder: what was built, from which keys, with which sizes. */
export interface BuildRecord {
  schema: 1
  profile: string
  /** Step id → key. */
  steps: Record<string, { key: string; inputs: Record<string, string> }>
  /** File name in the output folder → bytes and hash. */
  files: Record<string, { bytes: number; sha256: string }>
  /** `whole`: the initramfs is the whole system and boots without a disk; `boot`: it only finds the root. */
  initramfs: 'whole' | 'boot'
  /** Kernel command line used for direct boot and written into the disk's boot loader. */
  cmdline: string
  /** Bytes by component in the rootfs. */
  components: Record<string, number>
  rootfsBytes: number
  /** Counted against image.budget: kernel, initramfs and what the root file system takes. Absent in records of older builds. */
  imageBytes?: number
}
