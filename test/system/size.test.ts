import { describe, expect, it } from 'vitest'
import { formatDuration, formatSize, parseSize, sizeToText } from '../../src/system/size.ts'

describe('sizes', () => {
  it.each([
    ['64M', 67108864],
    ['64MB', 67108864],
    ['64 MiB', 67108864],
    ['1.5G', 1610612736],
    ['4096', 4096],
    ['0', 0],
  ])('%s is %i bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes))

  it.each(['', 'M', '-1', '1e9', '64X', '1.M', 'NaN', '99999999999T'])('%j is no size', (text) =>
    expect(parseSize(text)).toBeUndefined(),
  )

  it('are shown and saved without loss', () => {
    expect(formatSize(2_149_580)).toBe('2.05 MB')
    expect(formatSize(67108864)).toBe('64 MB')
    expect(sizeToText(67108864)).toBe('64M')
    for (const bytes of [1, 1023, 1024, 1025, 3 * 1024 ** 3]) expect(parseSize(sizeToText(bytes))).toBe(bytes)
  })

  it('durations carry over: 59.96 s is a minute, not 60 s', () => {
    expect([0.4, 12, 185, 3720].map(formatDuration)).toEqual(['0.4 s', '12 s', '3 min 05 s', '1 h 02 min'])
    expect(formatDuration(59.96)).toBe('1 min 00 s')
  })
})
