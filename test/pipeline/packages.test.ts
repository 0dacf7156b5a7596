/** Each package has one owner: what is unpacked twice is a collision, and what nobody unpacks is a library that is missing. */
import { expect, test } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import { resolve } from '../../src/configure/index.ts'
import type { Configuration } from '../../src/configure/types.ts'
import { closureRequests, ownPackages } from '../../src/pipeline/packages.ts'
import { loadProfile } from '../../src/profile/index.ts'
import type { ComponentChoice } from '../../src/profile/types.ts'
import type { Closure, ClosureRequest } from '../../src/sources/index.ts'

async function configured(
  components: Record<string, ComponentChoice>,
  origin: 'source' | 'package' = 'package',
): Promise<Configuration> {
  const { profile } = await loadProfile('minimal')
  return resolve({ ...profile, origin, components: { ...profile.components, ...components } }, await loadCatalog())
}

/** What apt would answer, from a table of what each package needs. */
const NEEDS: Record<string, string[]> = {
  libc6: ['libgcc-s1'],
  'libc6-dev': ['libc6', 'linux-libc-dev'],
  busybox: ['libc6'],
  strace: ['libc6', 'libunwind8'],
  lsof: ['libc6', 'libtirpc3'],
}
function answer({ packages, beside }: ClosureRequest): Closure {
  const names = new Set([...packages, ...beside])
  for (const name of names) for (const need of NEEDS[name] ?? []) names.add(need)
  const sources = [...names].sort().map((name) => ({
    name: `package:${name}`,
    candidate: { type: 'apt-package' as const, package: name },
    version: '1',
    file: `${name}_1_all.deb`,
    sha256: name,
    from: '',
  }))
  return { key: '', sources, locked: false }
}
function owned(configuration: Configuration): Record<string, string[]> {
  const closures = new Map([...closureRequests(configuration)].map(([id, request]) => [id, answer(request)]))
  const own = [...ownPackages(configuration, closures)]
  return Object.fromEntries(own.map(([id, sources]) => [id, sources.map(({ name }) => name.replace('package:', ''))]))
}

test('the C library owns what it needs, busybox itself, and others what is left', async () => {
  const own = owned(await configured({ strace: true }))
  expect(own.glibc).toEqual(['libc6', 'libgcc-s1'])
  expect(own.busybox).toEqual(['busybox'])
  expect(own.strace).toEqual(['libunwind8', 'strace'])
})

test('beside a C library that is compiled here, a package brings everything but that library', async () => {
  const own = owned(await configured({ strace: true, glibc: { origin: 'source' } }))
  expect(own.glibc).toBeUndefined()
  expect(own.busybox).toEqual(['busybox', 'libgcc-s1'])
  expect(own.strace).toEqual(['libunwind8', 'strace'])
})

test('what the C library brings only for compilers is still a component’s own', async () => {
  const configuration = await configured({ strace: { origin: 'source' }, 'libc-dev': true })
  const own = owned(configuration)
  expect(own.glibc).toContain('libc6-dev')
  expect(own['libc-dev']).toContain('libc6-dev')
})

test('an origin that a component lacks is an error that names what it has, and is not silently another', async () => {
  const problems = (await configured({ toolchain: { origin: 'package' }, strace: { origin: 'moon' } })).problems
  expect(problems.map(({ message }) => message).join('\n')).toMatch(
    /strace\.origin is "moon"; expected source or package/,
  )
  const base = (await configured({ base: { origin: 'package' } })).problems.find(
    ({ about }) => about === 'components.base.origin',
  )
  expect(base).toMatchObject({ severity: 'error', hint: 'Take the line out' })
})

test('with the distribution’s kernel every driver is a module, and the machine gets the memory that it needs', async () => {
  const configuration = await configured({})
  expect(configuration.drivers.map((id) => configuration.states.get(id)?.mode)).not.toContain('builtin')
  expect(configuration.memory).toBe(128 * 1024 ** 2)
  expect(configuration.problems).toMatchObject([{ severity: 'warning', about: 'machine.memory' }])
  const compiled = await configured({ linux: { origin: 'source' } })
  expect(compiled.memory).toBe(64 * 1024 ** 2)
  expect(compiled.problems).toEqual([])
})
