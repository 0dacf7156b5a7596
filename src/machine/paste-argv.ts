/**
 * The machine as a command that a person pastes into a terminal: the serial line is that terminal, and nothing of it is in a folder that
 * goes with smart-os, as far as that can be. What differs from the machine that smart-os starts is said in words beside it.
 */
import { optionPath, qemuArgv } from './qemu-argv.ts'
import type { MachineSpec } from './types.ts'

/** The same machine with its console on standard input and output. Throws SmartError for paths QEMU cannot take. */
export function pasteArgv(spec: MachineSpec): [string, ...string[]] {
  return qemuArgv(alone(spec), [
    ...['-chardev', `stdio,id=serial,mux=on,signal=off,logfile=${optionPath(spec.serialLog)},logappend=off`],
    ...['-serial', 'chardev:serial'],
    ...['-mon', 'chardev=serial,mode=readline'],
  ])
}

/** What is not as it is under smart-os, a sentence each; the first holds for every machine. */
export function pasteNotes(spec: MachineSpec): string[] {
  return [
    'The serial line is that terminal (Ctrl-A x ends QEMU, Ctrl-A c is its monitor), without the control sockets of smart-os',
    ...(spec.links?.length ? ['The links need their switch, which smart-os run brings up'] : []),
    ...(spec.incoming === undefined ? [] : ['It stands still as it was saved: Ctrl-A c, then cont']),
    ...(standsAlone(spec) ? [] : [`It needs ${spec.runtimeDir} and what smart-os run starts there`]),
  ]
}

/** Whether nothing of the command is in the machine's runtime folder. */
export function standsAlone(spec: MachineSpec): boolean {
  return !pasteArgv(spec).some((word) => word.includes(spec.runtimeDir))
}

/** Layers and variables that smart-os would throw away are QEMU's own to throw away. A saved machine needs its own. */
function alone(spec: MachineSpec): MachineSpec {
  if (spec.incoming !== undefined) return spec
  const { boot } = spec
  return {
    ...spec,
    boot: boot.type === 'uefi' ? { ...boot, vars: emptyVariables(boot.code), throwAway: true } : boot,
    disks: spec.disks.map((disk) =>
      disk.base === undefined ? disk : { ...disk, file: disk.base, format: 'raw', throwAway: true },
    ),
  }
}

/** OVMF's own empty variables lie beside its code. */
function emptyVariables(code: string): string {
  return code.replace(/CODE([^/]*)$/, 'VARS$1')
}
