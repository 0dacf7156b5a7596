/** The view that every face draws. */
import { expect, test } from 'vitest'
import type { BuildEvent, PlannedStep } from '../../src/build/types.ts'
import { appendTail, type BuildView, initialBuildView, progressAt, reduceBuild } from '../../src/build/view.ts'

const planned = (id: string, seconds: number, action: 'build' | 'reuse' = 'build'): PlannedStep => {
  return { id, kind: 'build', title: id, needs: [], key: id, action, reasons: [], seconds, cores: 2, measured: true }
}
const plan = (...steps: PlannedStep[]): BuildEvent => {
  return { type: 'build:planned', at: 0, plan: { steps, jobs: 2, seconds: 100, criticalPathSeconds: 100, bytes: 0 } }
}
const started = (id: string, at: number): BuildEvent => ({
  type: 'step:started',
  at,
  id,
  log: `/logs/${id}`,
  incremental: false,
})
const finished = (id: string, at: number, seconds: number): BuildEvent => {
  return { type: 'step:finished', at, id, outcome: 'done', seconds, cpuSeconds: 1, bytes: 5 }
}
const fold = (...events: BuildEvent[]): BuildView => events.reduce<BuildView>(reduceBuild, initialBuildView())

test('the bar weighs steps by their expected time and never runs ahead of a step that takes longer', () => {
  const view = fold(
    plan(planned('a', 25), planned('b', 75), planned('c', 0, 'reuse')),
    started('a', 0),
    finished('a', 25_000, 25),
    started('b', 25_000),
  )
  expect(view.fraction).toBeCloseTo(0.25)
  expect(view.etaSeconds).toBeCloseTo(75)
  expect(progressAt(view, 62_500).fraction).toBeCloseTo(0.625)
  expect(progressAt(view, 500_000).fraction).toBeCloseTo(0.25 + 0.75 * 0.95)
  expect([...view.steps.values()].map((step) => step.state)).toEqual(['done', 'running', 'reused'])
  expect(reduceBuild(view, { type: 'build:finished', at: 9, outcome: 'done', seconds: 9 })).toMatchObject({
    fraction: 1,
    etaSeconds: 0,
    state: 'done',
  })
})

test('the time left is that of the schedule, not of the sum, and follows the pace of what has ended', () => {
  const one = (id: string, seconds: number, ...needs: string[]): PlannedStep => ({
    ...planned(id, seconds),
    cores: 1,
    needs,
  })
  const view = fold(plan(one('a', 10), one('b', 30), one('c', 20, 'a')))
  expect(view.etaSeconds).toBeCloseTo(30)
  // Both run side by side; after ten of its thirty seconds b has as far to go as c, which then starts.
  const later = fold(plan(one('a', 10), one('b', 30), one('c', 20, 'a')), started('a', 0), started('b', 0))
  expect(progressAt(later, 5000).etaSeconds).toBeCloseTo(25)
  // a took twice its time: so will the rest.
  const slow = [started('a', 0), finished('a', 20_000, 20)]
  expect(fold(plan(one('a', 10), one('b', 30), one('c', 20, 'a')), ...slow).etaSeconds).toBeCloseTo(60)
})

test('downloads that came before the plan stay in the list', () => {
  const view = fold(
    started('fetch:linux', 0),
    finished('fetch:linux', 1000, 1),
    plan(planned('fetch:linux', 0, 'reuse'), planned('a', 1)),
  )
  expect([...view.steps.values()].map((step) => [step.id, step.state])).toEqual([
    ['fetch:linux', 'done'],
    ['a', 'planned'],
  ])
})

test('output arrives in pieces and comes out as lines', () => {
  let tail: Parameters<typeof appendTail>[0] = { tail: [], tailOpen: false }
  for (const text of ['one\ntw', 'o', '\n', '', 'three\n\nfour']) tail = appendTail(tail, text)
  expect(tail).toEqual({ tail: ['one', 'two', 'three', '', 'four'], tailOpen: true })
})

test('only the last lines are kept, in the right order, however they come', () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`)
  const last = lines.slice(-200)
  expect(appendTail({ tail: [], tailOpen: false }, `${lines.join('\n')}\n`).tail).toEqual(last)
  let tail: Parameters<typeof appendTail>[0] = { tail: [], tailOpen: false }
  for (const line of lines) tail = appendTail(tail, `${line}\n`)
  expect(tail.tail).toEqual(last)
})
