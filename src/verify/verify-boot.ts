/** One way of booting, prepared: throw-away disks, devices, forwards, further machines; then run by boot-run.ts. */
import { join } from 'node:path'
import type { Driver } from '../catalog/types.ts'
import { firewallOf } from '../configure/firewall.ts'
import {
  createOverlay,
  createRuntimeDir,
  deviceSocket,
  machineSpec,
  openDriverDevices,
  prepareFirmware,
} from '../machine/index.ts'
import { staticSubnet } from '../machine/subnet.ts'
import type { MachineSpec } from '../machine/types.ts'
import { type Boot, firmwareOf, fromIso } from '../profile/boot.ts'
import type { ImageSettings, MachineSettings } from '../profile/types.ts'
import { Cleanup } from '../system/cleanup.ts'
import { type RunPlan, runBoot } from './boot-run.ts'
import type { Check } from './check-list.ts'
import { makeDataDisks } from './data-disks.ts'
import { checkEnvironment, DNS_NAMES } from './environment.ts'
import { closedComponents, componentForwards, forwardEnvironment, freePort, outsideGuestPort } from './forwards.ts'
import { DISK, INITRAMFS, ISO, KERNEL, type VerifyInput, type VerifyOptions } from './input.ts'
import { prepareNamespace } from './namespace.ts'
import { peerLinks } from './peer-links.ts'
import { accessOf, PROOF_INIT_WORD, writeProofInitramfs } from './proof-console.ts'
import { expectedIds } from './run-order.ts'
import { makeScratch } from './scratch-drives.ts'
import { scratchFolder } from './scratch-folder.ts'
import { checkState } from './state-check.ts'
import type { ProofRun, RunKind } from './types.ts'
import { checkWindow } from './window-check.ts'

/** OVMF crashes with less. */
const UEFI_MEMORY = 64 * 1024 ** 2

