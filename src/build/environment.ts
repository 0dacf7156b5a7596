/** What build.sh sees: the environment and the folders that the README promises to people who write components. */
import { join } from 'node:path'
import type { OptionValue } from '../profile/types.ts'
import { SOURCE_DATE_EPOCH } from './manifest.ts'
import type { Sandbox } from './sandbox.ts'

/** GNU triplets, as Debian's compilers have them in their names. */
export const TARGETS = { x86_64: 'x86_64-linux-gnu' } as const
export type TargetArch = keyof typeof TARGETS

/** Subfolders of a component's scratch that are mounted; `build` alone outlives the step. */
export const SCRATCH_PARTS = ['build', 'sysroot', 'tools', 'recipe', 'recipe-lib', 'inputs', 'no-source'] as const

/** The environment apart from options, JOBS and MAKEFLAGS. It is one part of every component's key. */
export function baseEnvironment(arch: TargetArch): Record<string, string> {
  const target = TARGETS[arch]
  const tool = (name: string) => `${target}-${name}`
  return {
    ...{
      SRC: '/src',
      BUILD: '/build',
      DEST: '/dest',
      SYSROOT: '/sysroot',
      RECIPE: '/recipe',
      LIB: '/recipe-lib',
      INPUTS: '/inputs',
    },
    ...{ ARCH: arch, TARGET: target, HOSTCC: 'gcc', HOSTCXX: 'g++', CFLAGS: '-O2', CXXFLAGS: '-O2' },
    ...{
      CC: tool('gcc'),
      CXX: tool('g++'),
      CPP: tool('cpp'),
      LD: tool('ld'),
      AR: tool('ar'),
      AS: tool('as'),
      NM: tool('nm'),
    },
    ...{
      RANLIB: tool('ranlib'),
      STRIP: tool('strip'),
      OBJCOPY: tool('objcopy'),
      OBJDUMP: tool('objdump'),
      READELF: tool('readelf'),
    },
    PKG_CONFIG_SYSROOT_DIR: '/sysroot',
    PKG_CONFIG_LIBDIR: '/sysroot/usr/lib/pkgconfig:/sysroot/usr/share/pkgconfig',
    SOURCE_DATE_EPOCH: String(SOURCE_DATE_EPOCH),
    ...{ LC_ALL: 'C', TZ: 'UTC', HOME: '/build', PATH: '/tools/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
  }
}

/** `OPTION_<NAME>`: upper case, `-` as `_`. */
export function optionName(name: string): string {
  return `OPTION_${name.toUpperCase().replaceAll('-', '_')}`
}

/** Options as variables; booleans as 1 and 0, lists joined by spaces. */
export function optionEnvironment(options: Readonly<Record<string, OptionValue>>): Record<string, string> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [optionName(name), optionText(value)]))
}

/** An option's value as build.sh and the plan's reasons have it. */
export function optionText(value: OptionValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return Array.isArray(value) ? value.join(' ') : String(value)
}

/** The sandbox of a component's build, with its folders below `scratch`. `source` is undefined for one without. */
export function componentSandbox(
  scratch: string,
  output: string,
  source: string | undefined,
  env: Record<string, string>,
): Sandbox {
  const part = (name: (typeof SCRATCH_PARTS)[number], writable = false) => ({
    from: join(scratch, name),
    to: `/${name}`,
    writable,
  })
  return {
    argv: ['sh', '-eu', '/recipe/build.sh'],
    binds: [
      part('build', true),
      { from: output, to: '/dest', writable: true },
      { from: source ?? join(scratch, 'no-source'), to: '/src', writable: false },
      ...(['sysroot', 'tools', 'recipe', 'recipe-lib', 'inputs'] as const).map((name) => part(name)),
    ],
    env,
    cwd: '/build',
  }
}
