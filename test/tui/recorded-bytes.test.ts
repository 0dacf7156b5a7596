import { expect, test } from 'vitest'
import type { Configuration } from '../../src/configure/types.ts'
import type { BuildRecord } from '../../src/image/types.ts'
import { recordedBytes } from '../../src/tui/model/recorded-bytes.ts'

test('what a package took says nothing of the same component compiled, and the other way round', () => {
  const states = new Map([
    ['linux', { origin: 'package' }],
    ['glibc', { origin: 'source' }],
  ]) as unknown as Configuration['states']
  // Only a package says where it is from.
  const [compiled, fromPackage] = [{}, { origin: 'package' }].map((inputs) => ({ key: 'k', inputs: { ...inputs } }))
  const components = { linux: 13_400_000, glibc: 2_900_000, base: 17_000 }
  const measured = (linux: typeof compiled, glibc: typeof compiled) =>
    recordedBytes(
      { components, steps: { 'build:linux': linux, 'build:glibc': glibc } as BuildRecord['steps'] },
      { states },
    )
  expect(measured(fromPackage, fromPackage)).toEqual({ linux: 13_400_000, base: 17_000 })
  expect(measured(compiled, compiled)).toEqual({ glibc: 2_900_000, base: 17_000 })
  expect(measured(fromPackage, compiled)).toEqual(components)
})
