/** What can be chosen: the typed form of templates/components/<id>/component.yaml and templates/drivers/<id>/driver.yaml. */
import type { KernelValue, OptionValue, Origin, ServiceSettings } from '../profile/types.ts'

export type EntryKind = 'component' | 'driver'

/** One place to get a source from. The first of a list that answers wins. */
export type SourceCandidate =
  /** A Debian/Ubuntu source package; its orig tarball is used. `version` is a prefix to hold it to. */
  | { type: 'apt-source'; package: string; version?: string }
  /** A tarball inside a binary package. `path` is a glob inside the package. */
  | { type: 'apt-tarball'; package: string; path: string }
  | { type: 'url'; url: string; sha256: string }
  /** A tarball or a folder on this machine; relative to the catalog entry. `sha256` holds it to certain bytes. */
  | { type: 'local'; path: string; sha256?: string | undefined }
  /** A binary package itself. No component.yaml names one: apt does, when it works out what `packages` need. */
  | { type: 'apt-package'; package: string }

/** What a person has to supply (software that may not be handed on): the value of an option names a file or an address. */
export interface OptionSource {
  type: 'option'
  /** Option with a path (relative to the profile) or an http(s) address. */
  option: string
  /** Option with the SHA-256 of the file; an address is not used without one. */
  sha256Option: string
  /** Where it is to be had, for people. */
  offeredAt: string
}

export interface OptionSpec {
  /** A `secret` is a password: what is kept, and given to recipe and checks, is its crypt(5) hash (or nothing). */
  type: 'bool' | 'int' | 'size' | 'string' | 'choice' | 'list' | 'secret'
  title: string
  help: string
  default: OptionValue
  /** Allowed values of a choice or of a list's members. */
  values?: string[]
  min?: number
  max?: number
  /** Form of a text or of each member of a list; `expected` says it in words. */
  pattern?: { match: string; expected: string } | undefined
}

/** An account that a component's programs run as. Nobody logs in with it. */
export interface SystemAccount {
  name: string
  /** 1 to 999. */
  uid: number
  /** A folder that is the account's own; default: none. */
  home?: string
  shell?: string
  /** Further groups it is in. */
  groups: string[]
}

export interface Estimates {
  cpuSeconds: number
  bytes: number
  downloadBytes: number
}

interface EntryBase {
  id: string
  title: string
  /** One line. */
  summary: string
  /** What it is, why one would want it; plain text, wrapped by whoever shows it. */
  help: string
  category: string
  /** Ids of components or drivers (or names that some entry `provides`). */
  requires: string[]
  conflicts: string[]
  provides: string[]
  /** Kernel symbols (without CONFIG_) that must have these values. */
  kernel: Record<string, KernelValue>
  /** Kernel modules to load at boot where they are not built in, in order. Of a driver: those of module mode. */
  modules: string[]
  /** Absolute folder of the entry. */
  folder: string
  /** Absolute path of check.sh, where there is one. */
  check?: string
  /** Absolute paths of extra check scripts run only in verify's second boot (after a reboot), where present: check-reboot.sh. */
  checkReboot?: string
  /** Absolute path of check-host.sh, which looks at the machine from outside, where present. */
  checkHost?: string
  /** Absolute path of check-peer.sh, which runs in a second machine on the same link, where present. */
  checkPeer?: string
  /** Absolute path of check-peer-first.sh: what the first machine does at the same time, where present. */
  checkPeerFirst?: string
  /** Absolute path of check-screen.yaml, where present: what is done and seen at the screen, in the BIOS boot of verify. */
  checkScreen?: string
  /** First guess before anything was measured. */
  estimates: Estimates
}

/** How a recipe configures a source that has Kconfig. */
export interface KconfigRecipe {
  /** The recipe's own fragment, relative to its folder. */
  fragment: string
  /**
   * Option (a list of `SYMBOL=value`) with the symbols that a profile sets: its lines are appended to the fragment that the build
   * sees. Without it they are those of kernel.config.
   */
  option?: string | undefined
  /** Option with names of symbols that are switched on, whatever the fragment says. */
  names?: string | undefined
}

export interface RootfsGlobs {
  include: string[]
  exclude: string[]
}

