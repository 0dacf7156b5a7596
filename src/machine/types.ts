/** A QEMU guest as data, and the handle on a running one. */
import type { Duplex } from 'node:stream'
import type { Forward } from '../profile/types.ts'
import type { Picture } from './png.ts'

export type Acceleration = 'kvm' | 'tcg'

export interface DiskAttachment {
  /** Absolute host path. */
  file: string
  format: 'raw' | 'qcow2'
  bus: 'virtio' | 'ahci' | 'nvme' | 'usb' | 'cdrom'
  readonly: boolean
  serial?: string
  /** The raw image that a throw-away layer lies over. */
  base?: string
  /** Writes go to a layer that QEMU itself throws away. */
  throwAway?: boolean
}

/** The network that QEMU plays for a guest with a static address. Absent: 10.0.2.0/24 with DHCP, as QEMU has it. */
export interface Subnet {
  /** CIDR of the network: `192.168.7.0/24`. */
  net: string
  /** Address QEMU answers at as gateway. */
  host?: string
  /** Address QEMU answers at as name server. */
  dns?: string
  /** The guest's own address, where forwards lead. */
  guest?: string
}

/** A network card on a link between machines. */
export interface LinkCard {
  /** The link's own folder, where its switch is found. */
  folder: string
  /** What the hardware address is made of: the profile's name, which of its cards this is, which machine on the link. */
  profile: string
  card: number
  instance: number
  /** argv of the card; `{{card}}` in it becomes the back end's id and the hardware address. */
  args: string[]
}

/** Everything QEMU is told. `qemuArgv(spec)` is a pure function of this. */
export interface MachineSpec {
  name: string
  /** Bytes. */
  memory: number
  cpus: number
  acceleration: Acceleration
  boot: /** `quick`: no screen and a firmware that does next to nothing, for emulation; a fifth of a second instead of one. */
    | { type: 'direct'; kernel: string; initramfs: string; cmdline: string; quick?: boolean }
    | { type: 'bios' }
    | { type: 'uefi'; code: string; vars: string; throwAway?: boolean }
  disks: DiskAttachment[]
  nics: { model: 'virtio-net' | 'e1000'; backend: 'user'; forward: Forward[]; subnet?: Subnet }[]
  links?: LinkCard[]
  display: 'none' | 'window'
  /** A second serial port (ttyS1), with a socket of its own. */
  secondSerial?: boolean
  /** Further argv (drivers' devices), already expanded. */
  extra: string[]
  /** Folder for sockets, pid file, logs; short enough for a unix socket path. */
  runtimeDir: string
  /** Serial output always goes here, too. */
  serialLog: string
  /** A second control socket, for other programs while this one holds the first. */
  monitor?: boolean
  /** File with a saved machine's memory and devices: it goes on from there instead of booting. */
  incoming?: string
}

export type Milestone =
  | 'power-on'
  | 'firmware'
  | 'boot-loader'
  | 'kernel'
  | 'init'
  | 'switch-root'
  | 'system-init'
  | 'services'
  | 'login'

/** `at` is seconds since power-on. */
export interface TimelineEntry {
  milestone: Milestone
  at: number
}

export type MachineEvent =
  | { type: 'machine:started'; at: number; pid: number; argv: string[] }
  | { type: 'machine:milestone'; at: number; entry: TimelineEntry }
  | { type: 'machine:exited'; at: number; exitCode: number | undefined; reason: 'powered-off' | 'killed' | 'failed' }

export interface Machine extends AsyncDisposable {
  readonly spec: MachineSpec
  readonly pid: number
  /** The guest's serial console: read what it prints, write what is typed. */
  readonly console: Duplex
  readonly timeline: readonly TimelineEntry[]
  /** Resolves at the milestone; rejects when the machine ends first, or after `seconds`. */
  reached(milestone: Milestone, seconds: number): Promise<TimelineEntry>
  /** One QMP command, its `return` value. */
  qmp(command: string, args?: Record<string, unknown>): Promise<unknown>
  /** Asks the guest to power off (ACPI), then after `seconds` pulls the plug. Resolves when QEMU has ended. */
  powerOff(seconds?: number): Promise<void>
  reset(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  /** Writes a PNG of the screen; returns what it shows. */
  screenshot(file: string): Promise<Picture>
  /** Resolves when QEMU has ended, with how it ended. */
  readonly exited: Promise<{ exitCode: number | undefined; reason: 'powered-off' | 'killed' | 'failed' }>
}
