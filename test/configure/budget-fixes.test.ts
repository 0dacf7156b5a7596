/** An image over its budget: what could be left out, the smallest that is enough first, and what the budget would have to be. */
import { expect, test } from 'vitest'
import { applyChanges, footprint, proposeBudgetFixes, resolve } from '../../src/configure/index.ts'
import type { Change } from '../../src/configure/types.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import { fakeCatalog } from '../tui/fake-catalog.ts'

const MIB = 1024 * 1024
const base = defaultProfile('x')
const components = { openssh: true, zlib: true, gcc: true }
const configured = (budget: number) => resolve({ ...base, components, image: { ...base.image, budget } }, fakeCatalog)

/** The ways, each as what is switched off, with how far the image is from the budget afterwards. */
function waysUnder(budget: number): { off: string[]; left: number; changes: Change[] }[] {
  const configuration = configured(budget)
  const size = (changes: readonly Change[]) =>
    footprint(resolve(applyChanges(configuration.profile, changes), fakeCatalog))
  const before = size([]).imageBytes
  const costOf = (changes: readonly Change[]) => size(changes).imageBytes - before
  return proposeBudgetFixes(configuration, before - budget, costOf).map((changes) => {
    const after = size(changes)
    return {
      off: changes.flatMap((change) => (change.type === 'component' ? [change.id] : [])),
      left: (after.budgetBytes ?? 0) - after.imageBytes,
      changes,
    }
  })
}

const whole = footprint(configured(1024 * MIB)).imageBytes

test('every way is enough, and the one that gives up least comes first', () => {
  const ways = waysUnder(whole - 1)
  expect(ways.length).toBeGreaterThan(2)
  for (const { left } of ways) expect(left).toBeGreaterThanOrEqual(0)
  const cuts = ways.slice(0, -1)
  expect(cuts.map(({ left }) => left)).toEqual(cuts.map(({ left }) => left).sort((a, b) => a - b))
})

test('where no single one is enough, the largest go together; the budget can always be raised instead', () => {
  const single = waysUnder(whole - 1).slice(0, -1)
  const largest = Math.max(...single.map(({ left }) => left))
  const [several, raise] = waysUnder(whole - largest - 2)
  expect(several?.off.length).toBeGreaterThan(1)
  expect(several?.left).toBeGreaterThanOrEqual(0)
  expect(raise?.changes).toEqual([{ type: 'set', path: 'image.budget', value: expect.stringMatching(/^\d+M$/) }])
  expect(raise?.left).toBeGreaterThanOrEqual(0)
})

test('within the budget there is nothing to mend', () => {
  expect(waysUnder(whole)).toEqual([])
})
