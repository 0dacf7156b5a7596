import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kernelConfig } from '../../src/build/index.ts'
import type { BuildEvent, Step } from '../../src/build/types.ts'
import { resolveKernelNeeds } from '../../src/pipeline/kernel-needs.ts'
import type { Project } from '../../src/pipeline/types.ts'
import { SmartError } from '../../src/system/error.ts'
import { configurationOf } from '../build/catalog.ts'
import { shellStep, temporaryCache } from '../build/helpers.ts'

const kconfig = `
config MODULES
	bool "Modules"
	modules
config BASE
	bool "Base"
config NET
	bool "Networking"
	depends on BASE
config CARD
	tristate "Card"
	depends on NET
config FOREIGN
	bool "Foreign"
	depends on ARM
config TITLE
	string "Title"
config AGAINST
	bool "Against"
	depends on !BASE
`

/** A project whose kernel has that tree, with these requests by `test`. */
async function projectIn(cache: string, kernel: Record<string, string>): Promise<{ project: Project; steps: Step[] }> {
  const recipes = {
    linux: {
      script: 'true',
      more: { inputs: ['kernel-config' as const], kconfig: { fragment: 'base.config' } },
      files: { 'base.config': 'CONFIG_BASE=y\n' },
    },
  }
  const configuration = await configurationOf(join(cache, 'catalog'), recipes, { kernel })
  const project = { configuration, cache, out: join(cache, 'out') } as unknown as Project
  const unpack = shellStep('unpack:linux', `cat >/dest/Kconfig <<'EOF'\n${kconfig}\nEOF`, { kind: 'unpack' })
  const inputs = Object.fromEntries(
    [...configuration.kernel].map(([symbol, { value }]) => [`kernel:${symbol}`, String(value)]),
  )
  const build = shellStep('build:linux', 'true', { component: 'linux', needs: [unpack.id], inputs })
  return { project, steps: [unpack, build] }
}

function unpacking(events: BuildEvent[] = []) {
  return { unpack: { jobs: 1, onEvent: (event: BuildEvent) => void events.push(event) } }
}

const requestsOf = ({ configuration }: Project) =>
  [...configuration.kernel].map(([symbol, { value, by }]) => `${symbol}=${value} by ${by}`)

test('what a request depends on is added for whoever asked, after the source was unpacked and before anything else', async () => {
  await using cache = await temporaryCache()
  const { project, steps } = await projectIn(cache.path, { CARD: 'm' })
  expect(await resolveKernelNeeds(project, steps), 'no source, no answer').toBe(project)
  const events: BuildEvent[] = []
  const resolved = await resolveKernelNeeds(project, steps, unpacking(events))
  expect(requestsOf(resolved)).toEqual(['CARD=m by test', 'MODULES=y by test (for CARD)', 'NET=y by test (for CARD)'])
  expect(events.flatMap((event) => (event.type === 'step:started' ? [event.id] : []))).toEqual(['unpack:linux'])
  expect(events.map(({ type }) => type)).not.toContain('build:finished')
})

test('the answer is kept under the key of the step, and found again without the source', async () => {
  await using cache = await temporaryCache()
  const { project, steps } = await projectIn(cache.path, { CARD: 'y' })
  const first = await resolveKernelNeeds(project, steps, unpacking())
  expect((await readdir(join(cache.path, 'kconfig/requests'))).length).toBe(1)
  const again = await resolveKernelNeeds(project, steps)
  expect(requestsOf(again)).toEqual(requestsOf(first))
})

test('requests that bring all they need stay as they are, so that their kernel is not built anew', async () => {
  await using cache = await temporaryCache()
  const { project, steps } = await projectIn(cache.path, { CARD: 'y', NET: 'y' })
  expect(await resolveKernelNeeds(project, steps, unpacking())).toBe(project)
})

test('a string is a text for the build also where it looks like a level or a number', async () => {
  await using cache = await temporaryCache()
  const { project, steps } = await projectIn(cache.path, { BASE: 'y', TITLE: 'y' })
  const resolved = await resolveKernelNeeds(project, steps, unpacking())
  expect(kernelConfig(project.configuration.kernel)).toBe('CONFIG_BASE=y\nCONFIG_TITLE=y\n')
  expect(kernelConfig(resolved.configuration.kernel)).toBe('CONFIG_BASE=y\nCONFIG_TITLE="y"\n')
  const again = await resolveKernelNeeds(project, steps)
  expect(kernelConfig(again.configuration.kernel)).toBe('CONFIG_BASE=y\nCONFIG_TITLE="y"\n')
})

async function refusal(kernel: Record<string, string>): Promise<SmartError> {
  await using cache = await temporaryCache()
  const { project, steps } = await projectIn(cache.path, kernel)
  const error = await resolveKernelNeeds(project, steps, unpacking()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SmartError)) throw new Error('the requests were taken')
  return error
}

test('an unknown symbol is an error with the nearest names and with who asks', async () => {
  const error = await refusal({ CARDS: 'y' })
  expect(error.message).toBe('test needs the kernel symbol CARDS=y: There is no symbol CARDS in this tree.')
  expect(error.hint).toBe('Did you mean CARD?')
})

test('a need that cannot be met says why', async () => {
  expect((await refusal({ FOREIGN: 'y', CARD: 'y' })).message).toBe(
    'test needs the kernel symbol FOREIGN=y: FOREIGN cannot be y: it needs ARM=y (never so for this architecture). Nothing in this tree makes ARM=y.',
  )
})

test('what the base fragment says is kept: a need against it is an error, not a smaller base', async () => {
  expect((await refusal({ AGAINST: 'y' })).message).toContain('it needs BASE=n (is y)')
})