export interface Component extends EntryBase {
  kind: 'component'
  licence: string
  homepage: string
  /** Always part of the system and of the initramfs (glibc, busybox, base, linux). */
  boot: boolean
  /** Cannot be switched off: every system has it. */
  essential: boolean
  /** Not shown as a choice of its own; comes with what requires it (kernel headers). */
  hidden: boolean
  /** Empty for a component that only has files (rootfs/). */
  sources: (SourceCandidate | OptionSource)[]
  /** Name under which the source is fetched and unpacked; components with equal sources share it. */
  sourceName: string
  /** Debian binary packages for origin `package`; apt adds what they depend on. */
  packages: string[]
  /** Globs of package names: of what apt brings for `packages`, only these are taken. Empty: all. */
  packagesOnly: string[]
  /** Further packages that only compiling against this component takes: headers, links for the linker. */
  packagesToBuild: string[]
  options: Record<string, OptionSpec>
  /** The estimates where it comes from packages. */
  packageEstimates: Estimates
  /** What is compiled against: their installed files become SYSROOT. */
  buildRequires: string[]
  /** Start from the previous build's tree when only options or the kernel configuration changed. */
  incremental: boolean
  /** Generated files wanted in /inputs: `kernel-config` (kernel.config, kernel.requests), `kernel-modules` (modules; for origin `package` only). */
  inputs: ('kernel-config' | 'kernel-modules')[]
  /** Where the source is configured with Kconfig. */
  kconfig?: KconfigRecipe | undefined
  /** Globs relative to DEST that go into the machine. Default: all but headers, static libraries, manuals. */
  rootfs: RootfsGlobs
  /** The same where the component comes from packages. */
  packageRootfs: RootfsGlobs
  /** Absolute folders in the machine that LD_LIBRARY_PATH names when this component's programs are started. */
  libraryPath?: string[] | undefined
  /** What it listens on. `option` names the option that says the real port; `port` is then its default. */
  ports: { port: number; protocol: 'tcp' | 'udp'; option?: string | undefined }[]
  services: ServiceSettings[]
  /** System accounts, in passwd, group and shadow; the group has the same name and number. */
  users: SystemAccount[]
  /** Absolute path of build.sh, where there is one. */
  build?: string
  /** Absolute path of package.sh, where there is one: what the packages' own scripts would have done. */
  packageScript?: string
  /** Absolute paths, sorted by name. */
  patches: string[]
  /** Absolute folder of files laid over the system, where there is one. */
  overlay?: string
}

export interface Driver extends EntryBase {
  kind: 'driver'
  /** The symbol that is y or m; the entry's other symbols stay as written. */
  symbol: string
  /** Symbols that are m where `symbol` is, because they depend on it: a sound card's converter chip. */
  along: string[]
  /** `builtin` first where both are possible. */
  modes: ('builtin' | 'module')[]
  /** How a QEMU machine gets such a device. Absent for drivers that every PC exercises. */
  qemu?: DriverQemu
}

/**
 * Extra devices that let a check use the driver. In `args` and `host`, `{{drive:NAME}}` and `{{netdev:NAME}}` become the id of such a
 * back end, `{{folder:NAME}}` and `{{socket:NAME}}` the path of one, `{{pci}}` a place on the PCI bus that no other driver's device
 * has, and `{{memory}}` the machine's bytes of memory.
 */
export interface DriverQemu {
  /** argv after the backends: `-device`, `nvme,{{pci}},drive={{drive:a}},serial=smartos-nvme`. */
  args: string[]
  /** True where an ordinary run has the device, too: something in the system counts on it. Such a device has no back ends. */
  always?: boolean | undefined
  /** Scratch drives created for the run. `format` puts an empty file system (or one with a file hello.txt) on it. */
  drives: { name: string; size: number; format: 'raw' | 'ext4' | 'vfat' | 'iso9660' | 'squashfs' }[]
  netdevs: string[]
  /** Scratch folders on the host, with a file hello.txt each. */
  folders: string[]
  /** Unix sockets of this run, where QEMU and a program of `host` meet. */
  sockets: string[]
  /** Programs that run beside QEMU, from before it starts until it has ended. */
  host: HostProgram[]
  /** While the check runs, the left button of this pointer (as QEMU names it in `info mice`) is pressed again and again. */
  click?: string
  /** Id of a graphics device that the check paints in PAINT; the picture on it is looked at from outside afterwards. */
  paints?: string
  /**
   * Set where a direct boot is not to have the quick firmware (qboot): it has no room for what the device hands over, and loses the
   * memory's map; or the driver is that of the screen, which a machine of that firmware does not have.
   */
  firmware?: 'ordinary'
}

export interface HostProgram {
  /** In PATH, or a file, or several separated by `|`, as in the list of host tools. */
  program: string
  args: string[]
  /** The socket that it makes when it is ready. */
  socket: string
  /** Set where it needs root: why, as a clause. */
  root?: string
}

export type CatalogEntry = Component | Driver

/** Ids are unique over components and drivers. */
export interface Catalog {
  entries: ReadonlyMap<string, CatalogEntry>
  /** Folders read, in order; a later one overrides entries of an earlier one. */
  folders: string[]
}

/** Where a component can come from. Empty: it has nothing but files of its own. */
export function originsOf(component: Pick<Component, 'build' | 'packages'>): Origin[] {
  return [
    ...(component.build === undefined ? [] : (['source'] as const)),
    ...(component.packages.length === 0 ? [] : (['package'] as const)),
  ]
}
