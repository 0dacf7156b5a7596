/** The profile file's schema. Every part is optional: a file holds only what differs from the profile it extends. */
import { z } from 'zod'
import { BOOTS } from './boot.ts'
import { firewall } from './firewall.ts'
import {
  cidr,
  cidrOrDhcp,
  commandLine,
  entryId,
  forward,
  guestPath,
  hostname,
  ipAddress,
  kernelSymbol,
  kernelValue,
  linkName,
  passwordHash,
  plainText,
  profileName,
  serviceName,
  sizeBetween,
  timezone,
  userName,
} from './rules.ts'

const optionValue = z.union(
  [z.boolean(), z.number(), z.string(), z.array(z.string())],
  'true, false, a number, a text or a list of texts',
)

const driverMode = z
  .union([z.boolean(), z.enum(['builtin', 'module'])], 'builtin, module, true or false')
  .transform((mode) => (mode === true ? ('builtin' as const) : mode))

/** `[a, b]` or `{ a: builtin, b: module, c: false }`. */
const drivers = z
  .union([z.array(entryId), z.record(entryId, driverMode)], 'a list of driver ids, or id: builtin | module | false')
  .transform((value) =>
    Array.isArray(value) ? Object.fromEntries(value.map((id) => [id, 'builtin' as const])) : value,
  )

const sshKey = z
  .string('a public key')
  .max(16384)
  .regex(/^(?:ssh|ecdsa|sk)-[^\p{Cc}]+$/u, 'a public key line such as ssh-ed25519 AAAA…')

const system = z.strictObject({
  hostname: hostname.optional(),
  timezone: timezone.optional(),
  login: z.enum(['auto', 'password'], 'auto or password').optional(),
  rootPassword: passwordHash.nullable().optional(),
  rootKeys: z.array(sshKey).optional(),
  users: z
    .array(
      z.strictObject({
        name: userName,
        password: passwordHash.optional(),
        sshKeys: z.array(sshKey).optional(),
        groups: z.array(userName).optional(),
        shell: guestPath.optional(),
      }),
    )
    .optional(),
  services: z
    .array(
      z.strictObject({
        name: serviceName,
        command: commandLine,
        after: z.array(serviceName).default([]),
        user: userName.optional(),
        ready: commandLine.optional(),
      }),
    )
    .optional(),
  modules: z.enum(['listed', 'auto'], 'listed or auto').optional(),
  network: z
    .union(
      [z.enum(['dhcp', 'none']), z.strictObject({ address: cidr, gateway: ipAddress.optional() })],
      'dhcp, none, or { address: 10.0.2.20/24, gateway: 10.0.2.2 }; bridge is not supported yet',
    )
    .optional(),
  firewall: firewall.nullable().optional(),
  dns: z.array(ipAddress).max(3, 'at most 3 name servers').optional(),
  mounts: z
    .array(
      z.strictObject({
        device: z
          .string()
          .regex(
            /^(?:LABEL=[\w.-]{1,32}|UUID=[\w-]{1,40}|\/dev\/[\w/-]{1,60}|tmpfs|proc|sysfs)$/,
            'LABEL=…, UUID=…, /dev/… or tmpfs',
          ),
        path: guestPath,
        type: z.string().regex(/^[a-z0-9]{2,16}$/, 'a file system type such as ext4'),
        options: z
          .string()
          .regex(/^[\w=,.%/-]{1,200}$/, 'mount options such as ro,noatime')
          .optional(),
      }),
    )
    .optional(),
  files: z
    .array(
      z
        .strictObject({
          path: guestPath,
          content: z
            .string()
            .max(1 << 20)
            .optional(),
          source: z
            .string()
            .regex(/^[^\p{Cc}]+$/u, 'a file name')
            .optional(),
          mode: z
            .string()
            .regex(/^[0-7]{3,4}$/, 'an octal mode in quotes such as "0644"')
            .optional(),
          owner: userName.optional(),
        })
        .refine((file) => (file.content === undefined) !== (file.source === undefined), 'either content or source'),
    )
    .optional(),
})

const image = z.strictObject({
  budget: sizeBetween('1M', '1T').nullable().optional(),
  size: sizeBetween('1M', '16T').nullable().optional(),
  root: z.enum(['initramfs', 'disk', 'initrd'], 'initramfs, disk or initrd').optional(),
  memoryFs: z.enum(['tmpfs', 'ramfs'], 'tmpfs or ramfs').optional(),
  overlay: z.enum(['memory', 'disk'], 'memory or disk').optional(),
  debug: z
    .union([z.boolean(), z.enum(['true', 'false'])], 'true or false')
    .transform((value) => value === true || value === 'true')
    .optional(),
  rootfs: z.enum(['ext4', 'squashfs'], 'ext4 or squashfs').optional(),
  compression: z.enum(['zstd', 'xz'], 'zstd or xz').optional(),
  formats: z.array(z.enum(['disk', 'qcow2', 'iso', 'oci'], 'disk, qcow2, iso or oci')).optional(),
})

const machine = z.strictObject({
  memory: sizeBetween('16M', '1T').optional(),
  cpus: z.int('a number of processors').min(1, 'at least 1').max(64, 'at most 64').optional(),
  boot: z.enum(BOOTS, 'direct, bios, uefi, iso-bios or iso-uefi').optional(),
  display: z.enum(['none', 'window'], 'none or window').optional(),
  disks: z
    .array(
      z.strictObject({
        size: sizeBetween('64K', '16T'),
        bus: z.enum(['virtio', 'ahci', 'nvme', 'usb'], 'virtio, ahci, nvme or usb').default('virtio'),
        label: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,16}$/, 'a label of at most 16 letters, digits, - _')
          .optional(),
        filesystem: z.enum(['ext4', 'vfat', 'none'], 'ext4, vfat or none').default('ext4'),
        mount: guestPath.regex(/^\S+$/, 'a path without blanks').optional(),
      }),
    )
    .max(8, 'at most 8 disks')
    .optional(),
  network: z.enum(['user', 'none'], 'user or none (bridge is not supported yet)').optional(),
  nic: z.enum(['virtio-net', 'e1000'], 'virtio-net or e1000').optional(),
  links: z
    .array(
      z.strictObject({
        name: linkName,
        nic: z.enum(['virtio-net', 'e1000'], 'virtio-net or e1000').default('virtio-net'),
        address: cidrOrDhcp.optional(),
      }),
    )
    .max(8, 'at most 8 links')
    .optional(),
  forward: z.array(forward).optional(),
})

export const profileFileSchema = z.strictObject({
  schema: z.literal(1, '1 (the only profile schema so far)'),
  name: profileName,
  title: plainText.optional(),
  summary: plainText.optional(),
  extends: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\p{Cc}]+$/u)
    .optional(),
  arch: z.literal('x86_64', 'x86_64: other architectures are not supported yet').optional(),
  origin: z.enum(['source', 'package'], 'source (compiled here) or package (the distribution’s binaries)').optional(),
  components: z
    .record(entryId, z.union([z.boolean(), z.record(z.string(), optionValue)], 'true, false or options'))
    .optional(),
  drivers: drivers.optional(),
  kernel: z.strictObject({ config: z.record(kernelSymbol, kernelValue.nullable()).optional() }).optional(),
  system: system.optional(),
  image: image.optional(),
  machine: machine.optional(),
})

/** A profile file's contents, validated and normalised (drivers as a map, sizes in bytes, forwards as objects). */
export type ProfileFile = z.output<typeof profileFileSchema>