/** Prepares one way of booting, on throw-away layers over the shipped files, and runs it. */
export async function verifyBoot(
  { configuration, out, record }: VerifyInput,
  options: VerifyOptions,
  {
    boot,
    checks,
    obstacle,
    first,
    screenBoot,
  }: { boot: Boot; checks: Check[]; obstacle: string | undefined; first: boolean; screenBoot: RunKind | undefined },
): Promise<ProofRun> {
  const { signal, onEvent, acceleration } = options
  const { profile } = configuration
  await using scratch = await scratchFolder()
  await using holder = new Cleanup()
  const drivers = configuration.drivers.flatMap((id): Driver[] => {
    const entry = configuration.states.get(id)?.entry
    return entry?.kind === 'driver' ? [entry] : []
  })
  const wanted = options.memory ?? configuration.memory
  const memory = firmwareOf(boot) === 'uefi' ? Math.max(wanted, UEFI_MEMORY) : wanted
  const withDisk = !fromIso(boot) && (boot !== 'direct' || record.initramfs !== 'whole')
  const overlay = join(scratch.path, 'disk.qcow2')
  if (withDisk) await createOverlay(join(out, DISK), overlay, signal)
  const scratchOf = await makeScratch(drivers, join(scratch.path, 'drives'), signal)
  const links = await peerLinks(configuration, checks, holder)
  const forwards = await componentForwards(configuration, obstacle === undefined)
  const outsideGuest = outsideGuestPort(configuration)
  const outsidePort = outsideGuest && { host: obstacle ? await freePort() : outsideGuest, guest: outsideGuest }
  const access = accessOf(profile.system, profile.image, boot)
  const proofInitramfs =
    access.by === 'second-console' ? await writeProofInitramfs(join(out, INITRAMFS), scratch.path) : undefined
  const disks = await makeDataDisks(profile.machine.disks, join(scratch.path, 'disks'))
  const persistent =
    withDisk && profile.image.root === 'disk' && (profile.image.rootfs === 'ext4' || profile.image.overlay === 'disk')
  const reboots = persistent || profile.machine.disks.some(({ mount }) => mount !== undefined)
  const logs = options.logs ?? join(out, 'logs')
  const subnet = staticSubnet(profile.system.network, profile.system.dns)

  /** A machine of this image that writes to the throw-away layer `disk`. */
  const guest = async (
    disk: string,
    log: string,
    {
      network,
      forward,
      extra,
      runtimeDir,
      disks,
      display = 'none',
      quick = true,
    }: Pick<MachineSettings, 'network' | 'forward'> &
      Pick<MachineSpec, 'extra' | 'disks' | 'runtimeDir'> & { display?: MachineSettings['display']; quick?: boolean },
  ): Promise<MachineSpec> => {
    const spec = machineSpec({
      name: profile.name,
      settings: { ...profile.machine, boot, memory, display, network, forward, links: [] },
      network: profile.system.network,
      dns: profile.system.dns,
      acceleration,
      images: {
        kernel: join(out, KERNEL),
        initramfs: proofInitramfs ?? join(out, INITRAMFS),
        cmdline: proofInitramfs ? `${record.cmdline} ${PROOF_INIT_WORD}` : record.cmdline,
        ...(withDisk ? { disk: { file: disk, format: 'qcow2' as const } } : {}),
        ...(fromIso(boot) ? { iso: join(out, ISO) } : {}),
      },
      ...(firmwareOf(boot) === 'uefi' ? { firmware: await prepareFirmware(runtimeDir) } : {}),
      disks,
      extra,
      quick,
      runtimeDir,
      serialLog: join(logs, log),
    })
    return { ...spec, links: links.map(({ card }) => card), ...(proofInitramfs ? { secondSerial: true } : {}) }
  }
  /** A machine with nothing but the image: no network, no drivers' devices. */
  const lean = async (name: string, display: MachineSettings['display'] = 'none'): Promise<MachineSpec> => {
    const disk = join(scratch.path, `${name}.qcow2`)
    if (withDisk) await createOverlay(join(out, DISK), disk, signal)
    const runtimeDir = await createRuntimeDir()
    const alone = { network: 'none' as const, forward: [], extra: [], disks: [], runtimeDir, display }
    return { ...(await guest(disk, `serial-${boot}-${name}.log`, alone)), links: [] }
  }
  const bootSeconds = options.bootSeconds ?? 180
  const ground = { scratch: scratch.path, bootSeconds, ...(signal ? { signal } : {}) }
  // A copy of the whole machine is used by its own console.
  const locked = access.by === 'console' ? undefined : 'the console asks for a password, and a proof knows none'
  const plan: RunPlan = {
    boot,
    checks: checks.filter(({ phase, place }) =>
      place === 'screen' ? boot === screenBoot : phase === 'first' || reboots,
    ),
    reboots,
    // A direct boot is started with no screen at all, see machineSpec.
    ...(boot === 'direct' ? {} : { screen: join(logs, `screen-${boot}.png`) }),
    ...(profile.system.login === 'password' ? { asks: true } : {}),
    ...(access.by === 'none' ? { locked: access.locked } : {}),
    environment: checkEnvironment(profile, {
      boot,
      memory,
      obstacle,
      subnet,
      persistent,
      firewall: firewallOf(configuration),
      rootForm: rootForm(profile.image, fromIso(boot) ? 'iso' : withDisk ? 'disk' : 'none'),
    }),
    ...(outsidePort ? { outsidePort } : {}),
    bootSeconds,
    checkSeconds: options.checkSeconds ?? 120,
    ...(signal ? { signal } : {}),
    onCheck: (id) => onEvent?.({ type: 'verify:check', at: Date.now(), boot, id, state: 'running' }),
    onResult: (result) => onEvent?.({ type: 'verify:checked', at: Date.now(), boot, result }),
    async start(phase) {
      const runtimeDir = await createRuntimeDir()
      const socket = (driver: string, name: string): string => deviceSocket(runtimeDir, driver, name)
      const devices = await openDriverDevices(drivers, { ...scratchOf, socket, memory }, signal)
      const spec = await guest(overlay, `serial-${boot}${phase === 'again' ? '-again' : ''}.log`, {
        network: profile.machine.network,
        extra: devices.argv,
        quick: devices.quick,
        runtimeDir,
        disks,
        forward: [...(outsidePort ? [{ ...outsidePort, protocol: 'tcp' as const }] : []), ...forwards],
      })
      if (obstacle) return { spec, devices }
      return { spec, devices, namespace: await prepareNamespace(scratch.path, runtimeDir, DNS_NAMES) }
    },
    // Once is enough: neither depends on what the machine was started from.
    ...(first
      ? {
          further: [
            {
              id: 'snapshot',
              work: async () =>
                locked === undefined
                  ? await checkState({ ...ground, start: () => lean('snapshot') })
                  : { status: 'skipped' as const, reason: locked },
            },
            { id: 'window', work: () => checkWindow({ ...ground, start: () => lean('window', 'window') }) },
          ],
        }
      : {}),
    forwards: forwardEnvironment(forwards),
    closed: closedComponents(configuration),
    scratch: scratch.path,
    ...(checks.some(({ place }) => place === 'peer')
      ? {
          peer: {
            links,
            async start() {
              const disk = join(scratch.path, 'peer.qcow2')
              if (withDisk) await createOverlay(join(out, DISK), disk, signal)
              // Nothing but the links: whatever it reaches, it reaches through the first machine.
              const runtimeDir = await createRuntimeDir()
              const alone = { network: 'none' as const, forward: [], extra: [], runtimeDir, disks: [] }
              return { spec: await guest(disk, `serial-${boot}-peer.log`, alone) }
            },
          },
        }
      : {}),
  }
  onEvent?.({ type: 'verify:run', at: Date.now(), boot, memory, checks: expectedIds(plan) })
  return await runBoot(plan)
}

/** What checks find in CHECK_ROOT_FORM. A live CD's root is a squashfs; an initramfs that is the whole system needs no medium. */
function rootForm(image: ImageSettings, medium: 'disk' | 'iso' | 'none'): string {
  if (image.root === 'initrd') return 'initrd'
  if (image.root === 'initramfs') return image.memoryFs
  if (medium !== 'disk') return medium === 'iso' ? 'squashfs' : 'tmpfs'
  return image.rootfs
}
