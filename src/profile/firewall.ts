/** What a profile's firewall lets in: `22`, `80/tcp`, `5000-5010/udp`. */
import { z } from 'zod'
import { linkName } from './rules.ts'

/** A port or a range of ports. */
export interface OpenPorts {
  first: number
  last: number
  protocol: 'tcp' | 'udp'
}

const PATTERN = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/

/** Undefined for what is not ports. */
export function parseOpenPorts(text: string): OpenPorts | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const first = Number(match[1])
  const last = Number(match[2] ?? match[1])
  if (first < 1 || last > 65535 || first > last) return undefined
  return { first, last, protocol: match[3] === 'udp' ? 'udp' : 'tcp' }
}

const openPorts = z
  .union([z.string(), z.number()], 'a port such as 22 or 53/udp')
  .transform(String)
  .refine((text) => parseOpenPorts(text) !== undefined, 'a port such as 22, 53/udp or 5000-5010/tcp')

/** `system.firewall`. */
export const firewall = z.strictObject({
  policy: z.enum(['drop', 'accept'], 'drop or accept').default('drop'),
  open: z.array(openPorts).default([]),
  trusted: z.array(linkName).default([]),
  forward: z.boolean('true or false').default(false),
  masquerade: z.boolean('true or false').default(false),
})

/** Whether a port can be reached from anywhere. */
export function isOpen(
  settings: { policy: 'drop' | 'accept'; open: readonly string[] } | undefined,
  port: number,
  protocol: 'tcp' | 'udp',
): boolean {
  if (settings === undefined || settings.policy === 'accept') return true
  return settings.open.some((text) => {
    const ports = parseOpenPorts(text)
    return ports?.protocol === protocol && ports.first <= port && port <= ports.last
  })
}
