/** The time that a plan foresees: without this the bar promises minutes that a long chain, or too few cores, never keep. */
import { expect, test } from 'vitest'
import { makespan, type Task } from '../../src/build/makespan.ts'

const task = (id: string, seconds: number, cores: number, ...needs: string[]): Task => ({ id, seconds, cores, needs })

test('steps that leave cores free run side by side; those that want all of them share', () => {
  expect(makespan([task('a', 10, 1), task('b', 10, 1)], 2)).toBeCloseTo(10)
  expect(makespan([task('a', 10, 2), task('b', 10, 2)], 2)).toBeCloseTo(20)
  expect(makespan([task('a', 10, 1), task('b', 10, 1), task('c', 10, 1)], 2)).toBeCloseTo(20)
})

test('a long chain counts even where cores are idle, and more cores do not shorten it', () => {
  const chain = [task('a', 10, 1), task('b', 10, 1, 'a'), task('c', 10, 1, 'b'), task('d', 5, 1)]
  expect(makespan(chain, 2)).toBeCloseTo(30)
  expect(makespan(chain, 64)).toBeCloseTo(30)
  expect(makespan(chain, 1)).toBeCloseTo(35)
})

test('the longest chain starts first, as in the scheduler', () => {
  // Short first, the answer would be 5 + 20.
  expect(makespan([task('short', 5, 1), task('other', 15, 1), task('long', 20, 1)], 2)).toBeCloseTo(20)
})

test('a download runs beside busy compilers and takes no token from them', () => {
  expect(makespan([task('fetch', 30, 0), task('compile', 30, 2)], 2)).toBeCloseTo(30)
  expect(makespan([task('fetch', 30, 0), task('compile', 10, 2, 'fetch')], 1)).toBeCloseTo(40)
})

test('what is done already holds nothing up, and an empty plan takes no time', () => {
  expect(makespan([task('b', 7, 1, 'a')], 2)).toBeCloseTo(7)
  expect(makespan([task('a', 0, 1), task('b', 0, 1, 'a')], 2)).toBe(0)
  expect(makespan([], 2)).toBe(0)
})
