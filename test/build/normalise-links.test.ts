/** Links of unpacked packages: a wrong one is a library that the machine cannot find, or that a compiler cannot. */
import { expect, test } from 'vitest'
import { foldedPath, normalisedTarget } from '../../src/build/normalise-links.ts'

test.each([
  ['/lib/x86_64-linux-gnu/libz.so.1', 'usr/lib/libz.so.1'],
  ['/usr/lib/x86_64-linux-gnu/libz.so.1', 'usr/lib/libz.so.1'],
  ['/usr/include/x86_64-linux-gnu/sys/cdefs.h', 'usr/include/sys/cdefs.h'],
  ['/lib64/ld-linux-x86-64.so.2', 'usr/lib/ld-linux-x86-64.so.2'],
  ['/sbin/modprobe', 'usr/sbin/modprobe'],
  ['/usr/library/x', 'usr/library/x'],
  ['/etc/x', 'etc/x'],
])('%s lies at %s in the machine', (path, folded) => expect(foldedPath(path)).toBe(folded))

test.each<[string, string, string, string[]]>([
  ['an absolute target becomes relative', 'usr/lib/libz.so', '/lib/x86_64-linux-gnu/libz.so.1', []],
  ['a neighbour stays a neighbour', 'usr/lib/libz.so', 'libz.so.1', ['usr/lib/libz.so.1']],
  [
    'a way up counted from the old folder',
    'usr/lib/libz.so',
    '../../../lib/x86_64-linux-gnu/libz.so.1',
    ['usr/lib/libz.so.1'],
  ],
])('%s', (_name, path, target, present) => {
  expect(normalisedTarget(path, target, (candidate) => present.includes(candidate))).toBe('libz.so.1')
})

test('what a running machine fills, and a target that is nowhere, stay as they were written', () => {
  expect(normalisedTarget('etc/mtab', '/proc/mounts', () => false)).toBe('/proc/mounts')
  expect(normalisedTarget('usr/lib/x', '../share/x/y', () => false)).toBe('../share/x/y')
  expect(normalisedTarget('usr/bin/awk', '/etc/alternatives/awk', () => false)).toBe('../../etc/alternatives/awk')
})
