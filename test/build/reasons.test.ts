import { expect, test } from 'vitest'
import { recordHistory } from '../../src/build/history.ts'
import { changeReason, planBuild } from '../../src/build/plan.ts'
import type { Step } from '../../src/build/types.ts'
import { shellStep, temporaryCache } from './helpers.ts'

test('why a step runs is said in words: values that are short, never a hash, never a structure', () => {
  expect(changeReason('kernel:E1000', undefined, 'y')).toBe('kernel option E1000 changed n → y')
  expect(changeReason('tool:gcc', '12.2.0', '13.1.0')).toBe('host tool gcc changed 12.2.0 → 13.1.0')
  expect(changeReason('binutils rootfs', undefined, '{"exclude":[],"include":["**"]}')).toBe('binutils rootfs changed')
  expect(changeReason('busybox services', '[]', '["syslogd"]')).toBe('busybox services changed')
  expect(changeReason('recipe', 'a'.repeat(64), 'b'.repeat(64))).toBe('recipe changed')
})

test('the image of another profile is no reason to build this one’s; of what is compiled the last time is', async () => {
  await using cache = await temporaryCache()
  const at = { needs: {}, bytes: 1, at: 1 }
  await recordHistory(cache.path, {
    'build:a': { ...at, key: 'k', inputs: { size: '512M' } },
    'compose:b': { ...at, key: 'k', inputs: { size: '512M' } },
  })
  const compile: Step = { ...shellStep('build:a', 'true'), inputs: { size: '1M', 'host tools': '7ef0176272bd828b' } }
  const compose: Step = { ...shellStep('compose:b', 'true'), kind: 'compose', inputs: { size: '1M' } }
  const { plan } = await planBuild([compile, compose], { cache: cache.path, jobs: 1 })
  expect(plan.steps.map(({ reasons }) => reasons)).toEqual([
    // What the person did comes first.
    ['size changed 512M → 1M', 'host tools changed'],
    ['never built'],
  ])
})
