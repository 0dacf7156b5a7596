/** runc by itself, the last resort: the files unpacked into a bundle, and a configuration of our own (OCI runtime specification 1.0). */
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError, messageOf, SmartError } from '../../system/error.ts'
import { run } from '../../system/exec.ts'
import type { ContainerRequest, RunningContainer, Runtime } from './types.ts'

const PATIENCE = 60

/** Unpacks and tries it. `request.image.archive` has to be the bare files. Throws SmartError (host) when runc does not run it. */
export async function openBundle(request: ContainerRequest): Promise<Runtime> {
  const { scratch, image, signal } = request
  const bundle = join(scratch, 'bundle')
  const state = join(scratch, 'state')
  const rootfs = join(bundle, 'rootfs')
  await mkdir(rootfs, { recursive: true })
  const owner = process.getuid?.() === 0 ? '--same-owner' : '--no-same-owner'
  await run(['tar', '-x', '-p', owner, '-C', rootfs, '-f', image.archive.file], signal ? { signal } : {})
  const name = `smart-os-${request.name}-${process.pid}-${randomBytes(3).toString('hex')}`
  const argv = (...words: string[]): [string, ...string[]] => ['runc', '--root', state, ...words]
  const call = (words: string[], seconds = PATIENCE, allowFailure = false) =>
    run(argv(...words), { timeout: seconds * 1000, allowFailure, ...(signal ? { signal } : {}) })
  const configure = (folder: string, args: readonly string[], terminal: boolean) =>
    writeFile(join(folder, 'config.json'), JSON.stringify(bundleConfig(rootfs, args, terminal), null, 2))

  const trial = join(scratch, 'trial')
  await mkdir(trial)
  await configure(trial, [image.start, '/bin/true'], false)
  try {
    await call(['run', '--bundle', trial, `${name}-trial`])
  } catch (error) {
    if (error instanceof CancelledError) throw error
    throw new SmartError('runc cannot run the container', { hint: messageOf(error), exitStatus: 3 })
  }
  const remove = async () => void (await call(['delete', '--force', name], PATIENCE, true).catch(() => undefined))
  await configure(bundle, [image.start], false)
  return {
    name: 'runc',
    description: 'runc run',
    failures: [],
    network: false,
    foreground: (command, { terminal }) => {
      // runc reads the command from the bundle; one line of shell writes it there at the moment of the start.
      const config = JSON.stringify(bundleConfig(rootfs, [image.start, ...command], terminal))
      const script = 'printf %s "$1" >"$2/config.json" && shift 2 && exec "$@"'
      return ['sh', '-c', script, 'sh', config, bundle, ...argv('run', '--bundle', bundle, name)]
    },
    start: async () => {
      await call(['run', '--detach', '--bundle', bundle, name])
      return runningBundle(name, call, remove)
    },
    [Symbol.asyncDispose]: remove,
  }
}

type Call = (
  words: string[],
  seconds?: number,
  allowFailure?: boolean,
) => Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>

function runningBundle(name: string, call: Call, remove: () => Promise<void>): RunningContainer {
  return {
    exec: async (script, { env, seconds }) => {
      const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`])
      const words = ['exec', ...variables, name, 'timeout', String(seconds), 'sh', '-c', script]
      const { exitCode, stdout, stderr } = await call(words, seconds + PATIENCE, true)
      return {
        exitCode: exitCode === 143 ? undefined : exitCode,
        output: `${stdout}\n${stderr}`.trim().slice(-4000),
      }
    },
    stop: async (seconds) => {
      await call(['kill', name, 'TERM'])
      const deadline = Date.now() + seconds * 1000
      while (Date.now() < deadline) {
        const { stdout } = await call(['state', name], PATIENCE, true)
        if (!stdout.includes('"running"')) return 0
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      return 137
    },
    [Symbol.asyncDispose]: remove,
  }
}

/** Own process, mount, host name and IPC namespaces; the network is an empty one. An ordinary user is root inside only. */
function bundleConfig(rootfs: string, args: readonly string[], terminal: boolean): Record<string, unknown> {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  const rootless = uid !== 0
  const capabilities = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'NET_BIND_SERVICE']
  const named = [...capabilities, 'SYS_CHROOT', 'SETPCAP'].map((name) => `CAP_${name}`)
  const mount = (destination: string, type: string, options: string[], source = type) => ({
    destination,
    type,
    source,
    options: ['nosuid', ...options],
  })
  return {
    ociVersion: '1.0.2',
    process: {
      terminal,
      user: { uid: 0, gid: 0 },
      args,
      env: ['PATH=/usr/sbin:/usr/bin', `TERM=${process.env.TERM ?? 'linux'}`],
      cwd: '/root',
      capabilities: { bounding: named, effective: named, permitted: named },
      noNewPrivileges: true,
    },
    root: { path: rootfs, readonly: false },
    hostname: 'smart-os',
    mounts: [
      mount('/proc', 'proc', ['noexec', 'nodev']),
      mount('/dev', 'tmpfs', ['strictatime', 'mode=755', 'size=65536k']),
      mount('/dev/pts', 'devpts', ['noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620']),
      mount('/dev/shm', 'tmpfs', ['noexec', 'nodev', 'mode=1777', 'size=65536k']),
    ],
    linux: {
      namespaces: [
        ...['pid', 'mount', 'uts', 'ipc', 'network'].map((type) => ({ type })),
        ...(rootless ? [{ type: 'user' }] : []),
      ],
      ...(rootless
        ? {
            uidMappings: [{ containerID: 0, hostID: uid, size: 1 }],
            gidMappings: [{ containerID: 0, hostID: gid, size: 1 }],
          }
        : {}),
      maskedPaths: ['/proc/kcore', '/proc/keys', '/proc/sysrq-trigger'],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys'],
    },
  }
}
