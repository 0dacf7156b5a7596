/**
 * The QEMU command line as a pure function of a MachineSpec. A lean machine: `-nodefaults` and only what the spec names.
 * Its serial line and control socket are in the runtime folder; paste-argv.ts has the form that a person can run by itself.
 */
import { join } from 'node:path'
import { linkMac } from '../profile/link-mac.ts'
import { SmartError } from '../system/error.ts'
import { shellQuote } from '../system/shell-words.ts'
import { linkSocket } from './links.ts'
import type { DiskAttachment, LinkCard, MachineSpec } from './types.ts'

export const QEMU = 'qemu-system-x86_64'

/** Socket of the guest's serial line. */
export function serialSocket(spec: Pick<MachineSpec, 'runtimeDir'>): string {
  return join(spec.runtimeDir, 'serial')
}

/** Socket of the second serial port. */
export function secondSerialSocket(spec: Pick<MachineSpec, 'runtimeDir'>): string {
  return join(spec.runtimeDir, 'serial2')
}

/** Socket of QEMU's control protocol. */
export function qmpSocket(spec: Pick<MachineSpec, 'runtimeDir'>): string {
  return join(spec.runtimeDir, 'qmp')
}

/** Its second socket, where a spec asks for one. */
export function monitorSocket(spec: Pick<MachineSpec, 'runtimeDir'>): string {
  return join(spec.runtimeDir, 'monitor')
}

/** The program and its options, an option and its value being neighbours; `wires` says where serial line and control lead. Throws SmartError for paths QEMU cannot take. */
export function qemuArgv(spec: MachineSpec, wires: readonly string[] = socketWires(spec)): [string, ...string[]] {
  return [
    QEMU,
    ...['-name', `smart-os-${escapeCommas(spec.name)}`],
    ...['-machine', isQuick(spec) ? 'q35' : 'pc'],
    ...['-accel', spec.acceleration],
    ...processorArgv(spec),
    ...['-smp', String(spec.cpus)],
    ...['-m', `${Math.floor(spec.memory / 1024 ** 2)}M`],
    ...['-nodefaults', '-no-user-config'],
    ...['-display', spec.display === 'window' ? 'gtk' : 'none'],
    ...(isQuick(spec) ? ['-bios', 'qboot.rom'] : ['-device', 'VGA']),
    // Without a source of entropy the guest's first random numbers can take seconds.
    ...['-device', 'virtio-rng-pci'],
    ...wires,
    ...(spec.incoming === undefined ? [] : ['-incoming', `exec:cat ${shellQuote(spec.incoming)}`]),
    ...bootArgv(spec),
    ...diskArgv(spec.disks, spec.boot.type !== 'direct'),
    ...spec.nics.flatMap((nic, index) => nicArgv(nic, index)),
    ...spec.extra,
    // Last, so that cards with the user's network come first in the guest, too.
    ...(spec.links ?? []).flatMap(linkArgv),
  ]
}

/** The serial lines and the control protocol, as sockets of the runtime folder. */
function socketWires(spec: MachineSpec): string[] {
  return [
    ...[
      '-chardev',
      `socket,id=serial,path=${optionPath(serialSocket(spec))},server=on,wait=off,logfile=${optionPath(spec.serialLog)},logappend=off`,
    ],
    ...['-serial', 'chardev:serial'],
    ...(spec.secondSerial
      ? [
          '-chardev',
          `socket,id=serial2,path=${optionPath(secondSerialSocket(spec))},server=on,wait=off`,
          '-serial',
          'chardev:serial2',
        ]
      : []),
    ...['-chardev', `socket,id=qmp,path=${optionPath(qmpSocket(spec))},server=on,wait=off`],
    ...['-mon', 'chardev=qmp,mode=control'],
    ...(spec.monitor
      ? [
          ...['-chardev', `socket,id=monitor,path=${optionPath(monitorSocket(spec))},server=on,wait=off`],
          ...['-mon', 'chardev=monitor,mode=control'],
        ]
      : []),
  ]
}

/** On `pc` the kernel's ACPI interpreter spends half of a direct boot's instructions on switching PCI interrupt links; q35 has none. */
function isQuick({ boot, display }: MachineSpec): boolean {
  return boot.type === 'direct' && boot.quick === true && display === 'none'
}

/** What every guest under KVM has; the probe of acceleration tries the same. */
export const KVM_PROCESSOR = ['-cpu', 'host'] as const

