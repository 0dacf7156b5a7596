/** What kernel symbols add, beside them and on their pages, where builds have measured it. */
import { expect, test } from 'vitest'
import type { SymbolCost } from '../../src/pipeline/types.ts'
import { open } from './open.ts'

const COSTS = {
  E1000: { bytes: 73_972, shared: 0 },
  VIRTIO_NET: { bytes: 27_041, shared: 2100 },
  SHOWN_CONFIG: { bytes: 640, shared: 0 },
  // Sizes are of options that compile something, whatever a file says.
  LOG_SHIFT: { bytes: 999_999, shared: 0 },
}

async function inKernel(costs: Record<string, SymbolCost> | undefined, columns = 100) {
  const opened = await open({ profile: 'minimal', columns, rows: 30, ...(costs ? { costs } : {}) })
  await opened.terminal.shows('Configure')
  await opened.terminal.keys('/kernel options<enter>')
  await opened.terminal.shows('▌ Kernel options --->')
  await opened.terminal.keys('<enter>')
  await opened.terminal.shows('Linux kernel 6.1.0')
  return opened
}

test('a row says what its option adds, in a column of its own, once the menu stands', async () => {
  await using opened = await inKernel(COSTS)
  const { terminal } = opened
  await terminal.keys('fnetw<enter><enter>')
  const screen = await terminal.shows(/Old network card +e1000.* ~72 KB/)
  expect(screen).toMatch(/Network card of a virtual machine +virtio-net.* ~26 KB/)
  const ends = screen.split('\n').flatMap((line) => {
    const match = /~\d+ KB/.exec(line)
    return match ? [match.index + match[0].length] : []
  })
  expect(new Set(ends).size).toBe(1)
  await terminal.keys('<left>fgener<enter><enter>')
  const general = await terminal.shows(/Kernel \.config support +~640 B/)
  expect(general).toMatch(/Log buffer size/)
  expect(general).not.toMatch(/977 KB/)
})

test('the page of a symbol says what it adds and where that is known from; of others it says nothing', async () => {
  await using opened = await inKernel(COSTS)
  const { terminal } = opened
  await terminal.keys('fnetw<enter><enter>')
  await terminal.shows(/Old network card +e1000.* ~72 KB/)
  await terminal.keys('?')
  const shared = await terminal.shows('CONFIG_VIRTIO_NET')
  expect(shared.replace(/[\s│]+/g, ' ')).toContain(
    'Adds ~26 KB uncompressed, ~2 KB of it shared with other options, measured in builds on this machine.',
  )
  await terminal.keys('<esc><down>?')
  await terminal.shows('Adds ~72 KB uncompressed, measured in builds on this machine.')
  await terminal.keys('<esc><left>fpci<enter>?')
  expect(await terminal.shows('CONFIG_PCI')).not.toContain('Adds')
})

test('where nothing was measured nothing is said, and a narrow row keeps its words', async () => {
  await using unmeasured = await inKernel(undefined)
  await unmeasured.terminal.keys('fnetw<enter><enter>')
  expect(await unmeasured.terminal.shows(/Old network card +e1000/)).not.toContain('KB')
  await using narrow = await inKernel(COSTS, 60)
  await narrow.terminal.keys('fnetw<enter><enter>')
  const screen = await narrow.terminal.shows(/Old network card +e1000.* ~72 KB/)
  expect(screen).toMatch(/Network card of a virtual ma.* virtio-net/)
})
