/** A small kernel: every kind of entry that a Kconfig menu can have, in a tree of one page. */
import { parseKconfig } from '../../src/kconfig/index.ts'
import type { ConfigurableTree } from '../../src/pipeline/types.ts'

const KERNEL = `
mainmenu "Little kernel"

menu "General setup"

config SHOWN_CONFIG
	tristate "Kernel .config support"
	help
	  Keeps the configuration inside the kernel, so that a running machine
	  can tell what it was made of.

config SHOWN_CONFIG_PROC
	bool "Access to .config through /proc"
	depends on SHOWN_CONFIG && PROC_FS
	help
	  The configuration as a file of the machine.

config LOG_SHIFT
	int "Log buffer size (16 => 64KB)"
	range 12 25
	default 17

config BASE_ADDRESS
	hex "Where the kernel stands"
	default 0x200000

config NAME_PART
	string "Local version"

choice
	prompt "Compression"
	default PACK_FAST

config PACK_FAST
	bool "Fast"

config PACK_SMALL
	bool "Small"

config PACK_RARE
	bool "Rare"
	depends on EXPERT

endchoice

endmenu

config MODULES
	bool "Loadable modules"
	modules

config EXPERT
	bool "Experts"
	help
	  Shows what most people never need.

config PCI
	bool "PCI support"
	default y

config LIB_CRC
	tristate
	help
	  Sums that drivers need.

menuconfig NET
	bool "Networking support"
	default y

if NET

config VIRTIO_NET
	tristate "Network card of a virtual machine"
	select LIB_CRC

config E1000
	tristate "Old network card"
	depends on PCI
	select LIB_CRC

config FAST_PATH
	bool "Fast path"
	depends on (E1000 || RARE_CARD) && EXPERT

comment "Rare cards need experts"
	depends on !EXPERT

config RARE_CARD
	tristate "Rare card"
	depends on EXPERT

endif

menu "File systems"

config PROC_FS
	bool "/proc"
	default y

config VIRTIO_BLK
	tristate "Disk of a virtual machine"

endmenu

menu "Nothing yet"

config NOTHING
	bool "Nothing"
	depends on RARE_CARD

endmenu
`

const TOOLS = `
config EDITOR
	bool "Editor"
	default y
	help
	  A small vi.

config EDITOR_UNDO
	bool "Undo"
	default y
	depends on EDITOR

config EDITOR_LINE
	int "Longest line"
	default 4096
	range 256 16384
	depends on EDITOR

config TELNETD
	bool "Telnet server"
`

/** The tree of a component as the pipeline would open it. */
export function fakeTree(component: string): ConfigurableTree {
  const text = component === 'linux' ? KERNEL : TOOLS
  return {
    component,
    title: component === 'linux' ? 'Linux kernel' : 'BusyBox',
    version: component === 'linux' ? '6.1.0' : '1.35.0',
    folder: `/src/${component}`,
    tree: parseKconfig({ readFile: (path) => (path === 'Kconfig' ? text : undefined), variables: new Map() }),
    fragment:
      component === 'linux' ? 'CONFIG_PCI=y\nCONFIG_NET=y\nCONFIG_PROC_FS=y\n' : '# CONFIG_TELNETD is not set\n',
    unset: component === 'linux' ? 'no' : 'default',
  }
}
