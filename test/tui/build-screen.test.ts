import { expect, test } from 'vitest'
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
  await terminal.keys('x')
  await terminal.shows('smart-os shell busybox --profile minimal')
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
