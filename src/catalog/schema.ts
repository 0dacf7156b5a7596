/** The schemas of component.yaml and driver.yaml. What is found by presence (build.sh, check.sh, rootfs/, patches/) is not in them. */
import { z } from 'zod'
import {
  commandLine,
  entryId,
  guestPath,
  kernelSymbol,
  kernelValue,
  port,
  serviceName,
  size,
  userName,
} from '../profile/rules.ts'

const line = z.string('a line of text').min(1).max(300)
const ids = z.array(entryId).default([])
const kernel = z.record(kernelSymbol, kernelValue).default({})

const figures = z.strictObject({
  cpuSeconds: z.number().min(0).default(0),
  bytes: size.default(0),
  downloadBytes: size.default(0),
})
const estimates = figures.default({ cpuSeconds: 0, bytes: 0, downloadBytes: 0 })

const rootfsGlobs = z.strictObject({
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
})

/** The form of Debian policy 5.6.1; anything else apt would take for an option or a pattern. */
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, 'the name of a Debian package')

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 lower-case hex digits')

const candidate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('apt-source'), package: z.string(), version: z.string().optional() }),
  z.strictObject({ type: z.literal('apt-tarball'), package: z.string(), path: z.string() }),
  z.strictObject({
    type: z.literal('url'),
    url: z.url({ protocol: /^https?$/, error: 'an http or https address' }),
    sha256,
  }),
  z.strictObject({ type: z.literal('local'), path: z.string(), sha256: sha256.optional() }),
  z.strictObject({
    type: z.literal('option'),
    option: z.string(),
    sha256Option: z.string(),
    offeredAt: z.url({ protocol: /^https?$/, error: 'an http or https address' }),
  }),
])

const regularExpression = z.string().refine((text) => {
  try {
    return new RegExp(text, 'u') !== undefined
  } catch {
    return false
  }
}, 'a regular expression')

const option = z
  .strictObject({
    type: z.enum(['bool', 'int', 'size', 'string', 'choice', 'list', 'secret']),
    title: line,
    help: z.string().default(''),
    default: z.union([z.boolean(), z.number(), z.string(), z.array(z.string())]),
    values: z.array(z.string()).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    pattern: z.strictObject({ match: regularExpression, expected: line }).optional(),
  })
  .refine((spec) => spec.type !== 'choice' || (spec.values?.length ?? 0) > 0, 'values for a choice')

const base = {
  id: entryId,
  title: line,
  summary: line,
  help: z.string().default(''),
  category: z
    .string()
    .regex(/^[a-z][a-z-]*$/, 'a lower-case word')
    .default('other'),
  requires: ids,
  conflicts: ids,
  provides: ids,
  kernel,
  modules: z.array(z.string().regex(/^[\w-]+$/, 'a module name')).default([]),
  estimates,
}

export const componentSchema = z.strictObject({
  ...base,
  licence: line,
  homepage: z.string().default(''),
  boot: z.boolean().default(false),
  essential: z.boolean().default(false),
  hidden: z.boolean().default(false),
  sources: z.array(candidate).default([]),
  sourceName: entryId.optional(),
  packages: z.array(packageName).default([]),
  packagesOnly: z.array(z.string()).default([]),
  packagesToBuild: z.array(packageName).default([]),
  packageEstimates: figures.optional(),
  options: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/, 'an option name of lower-case letters, digits, -')
        .refine((name) => name !== 'origin', 'another name than origin, which every component has'),
      option,
    )
    .default({}),
  buildRequires: ids,
  incremental: z.boolean().default(false),
  inputs: z.array(z.enum(['kernel-config', 'kernel-modules'])).default([]),
  kconfig: z
    .strictObject({
      fragment: z.string().regex(/^[\w.-]+$/, 'the name of a file beside build.sh'),
      option: z.string().optional(),
      names: z.string().optional(),
    })
    .optional(),
  rootfs: rootfsGlobs.default({ include: [], exclude: [] }),
  // Without one of its own a component that comes from packages keeps to `rootfs`.
  packageRootfs: rootfsGlobs.optional(),
  libraryPath: z.array(guestPath).optional(),
  ports: z
    .array(z.strictObject({ port, protocol: z.enum(['tcp', 'udp']).default('tcp'), option: z.string().optional() }))
    .default([]),
  services: z
    .array(
      z.strictObject({
        name: serviceName,
        after: z.array(serviceName).default([]),
        command: commandLine.optional(),
        user: userName.optional(),
        ready: commandLine.optional(),
        container: z.boolean().default(true),
      }),
    )
    .default([]),
  users: z
    .array(
      z.strictObject({
        name: userName,
        uid: z.int('a user number').min(1, 'a number from 1 to 999').max(999, 'a number from 1 to 999'),
        home: guestPath.optional(),
        shell: guestPath.optional(),
        groups: z.array(userName).default([]),
      }),
    )
    .default([]),
})

export const driverSchema = z.strictObject({
  ...base,
  symbol: kernelSymbol,
  along: z.array(kernelSymbol).default([]),
  modes: z
    .array(z.enum(['builtin', 'module']))
    .min(1)
    .default(['builtin']),
  qemu: z
    .strictObject({
      args: z.array(z.string()).default([]),
      always: z.boolean().optional(),
      drives: z
        .array(
          z.strictObject({
            name: entryId,
            size,
            format: z.enum(['raw', 'ext4', 'vfat', 'iso9660', 'squashfs']).default('raw'),
          }),
        )
        .default([]),
      netdevs: ids,
      folders: ids,
      sockets: ids,
      host: z
        .array(
          z.strictObject({
            program: line,
            args: z.array(z.string()).default([]),
            socket: entryId,
            root: line.optional(),
          }),
        )
        .default([]),
      click: line.optional(),
      paints: entryId.optional(),
      firmware: z.literal('ordinary').optional(),
    })
    .optional(),
})
