import { expect, test } from 'vitest'
import { changeReason } from '../../src/build/plan.ts'

test('why a step runs is said in words: values that are short, never a hash, never a structure', () => {
  expect(changeReason('kernel:E1000', undefined, 'y')).toBe('kernel option E1000 changed n → y')
  expect(changeReason('tool:gcc', '12.2.0', '13.1.0')).toBe('host tool gcc changed 12.2.0 → 13.1.0')
  expect(changeReason('binutils rootfs', undefined, '{"exclude":[],"include":["**"]}')).toBe('binutils rootfs changed')
  expect(changeReason('busybox services', '[]', '["syslogd"]')).toBe('busybox services changed')
  expect(changeReason('recipe', 'a'.repeat(64), 'b'.repeat(64))).toBe('recipe changed')
})
