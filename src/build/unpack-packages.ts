/**
 * Binary packages unpacked side by side into one tree, without root and without their scripts, in the layout of the machine: a
 * merged /usr, no folders named after the architecture, and nothing that only an installed Debian reads.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { normaliseLinks } from './normalise-links.ts'
import type { StepContext } from './types.ts'

/** Raised whenever the same packages would be unpacked differently. */
export const UNPACK_FORMAT = '1'

/** Left out, as named in the packages: texts for people, translations, what systemd, cron, dpkg and debconf read. */
const LEFT_OUT = [
  ...['doc', 'doc-base', 'man', 'info', 'lintian', 'bug', 'locale', 'gtk-doc', 'help', 'gnome/help', 'reportbug'],
  ...[
    'initramfs-tools',
    'bash-completion',
    'zsh',
    'fish',
    'apport',
    'metainfo',
    'appdata',
    'debconf',
    'i18n',
    'locales',
  ],
]
  .map((name) => `./usr/share/${name}`)
  .concat(
    ['init.d', 'cron.*', 'logrotate.d', 'systemd', 'apparmor.d', 'bash_completion.d', 'default'].map(
      (name) => `./etc/${name}`,
    ),
    ...['./lib', './usr/lib'].map((lib) => [
      ...['system', 'user', 'system-generators', 'network', 'ntp-units.d'].map((name) => `${lib}/systemd/${name}`),
      ...['tmpfiles.d', 'sysusers.d', 'locale', 'x86_64-linux-gnu/gconv', 'x86_64-linux-gnu/audit'].map(
        (name) => `${lib}/${name}`,
      ),
    ]),
    // The loader's place in the ABI; in the machine, lib64 is a link to the folder that it lies in.
    ['./lib64', './usr/lib64', './usr/lib/debug', './usr/share/menu', './usr/share/gdb', './var/lib/dpkg'],
  )

/** What tar does to the members' names; targets of hard links are names, too, those of symbolic links are not. */
const MOVES = [
  String.raw`flags=rh;s,^\./\(bin\|sbin\|lib\)\(/\|$\),./usr/\1\2,`,
  String.raw`flags=rh;s,^\./usr/\(lib\|include\)/x86_64-linux-gnu\(/\|$\),./usr/\1\2,`,
]

/** Reads one package after the other, so that of two files with one name the later package's stays, whatever the machine's speed. */
const SCRIPT = `
tree=$1; shift
packages=
while [ "$1" != -- ]; do packages="$packages $1"; shift; done; shift
for package in $packages; do
	echo "unpacking \${package##*/}"
	dpkg-deb --fsys-tarfile "$package" | tar -x -p --no-same-owner --delay-directory-restore --anchored --wildcards "$@" -C "$tree" -f -
done
find "$tree/usr" -depth -mindepth 1 -type d -empty -delete 2>/dev/null || true
`

/** Fills `context.output` with what the packages hold. `files` are verified packages on this machine, in the order of their names. */
export async function unpackPackages(
  files: readonly { name: string; path: string }[],
  context: Pick<StepContext, 'output' | 'runSandboxed'>,
): Promise<void> {
  await mkdir(join(context.output, 'usr'), { recursive: true })
  const filters = [...LEFT_OUT.map((path) => `--exclude=${path}`), ...MOVES.map((move) => `--transform=${move}`)]
  await context.runSandboxed({
    argv: ['sh', '-eu', '-c', SCRIPT, 'sh', '/tree', ...files.map(({ name }) => `/packages/${name}`), '--', ...filters],
    binds: [
      ...files.map(({ name, path }) => ({ from: path, to: `/packages/${name}`, writable: false })),
      { from: context.output, to: '/tree', writable: true },
    ],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    cwd: '/tree',
  })
  normaliseLinks(context.output)
}
