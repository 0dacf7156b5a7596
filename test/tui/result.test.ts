/** The result: a person has to find what was built, what made it big, whether it works, and what to do with it. */
import { describe, expect, test } from 'vitest'
import type { BuildRecord } from '../../src/image/types.ts'
import { bytesRows, fileRows, nextRows, proofRows } from '../../src/tui/model/result-rows.ts'
import { makeTheme } from '../../src/tui/theme.ts'
import type { Row } from '../../src/tui/widgets/line.tsx'
import type { Proof } from '../../src/verify/types.ts'
import { open } from './open.ts'

describe.each([
  [80, 24],
  [160, 50],
])('the result at %ix%i', (columns, rows) => {
  test('shows files, bytes, proof and what next, and can be scrolled to its end', async () => {
    await using opened = await open({ columns, rows, profile: 'minimal' })
    const { terminal } = opened
    await terminal.shows('Configure')
    await terminal.keys('b')
    await terminal.shows('never built')
    await terminal.keys('<enter>')
    await terminal.shows(/Built minimal/)
    await terminal.keys('<enter>')
    const first = await terminal.shows('Where the bytes went')
    expect(first).toContain('minimal is built')
    expect(first).toContain('not proven yet')
    expect(first).toMatch(/disk\.img +10\.9 MB/)
    await terminal.keys('<end>')
    const last = await terminal.shows('smart-os verify -p minimal')
    expect(last).toContain('onto a disk')
    expect(last).not.toContain(' more')
    await terminal.keys('v')
    await terminal.keys('<home>')
    await terminal.shows('proven by 6 checks')
  })
})

const glyphs = makeTheme('dark', true).glyphs
const text = (rows: Row[]): string[] => rows.map((row) => row.map(([words]) => words).join(''))
const record: BuildRecord = {
  schema: 1,
  profile: 'tiny one',
  steps: {},
  files: {
    bzImage: { bytes: 2 * 1024 ** 2, sha256: 'ab'.repeat(32) },
    'disk.iso': { bytes: 9 * 1024 ** 2, sha256: 'cd'.repeat(32) },
  },
  initramfs: 'boot',
  cmdline: '',
  components: { glibc: 3_000_000, busybox: 990_000, base: 10_000 },
  rootfsBytes: 4_000_000,
}

test('what boots comes before its parts, and every row fits', () => {
  const rows = text(fileRows(record, 76))
  expect(rows.findIndex((row) => row.startsWith('disk.iso'))).toBeLessThan(
    rows.findIndex((row) => row.startsWith('bzImage')),
  )
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(76)
})

test('bars are to scale, shares add up, and what is next to nothing says so', () => {
  const rows = text(bytesRows(record, undefined, 76, glyphs))
  const [glibc = '', busybox = '', base = ''] = rows.slice(rows.findIndex((row) => row.startsWith('  glibc')))
  const length = (row: string): number => [...row].filter((character) => character === '█').length
  expect(glibc).toContain('75 %')
  expect(busybox).toContain('25 %')
  expect(base).toContain('<1 %')
  expect(length(glibc)).toBe(40)
  expect(length(busybox)).toBe(13)
})

test('a failed check is told with its reason, and a passed run with its figures', () => {
  const proof: Proof = {
    schema: 1,
    profile: 'tiny',
    image: 'disk.iso',
    sha256: '',
    files: {},
    passed: false,
    runs: [
      {
        boot: 'direct',
        memory: 64 * 1024 ** 2,
        acceleration: 'tcg',
        timeline: { login: 1.5 },
        memoryAvailable: 40 * 1024 ** 2,
        checks: [
          { id: 'boot', status: 'passed', reason: '', seconds: 1 },
          { id: 'network:dns', status: 'failed', reason: 'nobody answered', seconds: 1 },
        ],
      },
    ],
  }
  const rows = text(proofRows(proof, { status: 'none', runs: [] }, 76, glyphs)).join('\n')
  expect(rows).toContain('1 of 2 checks, in 64 MB, 40 MB free, shell at 1.50 s (tcg)')
  expect(rows).toContain('✗ network:dns  nobody answered')
})

test('commands can be pasted as they are, and only what was built is named', () => {
  const rows = text(
    nextRows(record, { out: '/tmp/my out', named: ['-p', 'tiny one', '--out', '/tmp/my out'], proof: undefined }),
  ).join('\n')
  expect(rows).toContain("smart-os run -p 'tiny one' --out '/tmp/my out'")
  expect(rows).toContain("dd if='/tmp/my out/disk.iso' of=/dev/STICK")
  expect(rows).not.toContain('podman')
})

test('kernel and initramfs have their bars, and together they are the image', () => {
  const record: BuildRecord = {
    schema: 1,
    profile: 'minimal',
    steps: {},
    files: { bzImage: { bytes: 2_000_000, sha256: '' }, initramfs: { bytes: 1_000_000, sha256: '' } },
    initramfs: 'boot',
    cmdline: '',
    components: { busybox: 900_000 },
    rootfsBytes: 900_000,
    imageBytes: 4_000_000,
  }
  const text = bytesRows(record, undefined, 76, glyphs).map((row) => row.map(([part]) => part).join(''))
  expect(text[1]).toMatch(/^kernel +1\.91 MB +50 % +█{40}$/)
  expect(text.slice(2, 4).map((row) => row.replace(/ +/g, ' '))).toEqual([
    expect.stringMatching(/^initramfs 977 KB 25 % █{20}$/),
    expect.stringMatching(/^root 977 KB 25 % █{20}$/),
  ])
  expect(text[4]).toContain('Files in the root')
  expect(text[5]).toMatch(/^ {2}busybox/)
  const whole = bytesRows({ ...record, initramfs: 'whole', imageBytes: 3_000_000 }, undefined, 76, glyphs)
  expect(whole.flat().map(([part]) => part)).not.toContain(expect.stringMatching(/^root/))
  expect(whole[3]?.[0]?.[0]).toContain('Files in the initramfs, which packs them')
})

test('leaving while the checks run is asked for twice, and Ctrl-C ends them', async () => {
  await using opened = await open({ profile: 'minimal', built: ['minimal'], stepMs: 20_000 })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('The machine')
  await terminal.keys('v')
  await terminal.shows('Verifying')
  await terminal.keys('q')
  await terminal.shows('A verification is running')
  await terminal.keys('<c-c>')
  await terminal.shows('The verification was cancelled')
  await terminal.keys('q')
  expect((await opened.ended).exitStatus).toBe(0)
})

test('what was just built is up to date in the menu, too', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.shows(/\d+ steps, /)
  await terminal.keys('b')
  await terminal.shows('never built')
  await terminal.keys('<enter>')
  await terminal.shows(/Built minimal/)
  await terminal.keys('<esc>')
  await terminal.shows('Everything is built already')
  await terminal.keys('<esc>')
  await terminal.shows('up to date')
})
