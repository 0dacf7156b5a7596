/** QEMU's last words, turned into what a person can do about them. */
import { type ExitStatus, SmartError } from '../system/error.ts'
import { formatSize } from '../system/size.ts'
import type { MachineSpec } from './types.ts'

interface Explanation {
  pattern: RegExp
  message(match: RegExpExecArray, spec: MachineSpec): string
  hint: string
  exitStatus?: ExitStatus
}

/** Messages of QEMU 6 to 9. The first pattern that fits wins. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /Could not set up host forwarding rule '(tcp|udp):127\.0\.0\.1:(\d+)/,
    message: ([, protocol, port]) => `Port ${port} (${protocol}) on 127.0.0.1 is in use by another program`,
    hint: 'Choose another host port in machine.forward, or end the program that has it (ss -ltnp shows it)',
  },
  {
    pattern:
      /initrd is too large|initrd too large|kernel too old|load_linux|kernel image is too large|too large to fit/i,
    message: (_match, spec) => `The kernel and initramfs do not fit into ${formatSize(spec.memory)} of guest memory`,
    hint: 'Raise machine.memory, or leave components out of the initramfs (image.root: disk)',
  },
  {
    pattern: /[Cc]annot (?:set up guest|allocate) memory|exceeds? (?:the )?(?:max|host)|Cannot allocate memory/,
    message: (_match, spec) => `This computer cannot give the machine ${formatSize(spec.memory)} of memory`,
    hint: 'Lower machine.memory, or close other programs',
  },
  {
    pattern: /Failed to get "(?:write|shared.*?|consistent read)" lock/,
    message: () => 'The disk image is in use by another machine',
    hint: 'Power the other machine off, or run on a throw-away copy (smart-os run --snapshot)',
  },
  {
    pattern: /Could not open '([^']+)': (.+)/,
    message: ([, file, why]) => `QEMU cannot open ${file}: ${why}`,
    hint: 'Build the profile first (smart-os build), or check the file and its permissions',
  },
  {
    pattern: /could not (?:load kernel|open kernel file|load initrd) '?([^':]*)'?/i,
    message: ([, file]) => `QEMU cannot load ${file}`,
    hint: 'Build the profile again (smart-os build)',
  },
  {
    pattern: /Could not access KVM kernel module|failed to initialize kvm/i,
    message: () => 'KVM cannot be used on this computer',
    hint: 'Run it again: acceleration is probed anew and plain emulation used',
    exitStatus: 3,
  },
  {
    pattern: /'([\w-]+)' is not a valid device model name|Device '([\w-]+)' not found|module .* not found/,
    message: ([, one, two]) => `This QEMU has no device ${one ?? two ?? 'of that kind'}`,
    hint: 'Install the full qemu-system-x86 package, or leave that driver out',
    exitStatus: 3,
  },
  {
    pattern:
      /Display 'gtk' is not available|Parameter 'type' does not accept value 'gtk'|gtk initialization failed|Unable to init server|ui-gtk/i,
    message: () => 'QEMU cannot open a window here',
    hint: 'Install qemu-system-gui and run it in a desktop session, or use machine.display: none',
    exitStatus: 3,
  },
]

/** The error for a QEMU that ended by itself; `stderr` is all it said. */
export function explainQemuFailure(stderr: string, spec: MachineSpec, exitCode: number | undefined): SmartError {
  for (const { pattern, message, hint, exitStatus } of EXPLANATIONS) {
    const match = pattern.exec(stderr)
    if (match)
      return new SmartError(message(match, spec), { hint, ...(exitStatus === undefined ? {} : { exitStatus }) })
  }
  const said = stderr
    .split('\n')
    .filter((line) => line.trim() && !/: (?:warning|info):/.test(line))
    .slice(-3)
    .join(' ')
    .replaceAll(/qemu-system-x86_64: /g, '')
  const how = exitCode === undefined ? 'was killed' : `ended with status ${exitCode}`
  return new SmartError(`QEMU ${how}${said ? `: ${said}` : ' without a word'}`, {
    hint: said
      ? 'If this names an option of yours, correct it; the serial log may tell more'
      : 'The serial log may tell more',
    where: spec.serialLog,
  })
}
