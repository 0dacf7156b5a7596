/** The links of a verify run: the profile's own, and one for each driver of a network card whose check wants a second machine. */
import type { Driver } from '../catalog/types.ts'
import type { Configuration } from '../configure/types.ts'
import { cardArgs } from '../machine/machine-spec.ts'
import { createRuntimeDir, removeRuntimeDir } from '../machine/runtime.ts'
import { addressAfter } from '../machine/subnet.ts'
import type { LinkCard } from '../machine/types.ts'
import type { Cleanup } from '../system/cleanup.ts'
import { type Check, readCheck, wantsPlainLink } from './check-list.ts'

/** One link, and both machines' card on it. */
export interface PeerLink {
  card: LinkCard
  /** CIDR addresses. `given` means that the first machine sets its own when it boots. */
  first: { address: string; given: boolean }
  second: { address: string }
  /** True for the one that has nothing to do with the profile. */
  plain?: boolean
  /** The driver whose cards are on it; absent for the profile's links and the plain one. */
  driver?: string
}

/** Cards of the profile's own links are counted from 1; these are out of their way, and no system inside looks for them. */
const FIRST_CARD = 0x80

/** No links without a check that wants them. Folders are removed with `holder`. */
export async function peerLinks(
  configuration: Configuration,
  checks: readonly Check[],
  holder: Cleanup,
): Promise<PeerLink[]> {
  const wanting = checks.filter(({ place }) => place === 'peer')
  const { profile } = configuration
  const folder = async (): Promise<string> => {
    const path = await createRuntimeDir()
    holder.defer(() => removeRuntimeDir(path))
    return path
  }
  const links: PeerLink[] = []
  const add = async (
    card: number,
    args: string[],
    { address, driver, plain }: { address?: string | undefined; driver?: string; plain?: boolean } = {},
  ): Promise<void> => {
    const first = address ?? `10.77.${card}.1/24`
    links.push({
      card: { folder: await folder(), profile: profile.name, card, instance: 0, args },
      first: { address: first, given: address !== undefined },
      second: { address: addressAfter(first) },
      ...(driver === undefined ? {} : { driver }),
      ...(plain ? { plain } : {}),
    })
  }
  for (const [index, { nic, address }] of profile.machine.links.entries())
    await add(index + 1, cardArgs(nic), { address: address === 'dhcp' ? undefined : address })
  if (wanting.length === 0) return links
  for (const { entry } of wanting)
    if (entry?.kind === 'driver') await add(FIRST_CARD + links.length, driverCard(entry), { driver: entry.id })
  const marked = await Promise.all(wanting.map(async (check) => wantsPlainLink(await readCheck(check))))
  if (links.length === 0 || marked.includes(true))
    await add(FIRST_CARD + links.length, cardArgs(profile.machine.nic), { plain: true })
  return links
}

/** The link that a check is about: its driver's own, the plain one where it asks for that, else the first. */
export async function linkOf(check: Check, links: readonly PeerLink[]): Promise<PeerLink | undefined> {
  const plain = wantsPlainLink(await readCheck(check))
  const own = links.find((link) => (plain ? link.plain : link.driver !== undefined && link.driver === check.entry?.id))
  return own ?? links[0]
}

/** The driver's device with the link behind it instead of the user's network, in whatever place on the bus is free. */
function driverCard({ qemu }: Driver): string[] {
  return (qemu?.args ?? []).map((arg) =>
    arg.replaceAll(/\{\{netdev:[\w-]+\}\}/g, '{{card}}').replaceAll(',{{pci}}', ''),
  )
}
