/** A small machine made for the image tests: a skeleton, a program with its libraries from this host, settings. */
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ComposeRequest } from '../../src/image/compose.ts'
import { run } from '../../src/system/exec.ts'

/** A dynamic program that every Debian and Ubuntu host has, and what it loads. */
export const HOST_PROGRAM = '/bin/true'
const LIBRARY_FOLDER = '/lib/x86_64-linux-gnu'
const LOADER = '/lib64/ld-linux-x86-64.so.2'

export const NO_FILTER = { include: [], exclude: [] }

/** Writes files (text by path); a text that starts with `-> ` is a symlink. */
export async function writeTree(root: string, files: Record<string, string>, mode = 0o644): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    const target = join(root, path)
    await mkdir(dirname(target), { recursive: true })
    if (text.startsWith('-> ')) await symlink(text.slice(3), target)
    else {
      await writeFile(target, text)
      await chmod(target, mode)
    }
  }
  return root
}

/** A request over freshly written folders below `folder`. */
export async function machineRequest(folder: string, hostname = 'tester'): Promise<ComposeRequest> {
  const base = await writeTree(join(folder, 'base'), {
    lib: '-> usr/lib',
    lib64: '-> usr/lib',
    bin: '-> usr/bin',
    'dev/.gitkeep': '',
    'tmp/.gitkeep': '',
    'root/.gitkeep': '',
    'etc/hostname.liquid': '{{ system.hostname }}\n',
    'etc/passwd': 'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n',
    'etc/group': 'root:x:0:\nann:x:1000:\n',
    'etc/shadow': 'root:!::::::\n',
    'etc/a "quoted" name': 'kept\n',
  })
  await writeTree(join(folder, 'base'), { init: '#!/bin/true\n' }, 0o755)
  const libc = join(folder, 'glibc')
  await mkdir(join(libc, 'usr/lib'), { recursive: true })
  await mkdir(join(libc, 'usr/include'), { recursive: true })
  await writeFile(join(libc, 'usr/include/stdio.h'), 'header')
  await copyFile(join(LIBRARY_FOLDER, 'libc.so.6'), join(libc, 'usr/lib/libc.so.6'))
  await copyFile(LOADER, join(libc, 'usr/lib/ld-linux-x86-64.so.2'))
  const tool = join(folder, 'tool')
  await mkdir(join(tool, 'bin'), { recursive: true })
  await copyFile(HOST_PROGRAM, join(tool, 'bin/true'))
  // What a build installs has the sandbox's umask, whoever runs it.
  await run(['chmod', '-R', 'u=rwX,go=rX', libc, tool])
  await chmod(join(tool, 'bin/true'), 0o4775)
  return {
    layers: [
      { component: 'base', overlay: base, rootfs: NO_FILTER, options: {} },
      { component: 'glibc', installed: libc, rootfs: NO_FILTER, options: {} },
      { component: 'tool', installed: tool, rootfs: NO_FILTER, options: {} },
    ],
    variables: { system: { hostname } },
    system: {
      users: [{ name: 'ann', sshKeys: ['ssh-ed25519 AAAA ann'] }],
      files: [{ path: '/etc/motd', content: 'hello\n', mode: '0600', owner: 'ann' }],
    },
    rendered: join(folder, 'rendered'),
  }
}
