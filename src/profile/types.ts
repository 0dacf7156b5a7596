/** A profile as written (`ProfileFile`, only differences) and as merged with all it extends (`Profile`, complete). */
import type { Boot } from './boot.ts'

export type Arch = 'x86_64'
export type Origin = 'source' | 'package'
export type OptionValue = boolean | number | string | string[]
export type DriverMode = 'builtin' | 'module'
export type KernelValue = 'y' | 'm' | 'n' | number | string
export type ImageFormat = 'disk' | 'qcow2' | 'iso' | 'oci'

/** `true`/`false` switches a component; an object switches it on with options. */
export type ComponentChoice = boolean | Record<string, OptionValue>

export interface StaticNetwork {
  /** CIDR: `10.0.2.20/24`. */
  address: string
  gateway?: string
}

export interface UserAccount {
  name: string
  /** crypt(5) hash; absent: no password login. */
  password?: string
  sshKeys?: string[]
  groups?: string[]
  shell?: string
}

/** A program that runs as long as the machine does: started in order, its output kept, restarted when it dies. */
export interface ServiceSettings {
  name: string
  /** Names of services that have to be ready before. */
  after: string[]
  /** One program in the foreground, as a shell would take it. Absent (in components only): /etc/init.d/NAME start|stop, run once. */
  command?: string
  /** Account it runs as; absent: root. */
  user?: string
  /** Shell test that succeeds once those that come after may start. */
  ready?: string
  /** False for what only a machine can do, such as setting up the network (components only). */
  container?: boolean
}

/** What is let in from the network. Answers to what the machine asked, ping and DHCP always are. */
export interface FirewallSettings {
  policy: 'drop' | 'accept'
  /** `22`, `53/udp`, `5000-5010/tcp`: what is let in although the policy is drop. */
  open: string[]
  /** Names of links from which everything is let in. */
  trusted: string[]
  /** Pass on what comes from links. */
  forward: boolean
  /** Give what is passed on to the outside this machine's own address (NAT). */
  masquerade: boolean
}

export interface SystemSettings {
  hostname: string
  /** IANA name (`Europe/Berlin`) or `UTC`. */
  timezone: string
  /** `auto`: root is logged in on the consoles; `password`: getty asks. The network never logs anybody in by itself. */
  login: 'auto' | 'password'
  /** crypt(5) hash; absent: root's password is locked. */
  rootPassword?: string
  /** Public keys that may log root in over ssh. */
  rootKeys?: string[]
  users: UserAccount[]
  /** The profile's own services, beside those of its components. */
  services: (ServiceSettings & { command: string })[]
  /** `listed`: each driver's modules by name. `auto`: what the devices that are there ask for, also when they are plugged in later. */
  modules: 'listed' | 'auto'
  network: 'dhcp' | 'none' | StaticNetwork
  /** Name servers used with a static network, and instead of those DHCP offers when set. */
  dns: string[]
  /** Absent: nothing is filtered. */
  firewall?: FirewallSettings
  mounts: { device: string; path: string; type: string; options?: string }[]
  /** Extra files: `content` inline or `source`, a file beside the profile. `mode` is octal text. */
  files: { path: string; content?: string; source?: string; mode?: string; owner?: string }[]
}

export interface ImageSettings {
  /** Bytes; the sum of what boots (kernel + initramfs, and the used part of the disk's root) may not exceed it. */
  budget?: number
  /** Bytes of the whole disk image; absent: as small as its contents allow. */
  size?: number
  /**
   * `disk`: initramfs, then switch_root to the disk's root. `initramfs`: everything stays in memory, as files that the
   * kernel unpacks. `initrd`: everything stays in memory, as a disk that the kernel mounts (the way before 2.6).
   */
  root: 'initramfs' | 'disk' | 'initrd'
  /** What files in memory are in, with root: initramfs. tmpfs knows a limit; ramfs is simpler and takes all there is. */
  memoryFs: 'tmpfs' | 'ramfs'
  /** Where changes to a squashfs root go: lost at power-off, or kept on a partition of the same disk. */
  overlay: 'memory' | 'disk'
  /** The kernel and /init say all that they do, from the first moment on, on the serial line. */
  debug: boolean
  rootfs: 'ext4' | 'squashfs'
  compression: 'zstd' | 'xz'
  formats: ImageFormat[]
}

export interface DiskSettings {
  /** Bytes. */
  size: number
  bus: 'virtio' | 'ahci' | 'nvme' | 'usb'
  /** Of partition and file system; default: disk1, disk2, … */
  label?: string
  /** Made with the disk, once; `none` leaves the disk empty. */
  filesystem: 'ext4' | 'vfat' | 'none'
  /** Folder where the machine mounts it at boot, found by its label. */
  mount?: string
}

export interface Forward {
  /** Port on 127.0.0.1 of the host. */
  host: number
  /** Port in the guest. */
  guest: number
  protocol: 'tcp' | 'udp'
}

/** A further network card on a link that machines share; those that name the same link see each other. */
export interface LinkSettings {
  name: string
  nic: 'virtio-net' | 'e1000'
  /** CIDR, or `dhcp` where another machine on the link gives addresses. Absent: the card stays as it is. */
  address?: string
}

export interface MachineSettings {
  /** Bytes of guest RAM. */
  memory: number
  cpus: number
  boot: Boot
  display: 'none' | 'window'
  disks: DiskSettings[]
  network: 'user' | 'none'
  /** Model of the first network card. */
  nic: 'virtio-net' | 'e1000'
  links: LinkSettings[]
  forward: Forward[]
}

/** Complete and validated: every default filled in. */
export interface Profile {
  name: string
  title: string
  summary: string
  extends?: string
  arch: Arch
  origin: Origin
  components: Record<string, ComponentChoice>
  /** `false` switches off one that the parent profile chose. */
  drivers: Record<string, DriverMode | false>
  kernel: Record<string, KernelValue>
  system: SystemSettings
  image: ImageSettings
  machine: MachineSettings
}

/** Where a profile came from, for messages and for saving. */
export interface LoadedProfile {
  profile: Profile
  /** The differences as written in the file itself, normalised. */
  own: Record<string, unknown>
  /** Absolute path of the file; undefined for one that was never saved. */
  file?: string
  /** Complete parent, or the schema's defaults where it extends nothing: what saving is a difference against. */
  base: Profile
  builtin: boolean
  /** What it extends, nearest first: whose file says what. Absent for one that was never read from a file. */
  parents?: { name: string; file: string; own: Record<string, unknown> }[]
}
