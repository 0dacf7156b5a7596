import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BuildEvent, PlannedStep } from '../../src/build/types.ts'
import type { Pipeline } from '../../src/pipeline/types.ts'
import { CancelledError } from '../../src/system/error.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import type { Command } from '../../src/tui/keys.ts'
import { breakRow, lastPage, moveRows } from '../../src/tui/model/log-rows.ts'
import { aroundError, failureRows } from '../../src/tui/screens/failure-card.ts'
import { makeTheme } from '../../src/tui/theme.ts'
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

test('at 80x24 the card still shows the error, its source line and the keys that answer it', async () => {
  await using opened = await open({ profile: 'minimal', failing: 'build:busybox' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  const text = await terminal.shows('Compiling busybox failed')
  expect(text).toMatch(/▌ networking\/tc\.c:236/)
  expect(text).toContain('236 |  struct rtattr')
  expect(text).toMatch(/r retry +x shell +v whole log +c settings/)
})

test('of a long excerpt the lines around the error are shown, more of those behind it', () => {
  const excerpt = [...Array.from({ length: 30 }, (_, index) => `talk ${index}`), 'the error', 'its line', '   ^~~~']
  expect(aroundError(excerpt, 'the error', 4)).toEqual(['talk 29', 'the error', 'its line', '   ^~~~'])
  expect(aroundError(excerpt, 'the error', 3)).toEqual(['the error', 'its line', '   ^~~~'])
  expect(aroundError(['the error', 'a', 'b', 'c'], 'the error', 3)).toEqual(['the error', 'a', 'b'])
  expect(aroundError(excerpt, undefined, 2)).toEqual(['talk 0', 'talk 1'])
})

test('the hint of a failure names the key that does it here', () => {
  const failure = {
    message: { tone: 'bad', text: 'failed' },
    diagnosis: {
      kind: 'unknown',
      step: 'build:gcc',
      title: 'Building gcc failed',
      excerpt: [],
      hint: 'The whole log says more; smart-os shell gcc opens the sandbox as it was',
      log: '/log',
    },
  } as const satisfies Parameters<typeof failureRows>[0]
  const look = { columns: 100, height: 20, glyphs: makeTheme('dark', true).glyphs }
  const text = (commands: Command[]) =>
    failureRows(failure, { ...look, commands: new Set(commands) })
      .map((row) => row.map(([part]) => part).join(''))
      .join('\n')
  expect(text(['build.shell'])).toContain('x opens the sandbox')
  expect(text([])).toContain('smart-os shell gcc opens the sandbox')
})

/** One step done, the next at 28 percent of as much, until it is cancelled. */
const halfBuild: Pipeline['buildProject'] = (_project, { onEvent, signal } = {}) =>
  new Promise((_resolve, reject) => {
    const emit = (event: BuildEvent) => onEvent?.(event)
    const [at, seconds] = [Date.now(), 1e6]
    const step = (id: string): PlannedStep => ({
      id,
      kind: 'build',
      title: `build ${id}`,
      needs: [],
      key: id,
      action: 'build',
      reasons: [],
      seconds,
      measured: true,
      cores: 1,
    })
    const steps = [step('one'), step('two')]
    emit({ type: 'build:planned', at, plan: { steps, seconds, criticalPathSeconds: seconds, bytes: 1, jobs: 2 } })
    for (const { id } of steps) emit({ type: 'step:started', at, id, log: `/logs/${id}.log`, incremental: false })
    const ended = { at, cpuSeconds: 0, bytes: 0 }
    emit({ type: 'step:finished', ...ended, id: 'one', outcome: 'done', seconds })
    emit({ type: 'step:progress', at, id: 'two', fraction: 0.28 })
    signal?.addEventListener('abort', () => {
      emit({ type: 'step:finished', ...ended, id: 'two', outcome: 'cancelled', seconds: 1 })
      emit({ type: 'build:finished', at, outcome: 'cancelled', seconds: 1 })
      reject(new CancelledError('The build was cancelled'))
    })
  })

// A build that was 64 % done said 0 % on every other screen, and once it was cancelled.
test('every screen tells the same progress, and a cancelled build stands where it ended', async () => {
  await using opened = await open({ profile: 'minimal', build: halfBuild })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('64 %')
  await terminal.keys('<esc><esc>')
  await terminal.shows('building 64 %')
  await terminal.keys('B<c-c>')
  await terminal.shows('Cancelled minimal')
  const text = await terminal.text()
  expect(text).toMatch(/ 64 % /)
  // What was cancelled is what one looks at.
  expect(text).toMatch(/▌ ■ build two/)
  await terminal.keys('q')
  const { summary } = await opened.ended
  expect(summary).toEqual(['minimal: the build was cancelled', '  log    /logs/two.log'])
})

// The one line that matters of a failed link is a command of two thousand characters.
test('w wraps the long lines of a log: every character can be reached, and blanks stay as they are', async () => {
  await using folder = await temporaryFolder('smart-os-log-')
  const command = Array.from({ length: 180 }, (_, index) => `  -DSETTING_${index}=1`).join('')
  const lines = [
    ...Array.from({ length: 30 }, (_, index) => `line ${index}`),
    `cc ${command} END-OF-IT`,
    'the last line',
  ]
  await writeFile(join(folder.path, 'unpack-glibc.log'), `${lines.join('\n')}\n`)
  await using opened = await open({ profile: 'minimal', hang: true, logs: folder.path })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('b<enter>')
  await terminal.shows('following')
  await terminal.keys('v')
  await terminal.shows('32 of 32')
  expect(await terminal.text()).not.toContain('END-OF-IT')
  await terminal.keys('w')
  await terminal.shows(/END-OF-IT\s+the last line/)
  // Line by line and page by page back to its beginning, and on again: nothing is left out.
  const seen = new Set<number>()
  const look = async () => {
    const text = (await terminal.frame())
      .slice(5, 22)
      .map((row) => row.slice(3).padEnd(75))
      .join('')
    for (const [, number] of text.matchAll(/-DSETTING_(\d+)=1/g)) seen.add(Number(number))
  }
  for (let page = 0; page < 6; page++) {
    await look()
    await terminal.keys('<pgup>')
  }
  await terminal.shows('line 0')
  expect(seen.size).toBe(180)
  await terminal.keys('/DSETTING_179<enter>')
  await terminal.shows('line 31')
  await terminal.shows(/▌cc +-DSETTING_0=1/)
  await terminal.keys('G')
  await terminal.shows('the last line')
  await terminal.keys('w')
  await expect.poll(() => terminal.text()).not.toContain('END-OF-IT')
})

test('a line breaks by cells, wide characters whole, and places are counted in rows', () => {
  const rows = breakRow([['ab漢字', 'bad'], ['cd']], 3)
  expect(rows.map((row) => row.map(([part]) => part).join(''))).toEqual(['ab', '漢', '字c', 'd'].slice(0, rows.length))
  const rowsOf = (line: number) => (line === 1 ? 5 : 1)
  const end = lastPage(3, 2, rowsOf)
  expect(end).toEqual({ line: 1, row: 4 })
  expect(moveRows({ line: 0, row: 0 }, 3, end, rowsOf)).toEqual({ line: 1, row: 2 })
  expect(moveRows({ line: 0, row: 0 }, 99, end, rowsOf)).toEqual(end)
  expect(moveRows(end, -4, end, rowsOf)).toEqual({ line: 1, row: 0 })
  expect(moveRows(end, -99, end, rowsOf)).toEqual({ line: 0, row: 0 })
})
