/** What can be chosen before a machine starts, for this once: the profile keeps its own settings. Pure. */
import type { Configuration } from '../../configure/types.ts'
import type { LaunchOptions, ListedState } from '../../pipeline/types.ts'
import { BOOT_TITLES, BOOTS, type Boot, bootableBoot, fromIso, hasDisk } from '../../profile/boot.ts'
import { diskLabel } from '../../profile/disks.ts'
import type { DiskSettings, Forward, MachineSettings, Profile } from '../../profile/types.ts'
import { formatSize } from '../../system/size.ts'
import type { MachineState } from '../state.ts'

export interface LaunchSetting {
  title: string
  text: string
  /** Options with the next value, or (in their place) the saved machine that the start goes on from. */
  next?: (step: 1 | -1) => Partial<LaunchOptions>
  restore?: (step: 1 | -1) => string | undefined
  /** In place of both: the row of the profile where it is changed. */
  leadsTo?: { section: 'network' | 'machine'; id: string }
}

const MEMORY = [32, 48, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096].map((mib) => mib * 1024 * 1024)

/** The ways for which the profile makes an image. */
function offeredBoots({ image }: Profile): Boot[] {
  return BOOTS.filter((boot) => boot === 'direct' || (fromIso(boot) ? image.formats.includes('iso') : hasDisk(image)))
}

/** Rows of the launch screen. A saved machine is as it was saved: it has only the first. */
export function launchSettings(
  { profile, memory: usual }: Pick<Configuration, 'profile' | 'memory'>,
  { options, restore, spec }: Pick<MachineState, 'options' | 'restore' | 'spec'>,
  saved: readonly ListedState[],
): LaunchSetting[] {
  const { machine } = profile
  const starts = [undefined, ...saved.map(({ name }) => name)]
  const chosen = saved.find(({ name }) => name === restore)
  const start: LaunchSetting = {
    title: 'Start',
    text: chosen ? `where it was saved: ${savedWords(chosen)}` : 'with a boot',
    restore: (step) => cycle(starts, restore, step),
  }
  if (restore !== undefined) return [start]
  const boots = offeredBoots(profile)
  const displays = ['none', 'window'] as const
  const boot = bootableBoot(options.boot ?? machine.boot, profile.image)
  const memory = options.memory ?? usual
  const cpus = options.cpus ?? machine.cpus
  const display = options.display ?? machine.display
  const snapshot = options.snapshot ?? false
  const network = options.network ?? machine.network
  const forward = options.forward ?? machine.forward
  return [
    ...(saved.length > 0 ? [start] : []),
    {
      title: 'Boot',
      text: boot === 'direct' ? `direct: ${BOOT_TITLES.direct}` : BOOT_TITLES[boot],
      next: (step) => ({ boot: cycle(boots, boot, step) }),
    },
    {
      title: 'Memory',
      text: formatSize(memory),
      next: (step) => ({
        memory: cycle(
          [...new Set([...MEMORY, usual])].sort((a, b) => a - b),
          memory,
          step,
        ),
      }),
    },
    { title: 'CPUs', text: String(cpus), next: (step) => ({ cpus: cycle([1, 2, 4, 8], cpus, step) }) },
    {
      title: 'Display',
      text: display === 'none' ? 'serial console only' : 'a window, and the serial console',
      next: (step) => ({ display: cycle(displays, display, step) }),
    },
    {
      title: 'Disk changes',
      text: snapshot ? 'thrown away at the end' : 'kept',
      next: () => ({ snapshot: !snapshot }),
    },
    networkSetting(machine, network),
    {
      title: 'Forwards',
      text: network === 'none' ? 'none' : listed(forwardsOf(forward, spec).map(forwardWords)),
      leadsTo: { section: 'network', id: 'machine.forward' },
    },
    {
      title: 'Disks',
      text: listed(machine.disks.map(diskWords)),
      leadsTo: { section: 'machine', id: 'machine.disks' },
    },
  ]
}

/** A card can be left out for once; one that the profile does not have would find no driver in the kernel. */
function networkSetting({ network: own, nic }: MachineSettings, network: 'user' | 'none'): LaunchSetting {
  if (own === 'none') return { title: 'Network', text: 'none', leadsTo: { section: 'network', id: 'machine.network' } }
  return {
    title: 'Network',
    text: network === 'none' ? 'none: no card, this time' : `a private network with a way out, ${nic}`,
    next: (step) => ({ network: cycle(['user', 'none'] as const, network, step) }),
  }
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ')
}

/** `data 64 MB nvme at /srv`. */
function diskWords(disk: DiskSettings, index: number): string {
  const mount = disk.mount === undefined ? '' : ` at ${disk.mount}`
  return `${diskLabel(disk, index)} ${formatSize(disk.size)} ${disk.bus}${mount}`
}

/** Where they lead from at the next start: a port that is taken has been moved already. */
function forwardsOf(wanted: readonly Forward[], spec: MachineState['spec']): readonly Forward[] {
  const settled = spec?.nics.flatMap(({ forward }) => forward) ?? []
  return settled.length === wanted.length ? settled : wanted
}

function cycle<T>(values: readonly T[], value: T, step: 1 | -1): T {
  const index = values.indexOf(value)
  return values[(index + step + values.length) % values.length] ?? value
}

/** `127.0.0.1:2222 to 22/tcp`. */
export function forwardWords({ host, guest, protocol }: Forward): string {
  return `127.0.0.1:${host} to ${guest}/${protocol}`
}

/** `2026-11-25-103000, 38 MB`. */
function savedWords({ name, bytes }: ListedState): string {
  return `${name}, ${formatSize(bytes)}`
}
