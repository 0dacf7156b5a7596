/** The order of versions decides which source is the newest. Expected values are those of dpkg --compare-versions. */
import { expect, test } from 'vitest'
import { compareDebianVersions, versionHasPrefix } from '../../src/sources/debian-version.ts'

test.each([
  ['1.0-1', '1.0-1+deb12u1'],
  ['1.0~rc1-1', '1.0-1'],
  ['1.9', '1.10'],
  ['2.36-9', '2.36-9+deb12u14'],
  ['6.1.9-1', '6.1.192-2'],
  ['9.0', '1:1.35.0-4'],
  ['1.0', '1.0a'],
  ['1.0a', '1.0+b'],
  ['2024a-0+deb12u1', '2024b-0+deb12u1'],
  ['1.2~~', '1.2~'],
  ['1.0', '1.0-1'],
])('%s is older than %s', (older, newer) => {
  expect(compareDebianVersions(older, newer)).toBeLessThan(0)
  expect(compareDebianVersions(newer, older)).toBeGreaterThan(0)
  expect(compareDebianVersions(older, older)).toBe(0)
})

test('a held version means whole numbers: 1.3 is 1.3.5 and not 1.35', () => {
  expect(versionHasPrefix('1:1.3.5-1', '1.3')).toBe(true)
  expect(versionHasPrefix('1:1.3.5-1', '1:1.3')).toBe(true)
  expect(versionHasPrefix('1:1.35.0-4', '1.3')).toBe(false)
  expect(versionHasPrefix('2.0', '')).toBe(true)
})
