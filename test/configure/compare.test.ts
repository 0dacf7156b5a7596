/** A comparison must say everything that differs, and nothing that does not. */
import { expect, test } from 'vitest'
import { type Comparison, compare, isSame, resolve } from '../../src/configure/index.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import type { Profile } from '../../src/profile/types.ts'
import { fakeCatalog } from '../tui/fake-catalog.ts'

const base: Profile = { ...defaultProfile('box'), drivers: { e1000: 'builtin' } }
const side = (profile: Profile) => ({ configuration: resolve(profile, fakeCatalog) })
const sizeOf = ({ sizes }: Comparison, name: string) => sizes.find((size) => size.name === name)

test('a profile and itself differ in nothing, whoever measured it', () => {
  const measured = { bytes: { busybox: 977_000 }, kernelBytes: 5_000_000, initramfsBytes: 3_000_000 }
  expect(isSame(compare(side(base), side(base)))).toBe(true)
  expect(isSame(compare(side(base), { ...side(base), measured }))).toBe(true)
  expect(isSame(compare({ ...side(base), measured }, side({ ...base, summary: 'words' })))).toBe(false)
})

test('what was added says so with what it brings, and the settings say the rest', () => {
  const after: Profile = {
    ...base,
    components: { openssh: { port: 2222 } },
    drivers: { e1000: 'module' },
    system: { ...base.system, hostname: 'gate' },
  }
  const comparison = compare(side(base), side(after))
  expect(comparison.entries.map(({ id, change }) => `${change} ${id}`)).toEqual([
    'added openssh',
    'added zlib',
    'changed e1000',
  ])
  expect(comparison.settings.map(({ path }) => path)).toEqual(['components.openssh.port', 'system.hostname'])
  const image = sizeOf(comparison, 'image')
  const brought = comparison.entries.reduce(
    (sum, entry) => sum + (entry.before ? 0 : (entry.after?.size.bytes ?? 0)),
    0,
  )
  expect((image?.after.bytes ?? 0) - (image?.before.bytes ?? 0)).toBe(brought)
  // The other way round it is the reverse.
  expect(compare(side(after), side(base)).entries[1]).toMatchObject({ id: 'zlib', change: 'removed' })
})

test('versions and origins of what both have', () => {
  const packaged = side({ ...base, origin: 'package' })
  const [older, newer] = [
    { busybox: '1.35', glibc: '2.36' },
    { busybox: '1.36', glibc: '2.36' },
  ]
  const byVersion = compare({ ...side(base), versions: older }, { ...side(base), versions: newer })
  expect(byVersion.entries).toMatchObject([
    { id: 'busybox', change: 'changed', before: { version: '1.35' }, after: { version: '1.36' } },
  ])
  // What only one side knows is no difference.
  expect(compare({ ...side(base), versions: older }, side(base)).entries).toEqual([])
  const origins = compare(side(base), packaged).entries
  for (const { before, after } of origins) expect([before?.origin, after?.origin]).toEqual(['source', 'package'])
})

test('a size is a fact only where it was measured on both sides', () => {
  const measured = { bytes: { busybox: 1000 }, kernelBytes: 5_000_000, initramfsBytes: 3_000_000 }
  const both = compare(
    { ...side(base), measured },
    { ...side(base), measured: { ...measured, kernelBytes: 6_000_000 } },
  )
  expect(sizeOf(both, 'kernel')).toEqual({
    name: 'kernel',
    before: { bytes: 5_000_000, estimated: false },
    after: { bytes: 6_000_000, estimated: false },
  })
  const one = sizeOf(compare({ ...side(base), measured }, side(base)), 'kernel')
  expect([one?.before.estimated, one?.after.estimated]).toEqual([true, true])
})
