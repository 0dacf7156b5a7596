/** The network that QEMU has to play so that a guest with a static address feels at home. */
import type { SystemSettings } from '../profile/types.ts'
import type { Subnet } from './types.ts'

/** Undefined for DHCP and none, where QEMU's own 10.0.2.0/24 does. An address that is not IPv4 CIDR gives undefined too. */
export function staticSubnet(network: SystemSettings['network'], dns: readonly string[]): Subnet | undefined {
  if (typeof network === 'string') return undefined
  const [address = '', length = ''] = network.address.split('/')
  const guest = toNumber(address)
  const bits = Number(length)
  if (guest === undefined || !(bits >= 8 && bits <= 30)) return undefined
  const mask = (0xffffffff << (32 - bits)) >>> 0
  const base = (guest & mask) >>> 0
  const inside = (text: string | undefined): text is string =>
    text !== undefined && ((toNumber(text) ?? 0) & mask) >>> 0 === base
  const gateway = inside(network.gateway) ? network.gateway : freeAddress(base, [guest])
  const server = dns.find((candidate) => inside(candidate) && candidate !== gateway)
  // QEMU's default name server, x.x.x.3, may be the guest's own address or the gateway's.
  const resolver = server ?? freeAddress(base, [guest, toNumber(gateway) ?? 0])
  return { net: `${toText(base)}/${bits}`, host: gateway, dns: resolver, guest: address }
}

/** The next address of the same network, with its prefix; the one before where that would leave the network. */
export function addressAfter(cidr: string): string {
  const [address = '', length = '24'] = cidr.split('/')
  const number = toNumber(address) ?? 0
  const mask = (0xffffffff << (32 - Number(length))) >>> 0
  const broadcast = (number | ~mask) >>> 0
  return `${toText(number + 1 < broadcast ? number + 1 : number - 1)}/${length}`
}

function freeAddress(base: number, taken: number[]): string {
  const host = [1, 2, 3].find((candidate) => !taken.includes(base + candidate)) ?? 1
  return toText(base + host)
}

function toNumber(text: string): number | undefined {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN))
  if (parts.length !== 4 || parts.some((part) => !(part <= 255))) return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}

function toText(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
}
