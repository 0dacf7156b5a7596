import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../src/system/files.ts'
import { paneHeights } from '../../src/tui/widgets/running-panes.tsx'
import { open } from './open.ts'

test('a failed step says why and what to do, and can be tried again', async () => {
  await using opened = await open({ profile: 'minimal', failing: 'build:busybox', columns: 140, rows: 30 })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('Compiling busybox failed')
  const text = await terminal.text()
  expect(text).toContain("'TCA_CBQ_MAX' undeclared")
  expect(text).toContain('Switch the option tc of busybox off')
  expect(text).toContain('/tmp/cache/logs/build-busybox.log')
  // The shell has the terminal to itself, and the screen is back when it ends.
  await terminal.keys('x')
  await expect.poll(() => fake.calls).toContain('shell closed')
  expect(fake.calls).toContain('ran script -qec /bin/sh -i /dev/null in /tmp')
  await terminal.shows('Compiling busybox failed')
  expect(terminal.alternate).toBe(true)
  await terminal.keys('r')
  // The second try may have failed before a frame of it was drawn.
  await expect.poll(() => fake.calls.filter((call) => call === 'build minimal')).toHaveLength(2)
  await terminal.shows('Compiling busybox failed')
  await terminal.keys('q')
  const { exitStatus, summary } = await opened.ended
  expect(exitStatus).toBe(1)
  expect(summary.join('\n')).toContain('/tmp/cache/logs/build-busybox.log')
})

test('leaving the screen lets the build go on; the first Ctrl-C cancels it, and the second would quit', async () => {
  await using opened = await open({ profile: 'minimal', hang: true })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('following')
  await terminal.keys('<esc><esc>')
  await terminal.shows('building 0 %')
  await terminal.keys('q')
  await terminal.shows('A build is running')
  await terminal.keys('B')
  await terminal.shows('Building minimal')
  await terminal.keys('<c-c>')
  await terminal.shows('Cancelled minimal')
  await terminal.keys('<c-c>')
  const { summary } = await opened.ended
  expect(summary[0]).toBe('minimal: the build was cancelled')
})

test('a terminal that goes away ends the build instead of leaving it behind', async () => {
  const opened = await open({ profile: 'minimal', hang: true })
  await opened.terminal.shows('Configure')
  await opened.terminal.keys('b<enter>')
  await opened.terminal.shows('following')
  await opened[Symbol.asyncDispose]()
  const { summary } = await opened.ended
  expect(summary[0]).toBe('minimal: the build was cancelled')
})

test('hostile output stays inside its pane', async () => {
  const output = [
    '\x1b[2J\x1b[H\x1b[31mred\x1b[0m \x1b]0;title\x07after',
    `${'x'.repeat(100_000)}END`,
    '漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字',
    'Z\u0301\u0302\u0303\u0304\u0305\u0306algo \u202eevil\u202c \u200b👩‍👩‍👧 \u0000\u0007\u0008\u009b5A',
    '10 %\r50 %\r100 %',
    '\tindented',
    '',
  ].join('\n')
  await using opened = await open({ profile: 'minimal', output, hang: true })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('red')
  await terminal.keys('f')
  await terminal.keys('z')
  await terminal.keys('<esc>')
  await terminal.shows('following')
  await terminal.keys('<pgup><pgup><pgup><pgup>')
  const frame = await terminal.frame()
  expect(frame[0]).toContain('smart-os › minimal')
  expect(frame.at(-1)).toContain('log')
  // The divider between the panes is whole in every row.
  const dividers = frame.slice(5, 22).map((row) => row.indexOf('│'))
  expect(new Set(dividers)).toEqual(new Set([32]))
  expect(frame.join('\n')).toContain('100 %')
  expect(frame.join('\n')).not.toContain('evil\u202c')
})

test('steps that run side by side are seen side by side, at 80x24, too', async () => {
  await using opened = await open({ profile: 'minimal', output: 'words of the first one\n', hang: true, beside: true })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('words of the other one')
  const text = await terminal.text()
  expect(text).toContain('words of the first one')
  expect((await terminal.frame()).every((row) => row.length <= 80)).toBe(true)
})

test('panes share the height; those for which there is no room are left out, not squeezed', () => {
  expect(paneHeights(2, 17)).toEqual([9, 8])
  expect(paneHeights(9, 17)).toEqual([5, 4, 4, 4])
  expect(paneHeights(3, 2)).toEqual([2])
})

test('the whole log can be scrolled and searched, and put into the scrollback', async () => {
  await using folder = await temporaryFolder('smart-os-log-')
  const lines = Array.from({ length: 30_000 }, (_, index) =>
    index % 10_000 === 5000 ? `a needle ${index}` : `line ${index}`,
  )
  await writeFile(join(folder.path, 'unpack-glibc.log'), `${lines.join('\n')}\n`)
  await writeFile(join(folder.path, 'unpack-linux.log'), `${lines.join('\n')}\n`)
  await writeFile(join(folder.path, 'unpack-busybox.log'), `${lines.join('\n')}\n`)
  await using opened = await open({ profile: 'minimal', hang: true, logs: folder.path })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('following')
  await terminal.keys('v')
  // What a bounded tail has long forgotten.
  await terminal.shows('line 29999')
  await terminal.keys('g')
  await terminal.shows(/ line 0\b/)
  await terminal.keys('/NEEDLE<enter>')
  await terminal.shows('a needle 5000')
  await terminal.keys('n')
  await terminal.shows('a needle 15000')
  await terminal.keys('nn')
  await terminal.shows('a needle 5000')
  await terminal.keys('N')
  await terminal.shows('a needle 25000')
  await terminal.keys('/nowhere<enter>')
  await terminal.shows('not in this log')
  await terminal.keys('l')
  await terminal.shows('Enter goes back to smart-os')
  expect(terminal.alternate).toBe(false)
  expect(await terminal.text()).toContain('line 29999')
  await terminal.keys('<enter>')
  await terminal.shows('not in this log')
  expect(terminal.alternate).toBe(true)
  await terminal.keys('<esc>')
  await terminal.shows('following')
})
