/** Every kind of option and of list that a profile has can be changed in the menu, judged as it is typed, and taken back. */
import { expect, test } from 'vitest'
import type { Component, OptionSpec } from '../../src/catalog/types.ts'
import { fakeCatalog } from './fake-catalog.ts'
import { open } from './open.ts'

const OPTIONS: Record<string, OptionSpec> = {
  modules: {
    type: 'list',
    title: 'Modules',
    help: 'Which parts come along.',
    default: ['gzip'],
    values: ['gzip', 'ssl', 'rtmp'],
  },
  cache: { type: 'size', title: 'Cache', help: 'Memory for it.', default: 1024 ** 2, min: 1024, max: 64 * 1024 ** 2 },
  greeting: { type: 'string', title: 'Greeting', help: 'What it says.', default: 'hello' },
  token: { type: 'secret', title: 'Token', help: 'Who may publish.', default: '' },
}

test('options of a component: list, size, string and secret', async () => {
  const zlib = fakeCatalog.entries.get('zlib') as Component
  const entries = new Map([...fakeCatalog.entries, ['zlib', { ...zlib, options: OPTIONS }]])
  await using opened = await open({ profile: 'minimal', catalog: { ...fakeCatalog, entries } })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter><space>')
  await terminal.shows(/Modules +\(gzip\) --->/)
  await terminal.keys('/zlib.modules<enter><enter>')
  await terminal.shows(/▌ \[\*\] gzip/)
  await terminal.keys('<down><space>')
  await terminal.shows(/▌ \[\*\] ssl/)
  await terminal.keys('<esc>')
  await terminal.shows(/▌ +Modules +\(gzip, ssl\)/)
  await terminal.keys('/zlib.cache<enter><enter><c-u>1G')
  await terminal.shows(/Expected/)
  await terminal.keys('<c-u>4M<enter>')
  await terminal.shows(/▌ +Cache +\(4M\)/)
  await terminal.keys('/zlib.greeting<enter><enter><c-u>good day<enter>')
  await terminal.shows(/▌ +Greeting +\(good day\)/)
  await terminal.keys('/zlib.token<enter><enter>abc123')
  await terminal.shows('••••••')
  expect(await terminal.text()).not.toContain('abc123')
  await terminal.keys('<enter>')
  await terminal.shows(/▌ +Token +\(set\)/)
  await terminal.keys('s<c-u>mine<enter>')
  await terminal.shows('Saved')
  expect(fake.saved[0]?.profile.components.zlib).toEqual({
    modules: ['gzip', 'ssl'],
    cache: '4M',
    greeting: 'good day',
    token: expect.stringMatching(/^\$6\$[^$]+\$[^$]{86}$/),
  })
})

interface ListCase {
  find: string
  row: RegExp
  /** Keys in the form. */
  typed: string
  shows: RegExp
  where: (profile: { system: Record<string, unknown>; machine: Record<string, unknown> }) => unknown
}

const LISTS: ListCase[] = [
  {
    find: 'system.mounts',
    row: /▌ Mounts/,
    typed: 'LABEL=data<down>/data<down>ext4<down>ro',
    shows: /▌ \/data +LABEL=data \(ext4\)/,
    where: ({ system }) => system.mounts,
  },
  {
    find: 'system.dns',
    row: /▌ (?:Name servers|DNS)/i,
    typed: '192.0.2.1',
    shows: /▌ 192\.0\.2\.1/,
    where: ({ system }) => system.dns,
  },
]

test.each(LISTS)(
  'the list $find: a member is added, saved, and removed as one step',
  async ({ find, row, typed, shows, where }) => {
    await using opened = await open({ profile: 'minimal' })
    const { terminal, fake } = opened
    await terminal.shows('Configure')
    await terminal.keys(`/${find}<enter>`)
    await terminal.shows(row)
    await terminal.keys('<enter>+')
    await terminal.shows('Add a')
    await terminal.keys(`${typed}<enter>`)
    await terminal.shows(shows)
    await terminal.keys('s<c-u>mine<enter>')
    await terminal.shows('Saved')
    expect(where(fake.saved[0]?.profile as never)).toHaveLength(1)
    await terminal.keys('-')
    await terminal.shows(/▌ \+ Add a/)
    expect(await terminal.text()).not.toMatch(new RegExp(shows.source.replace('▌ ', '│ +')))
    await terminal.keys('u')
    // The cursor stays on the row below.
    await terminal.shows(new RegExp(shows.source.replace('▌ ', '')))
  },
)
