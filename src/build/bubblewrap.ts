/** The argv of bubblewrap(1) for a step: all namespaces of its own, no network, the host's programs read-only, fixed folder names. */
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import type { Bind } from './sandbox.ts'

const HOST_FOLDERS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']
/** `alternatives` is where awk, cc and yacc lead; the loader needs its cache. Nothing else of /etc should change a build. */
const HOST_FILES = ['/etc/alternatives', '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d']

/**
 * Everything up to the program itself. A process namespace goes with it: when bubblewrap's first process dies (killed, or with
 * the engine: `--die-with-parent`) the kernel ends all below it.
 */
export function bubblewrapPrefix(bwrap: string, binds: readonly Bind[], cwd: string): [string, ...string[]] {
  const fence = [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--hostname',
    'smart-os',
    '--uid',
    '0',
    '--gid',
    '0',
  ]
  return [
    bwrap,
    ...fence,
    ...hostArguments(),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--tmpfs', '/var/tmp'],
    // Sorted, so that a bind within another comes after it.
    ...binds
      .toSorted((a, b) => (a.to < b.to ? -1 : 1))
      .flatMap((bind) => [bind.writable ? '--bind' : '--ro-bind', bind.from, bind.to]),
    ...['--remount-ro', '/', '--chdir', cwd],
  ]
}

function hostArguments(): string[] {
  // /usr/local differs from machine to machine, and no distribution package has anything there.
  const args = ['--ro-bind', '/usr', '/usr', ...(existsSync('/usr/local') ? ['--tmpfs', '/usr/local'] : [])]
  for (const folder of HOST_FOLDERS) {
    if (!existsSync(folder)) continue
    const link = lstatSync(folder).isSymbolicLink()
    args.push(...(link ? ['--symlink', readlinkSync(folder), folder] : ['--ro-bind', folder, folder]))
  }
  for (const file of HOST_FILES) if (existsSync(file)) args.push('--ro-bind', file, file)
  return args
}

/** /etc/passwd and /etc/group of the sandbox, by path inside. */
export const SANDBOX_ETC: Readonly<Record<string, string>> = {
  '/etc/passwd': 'root:x:0:0:root:/build:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
}
