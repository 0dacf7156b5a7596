/**
 * A network of its own for a verify run: QEMU's user network forwards the guest's name queries to this host's resolver, so
 * QEMU runs in a namespace whose resolver is ours. Nothing outside is reached, no port on the host is taken.
 */
import { writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { messageOf } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { programRoot } from '../system/paths.ts'
import { findTool } from '../system/tools.ts'

export interface Namespace {
  /** Argv to put before QEMU's. */
  launcher: string[]
  /** A connection to a port on 127.0.0.1 inside. */
  connect(port: number): Socket
  /** Runs a program inside; undefined where it did not end by itself. Killed with all its children when the signal fires. */
  run(program: ProgramRun, signal?: AbortSignal): Promise<number | undefined>
}

export interface ProgramRun {
  argv: readonly string[]
  /** The whole environment. */
  env: Record<string, string>
  cwd: string
  /** File that takes what it prints. */
  output: string
}

/** What programs read of /etc; the rest is left out so that resolv.conf can be ours, whatever it links to. */
const ETC = [
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'alternatives', 'qemu', 'localtime'],
  ...['passwd', 'group', 'nsswitch.conf', 'services', 'protocols', 'ssl', 'fonts'],
]

function bubblewrap(binds: string[]): [string, ...string[]] {
  return [
    'bwrap',
    ...['--unshare-user', '--unshare-net', '--unshare-pid', '--die-with-parent'],
    ...['--uid', '0'],
    ...['--gid', '0'],
    ...['--cap-add', 'CAP_NET_BIND_SERVICE'],
    ...['--dev-bind', '/', '/'],
    ...['--proc', '/proc'],
    ...['--tmpfs', '/etc'],
    ...ETC.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ...binds,
  ]
}

/** Why this host cannot have such a namespace, in a sentence; undefined when it can. */
export async function namespaceObstacle(signal?: AbortSignal): Promise<string | undefined> {
  if (!findTool('bwrap')) return 'bubblewrap is not installed (apt-get install bubblewrap)'
  try {
    const argv = [
      ...bubblewrap([]),
      process.execPath,
      '--eval',
      "require('dgram').createSocket('udp4').bind(53, '127.0.0.1', process.exit)",
    ]
    await run(argv as [string, ...string[]], { timeout: 10_000, ...(signal ? { signal } : {}) })
    return undefined
  } catch (error) {
    if (signal?.aborted) throw error
    return `this host allows no network namespace of one's own (${messageOf(error).replaceAll('\n', ' ')})`
  }
}

/** `scratch` takes a file, `runtimeDir` (a short path) the control socket. `names` are what its DNS server knows: name → IPv4. */
export async function prepareNamespace(
  scratch: string,
  runtimeDir: string,
  names: Record<string, string>,
): Promise<Namespace> {
  const resolver = join(scratch, 'resolv.conf')
  const control = join(runtimeDir, 'control')
  const hosts = join(scratch, 'hosts')
  await writeFile(resolver, 'nameserver 127.0.0.1\n')
  await writeFile(hosts, '127.0.0.1 localhost\n')
  const program = join(programRoot(), 'templates', 'checks', 'namespace.mjs')
  return {
    launcher: [
      ...bubblewrap(['--ro-bind', resolver, '/etc/resolv.conf', '--ro-bind', hosts, '/etc/hosts']),
      ...[process.execPath, program, JSON.stringify({ control, names })],
    ],
    connect: (port) => {
      const socket = createConnection({ path: control, allowHalfOpen: true })
      socket.write(`${port}\n`)
      return socket
    },
    run: (program, signal) => runInside(control, program, signal),
  }
}

function runInside(control: string, program: ProgramRun, signal?: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ path: control, allowHalfOpen: true })
    let answer = ''
    const stop = (): void => void socket.destroy()
    signal?.addEventListener('abort', stop, { once: true })
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('end', stop)
    socket.on('close', () => {
      signal?.removeEventListener('abort', stop)
      resolve(/^\d+\n$/.test(answer) ? Number(answer) : undefined)
    })
    socket.write(`${JSON.stringify(program)}\n`)
  })
}