/** Under emulation the kernel's calibration loops against the TSC and the APIC timer spin for 100 to 200 ms each. */
function processorArgv(spec: MachineSpec): string[] {
  if (spec.acceleration === 'kvm') return [...KVM_PROCESSOR]
  return isQuick(spec) && spec.cpus === 1 ? ['-cpu', 'qemu64,-tsc,-apic'] : []
}

function bootArgv({ boot }: MachineSpec): string[] {
  switch (boot.type) {
    case 'direct':
      return [
        ...['-kernel', boot.kernel],
        ...['-initrd', boot.initramfs],
        ...(boot.cmdline ? ['-append', boot.cmdline] : []),
      ]
    case 'uefi':
      return [
        ...['-drive', `if=pflash,format=raw,unit=0,readonly=on,file=${optionPath(boot.code)}`],
        ...[
          '-drive',
          `if=pflash,format=raw,unit=1${boot.throwAway ? ',snapshot=on' : ''},file=${optionPath(boot.vars)}`,
        ],
      ]
    case 'bios':
      return []
  }
}

/** The first disk is the one that firmware boots from. A controller is added where a disk needs one. */
function diskArgv(disks: readonly DiskAttachment[], boots: boolean): string[] {
  const argv: string[] = []
  if (disks.some((disk) => disk.bus === 'ahci')) argv.push('-device', 'ich9-ahci,id=ahci')
  if (disks.some((disk) => disk.bus === 'usb')) argv.push('-device', 'qemu-xhci,id=xhci')
  let port = 0
  let drive = 0
  disks.forEach((disk, index) => {
    const id = `disk${index}`
    const first = boots && index === 0 ? ',bootindex=0' : ''
    const serial = disk.serial ? `,serial=${escapeCommas(disk.serial)}` : ''
    const readonly = `${disk.readonly ? ',readonly=on' : ''}${disk.throwAway ? ',snapshot=on' : ''}`
    argv.push('-drive', `if=none,id=${id},format=${disk.format}${readonly},file=${optionPath(disk.file)}`)
    switch (disk.bus) {
      case 'virtio':
        argv.push('-device', `virtio-blk-pci,drive=${id}${first}${serial}`)
        break
      case 'nvme':
        argv.push('-device', `nvme,drive=${id}${first},serial=${escapeCommas(disk.serial ?? `smartos-${index}`)}`)
        break
      case 'ahci':
        argv.push('-device', `ide-hd,bus=ahci.${port++},drive=${id}${first}${serial}`)
        break
      case 'cdrom':
        argv.push('-device', `ide-cd,bus=ide.${drive++},drive=${id}${first}${serial}`)
        break
      case 'usb':
        argv.push('-device', `usb-storage,bus=xhci.0,drive=${id}${first}${serial}`)
        break
    }
  })
  return argv
}

/** Forwards listen on 127.0.0.1 and nowhere else. `romfile=` leaves the network boot ROM out, which would cost a second. */
function nicArgv(nic: MachineSpec['nics'][number], index: number): string[] {
  const { subnet } = nic
  const place = subnet
    ? `,net=${subnet.net}${subnet.host ? `,host=${subnet.host}` : ''}${subnet.dns ? `,dns=${subnet.dns}` : ''}`
    : ''
  const forwards = nic.forward
    .map(({ host, guest, protocol }) => `,hostfwd=${protocol}:127.0.0.1:${host}-${subnet?.guest ?? ''}:${guest}`)
    .join('')
  return [
    ...['-netdev', `user,id=net${index}${place}${forwards}`],
    ...['-device', `${qemuCard(nic.model)},netdev=net${index},romfile=`],
  ]
}

/** QEMU's name of a card. */
export function qemuCard(model: MachineSpec['nics'][number]['model']): string {
  return model === 'e1000' ? 'e1000' : 'virtio-net-pci'
}

function linkArgv(link: LinkCard, index: number): string[] {
  const card = `link${index},mac=${linkMac(link.profile, link.card, link.instance)}`
  return [
    ...['-netdev', `stream,id=link${index},server=off,addr.type=unix,addr.path=${optionPath(linkSocket(link))}`],
    ...link.args.map((arg) => arg.replaceAll('{{card}}', card)),
  ]
}

/** In QEMU's option lists a comma inside a value is written twice. */
function escapeCommas(value: string): string {
  return value.replaceAll(',', ',,')
}

/** A file name for an option list. QEMU has no way to take a line break there. */
export function optionPath(file: string): string {
  if (/[\n\r\0]/.test(file))
    throw new SmartError(`QEMU cannot open a file with a line break in its name: ${JSON.stringify(file)}`)
  return escapeCommas(file)
}
