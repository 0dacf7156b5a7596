/** Single values of a profile and what makes them valid. Messages complete the sentence "expected …". */
import { isIP } from 'node:net'
import { posix } from 'node:path'
import { z } from 'zod'
import { parseSize } from '../system/size.ts'

/** Letters, digits, `-`, `_`, `.`; becomes a file and folder name, so nothing else is let through. */
export const profileName = z
  .string('a name')
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'a name of lower-case letters, digits, - _ . (at most 64)')
  .refine((name) => !name.includes('..'), 'a name without ..')

export const entryId = z.string().regex(/^[a-z0-9][a-z0-9._+-]{0,63}$/, 'an id of lower-case letters, digits, - _ . +')

/** RFC 1123: labels of letters, digits and hyphens. */
export const hostname = z
  .string('a host name')
  .max(63, 'a host name of at most 63 characters')
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    'a host name: letters, digits and hyphens',
  )

export const timezone = z
  .string('a time zone')
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9][A-Za-z0-9_+-]*){0,2}$/, 'a time zone such as UTC or Europe/Berlin')
  .refine(isTimezone, 'a time zone such as UTC or Europe/Berlin')

function isTimezone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** Bytes as a number or with a unit; output is bytes. */
export const size = z.union([z.string(), z.number()], 'a size such as 64M').transform((value, context) => {
  const bytes = parseSize(value)
  if (bytes === undefined) context.addIssue({ code: 'custom', message: 'a size such as 64M or 1.5G' })
  return bytes ?? 0
})

/** A size within bounds, given as text for the message. */
export function sizeBetween(min: string, max: string) {
  return size.refine(
    (bytes) => bytes >= (parseSize(min) ?? 0) && bytes <= (parseSize(max) ?? 0),
    `a size from ${min} to ${max}`,
  )
}

/** An absolute path inside the machine; no `..`, no control characters, never `/` itself. */
export const guestPath = z
  .string('an absolute path')
  .max(1024)
  .refine(
    (path) => /^\/[^\p{Cc}]+$/u.test(path) && posix.normalize(path) === path.replace(/\/$/, ''),
    'an absolute path without .. or control characters',
  )

/** One line of printable text. */
export const plainText = z
  .string('a line of text')
  .max(200, 'at most 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'one line without control characters')

export const ipAddress = z.string('an IP address').refine((text) => isIP(text) !== 0, 'an IP address')

export const cidr = z
  .string('an address such as 10.0.2.20/24')
  .refine(isCidr, 'an IPv4 address with prefix, such as 10.0.2.20/24')

/** One rule, not a choice of two: of a choice only what the likelier one says would be told. */
export const cidrOrDhcp = z
  .string('an address such as 192.168.7.1/24, or dhcp')
  .refine((text) => text === 'dhcp' || isCidr(text), 'an IPv4 address with prefix, such as 192.168.7.1/24, or dhcp')

function isCidr(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/')
  return (
    rest.length === 0 &&
    isIP(address ?? '') === 4 &&
    /^\d{1,2}$/.test(prefix ?? '') &&
    Number(prefix) >= 1 &&
    Number(prefix) <= 30
  )
}

export const userName = z
  .string('a user name')
  .regex(/^[a-z_][a-z0-9_-]{0,30}$/, 'a user name: lower-case letters, digits, - _ (at most 31)')

/** Becomes part of a socket's path, which is short. */
export const linkName = z
  .string('a name')
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,14}[a-z0-9])?$/, 'a name of at most 16 lower-case letters, digits, -')
/** A command as a service's: text for a shell, on one line. */
export const commandLine = z
  .string('a command')
  .min(1, 'a command')
  .max(1000, 'a command of at most 1000 characters')
  .regex(/^[^\p{Cc}]+$/u, 'a command on one line')

/** Becomes a file name in /etc/init.d, /run and /var/log. */
export const serviceName = z
  .string('a service name')
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'a service name: lower-case letters, digits, - _ (at most 32)')

/** crypt(5): only hashes are taken, so that no plain password is ever in a profile. */
export const passwordHash = z
  .string('a password hash')
  .regex(/^\$(?:1|5|6|y|2[aby]|7)\$[./A-Za-z0-9$=,]+$/, 'a crypt(5) hash, as `openssl passwd -6` prints it')

export const port = z.int('a port number').min(1, 'a port from 1 to 65535').max(65535, 'a port from 1 to 65535')

export const kernelSymbol = z
  .string()
  .regex(/^(?!CONFIG_)[A-Z0-9_a-z]{1,80}$/, 'a kernel symbol without the prefix CONFIG_')

export const kernelValue = z
  .union(
    [
      z.boolean(),
      z.number(),
      z
        .string()
        .max(500)
        .regex(/^[^\p{Cc}]*$/u),
    ],
    'y, m, n, a number or a line of text',
  )
  .transform((value) => (value === true ? 'y' : value === false ? 'n' : value))

/** `8080:80` or `5353:53/udp`. */
export const forward = z
  .union(
    [z.string(), z.strictObject({ host: port, guest: port, protocol: z.enum(['tcp', 'udp']) })],
    'a forward such as 8080:80',
  )
  .transform((value, context) => {
    if (typeof value !== 'string') return value
    const match = /^(\d{1,5}):(\d{1,5})(?:\/(tcp|udp))?$/.exec(value)
    const [host, guest] = [Number(match?.[1]), Number(match?.[2])]
    const valid = match !== null && [host, guest].every((number) => number >= 1 && number <= 65535)
    if (!valid) context.addIssue({ code: 'custom', message: 'a forward HOST:GUEST such as 8080:80 or 5353:53/udp' })
    return { host, guest, protocol: match?.[3] === 'udp' ? ('udp' as const) : ('tcp' as const) }
  })
