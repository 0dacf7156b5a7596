/** The command that is printed: pasted into a terminal it must run there by itself, long after smart-os has gone. */
import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { pasteArgv, pasteNotes, standsAlone } from '../../src/machine/paste-argv.ts'
import { qemuArgv } from '../../src/machine/qemu-argv.ts'
import type { MachineSpec } from '../../src/machine/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { shellQuoteAll } from '../../src/system/shell-words.ts'
import { guestSpec } from './guest.ts'

const SPEC: MachineSpec = {
  name: 'minimal',
  memory: 64 << 20,
  cpus: 1,
  acceleration: 'tcg',
  boot: { type: 'bios' },
  disks: [{ file: '/out/machine/disk.img', format: 'raw', bus: 'virtio', readonly: false }],
  nics: [],
  display: 'none',
  extra: [],
  runtimeDir: '/tmp/smart-os-1-abcdef',
  serialLog: '/out/logs/serial.log',
  monitor: true,
  secondSerial: true,
}

test('its console is standard input and output, its log stays, and no socket is needed', () => {
  const argv = pasteArgv(SPEC)
  expect(argv.join(' ')).toContain(
    '-chardev stdio,id=serial,mux=on,signal=off,logfile=/out/logs/serial.log,logappend=off -serial chardev:serial',
  )
  expect(argv.join(' ')).not.toContain('socket')
  expect(standsAlone(SPEC)).toBe(true)
  // All else is the machine that smart-os starts.
  const wiring = /^(-chardev|-serial|-mon|chardev[:=].*|socket,.*|stdio,.*)$/
  const rest = (words: readonly string[]) => words.filter((word) => !wiring.test(word))
  expect(rest(argv)).toEqual(rest(qemuArgv(SPEC)))
})

test('layers that are thrown away, and the firmware’s variables, are QEMU’s own to throw away', () => {
  const argv = pasteArgv({
    ...SPEC,
    boot: { type: 'uefi', code: '/usr/share/OVMF/OVMF_CODE_4M.fd', vars: `${SPEC.runtimeDir}/vars.fd` },
    disks: [
      {
        file: `${SPEC.runtimeDir}/snapshot.qcow2`,
        format: 'qcow2',
        base: '/out/disk.img',
        bus: 'virtio',
        readonly: false,
      },
    ],
  })
  expect(argv).toContain('if=none,id=disk0,format=raw,snapshot=on,file=/out/disk.img')
  expect(argv).toContain('if=pflash,format=raw,unit=1,snapshot=on,file=/usr/share/OVMF/OVMF_VARS_4M.fd')
  expect(argv.join(' ')).not.toContain(SPEC.runtimeDir)
})

test('what the command alone cannot do is said', () => {
  expect(pasteNotes(SPEC)).toHaveLength(1)
  const folder = `${SPEC.runtimeDir}/9p-share.sock`
  const notes = pasteNotes({
    ...SPEC,
    extra: ['-chardev', `socket,id=x,path=${folder}`],
    incoming: '/out/states/a/memory',
  })
  expect(notes.join('\n')).toContain('then cont')
  expect(notes.join('\n')).toContain(SPEC.runtimeDir)
})

test('a shell that gets the printed line boots the machine in its own terminal, with no folder of smart-os left', async () => {
  await using folder = await temporaryFolder()
  const spec = await guestSpec(folder.path)
  await rm(spec.runtimeDir, { recursive: true })
  const shell = spawn('sh', ['-c', shellQuoteAll(pasteArgv(spec))])
  let heard = ''
  shell.stdout.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1')
  })
  const ended = new Promise((resolve) => shell.on('close', resolve))
  try {
    await expect.poll(() => heard, { timeout: 30_000 }).toContain('/ # ')
    shell.stdin.write('typed')
    await expect.poll(() => heard, { timeout: 30_000 }).toContain('typed')
    // As the words beside the command say.
    shell.stdin.write('\x01x')
    await ended
    expect(heard).toContain('QEMU: Terminated')
  } finally {
    shell.kill('SIGKILL')
  }
})
