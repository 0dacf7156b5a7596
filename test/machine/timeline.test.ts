/** Milestones out of serial bytes: a person reads the boot times, and verify waits for the prompt, from these. */
import { expect, test } from 'vitest'
import { createTimeline } from '../../src/machine/timeline.ts'

const BOOT = [
  '\x1b[2J\x1b[01;01HBdsDxe: loading Boot0001 "UEFI Misc Device"\r\n',
  "\x1b[0m\x1b[30;40mBooting `smart-os'\r\n",
  '[    0.000000] Linux version 6.1.100 (builder@smart-os) #1\r\n',
  '[    0.400000] smart-os: init\r\n',
  '[    0.500000] smart-os: switching root to /dev/vda2\r\n',
  '<6>[    0.600000] smart-os: system init\r\n',
  'smart-os: services started\r\n\r\n',
  '\x1b]0;title # x\x07\x1b[1;32m~ # \x1b[0m\x1b[6n',
].join('')

const ALL = ['power-on', 'boot-loader', 'kernel', 'init', 'switch-root', 'system-init', 'services', 'login']

function milestones(text: string, cut: number): string[] {
  const timeline = createTimeline()
  const bytes = Buffer.from(text, 'latin1')
  for (let start = 0; start < bytes.length; start += cut) timeline.feed(bytes.subarray(start, start + cut), start)
  return timeline.entries.map((entry) => entry.milestone)
}

test.each([1, 2, 3, 5, 7, 64, 10_000])('pieces of %i bytes give the same milestones', (cut) => {
  expect(milestones(BOOT, cut)).toEqual(ALL)
})

test.each([
  '/ # ',
  '~ # ',
  '$ ',
  'smart-os login: ',
  'smart-os:~# ',
  'root@smart-os:/# ',
  '[root@smart-os ~]# ',
  '\r\x1b[J~ # ',
])('the prompt %j is known', (prompt) => {
  const known = milestones(`smart-os: init\r\n${prompt}`, 3).includes('login')
  expect(known).toBe(prompt !== '$ ')
})

test('a prompt is known although a kernel message lands on its line', () => {
  expect(milestones('smart-os: init\r\n/ # [    5.7] random: crng init done\r\n', 1000)).toContain('login')
})

test('firmware and boot loader cannot pass for a login', () => {
  expect(milestones('Shell> \r\ngrub> \r\n/ # \r\n', 4)).toEqual(['power-on'])
})

test('words of the milestones inside other text do not count', () => {
  expect(milestones('smart-os: initialising\r\nsmart-os: services stopped\r\n# comment\r\n', 5)).toEqual(['power-on'])
})

test('a line without an end does not grow without bound, and the next line is read again', () => {
  expect(milestones(`${'x'.repeat(100_000)}\nsmart-os: init\n`, 4096)).toContain('init')
})
