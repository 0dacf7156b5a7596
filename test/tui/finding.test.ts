/** Search, the palette, and the short way to a running machine. */
import { expect, test } from 'vitest'
import type { SearchEntry } from '../../src/tui/model/search.ts'
import { search } from '../../src/tui/model/searcher.ts'
import { open } from './open.ts'

test('the n-th result is one key away: Alt and its number while typing, the number alone among the results', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/virtio')
  await terminal.shows(/2 .*virtio-net/)
  await terminal.chunk('\x1b2')
  await terminal.shows(/▌ \[\*\] virtio-net/)
  // The query is still there, marked: what is typed replaces it.
  await terminal.keys('/')
  await terminal.shows('/ virtio')
  await terminal.keys('<tab>1')
  await terminal.shows(/▌ \[\*\] virtio-blk/)
  await terminal.keys('/nvme<enter>')
  await terminal.shows(/▌ < > nvme/)
})

test('a broken pattern says so, and a digit that is typed is part of the words', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/re:([')
  await terminal.shows('Not a pattern')
  await terminal.keys('<c-u>e1000<enter>')
  await terminal.shows(/▌ <\*> e1000/)
})

test('search finds what can be done, too, and does it', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/plan and build')
  await terminal.shows(/1 +Plan and build +b/)
  await terminal.keys('<enter>')
  await terminal.shows('› Plan')
})

test('the palette takes key=value as --set does, refuses what is wrong, and the change can be undone', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys(':system.hostname=bad name<enter>')
  await terminal.shows('Expected a host name')
  await terminal.keys('<c-u>components.nope=true')
  await terminal.shows('There is no component nope')
  await terminal.keys('<c-u>hostname<enter>')
  await terminal.shows(': system.hostname=')
  await terminal.keys('box<enter>')
  await terminal.shows('unsaved')
  await terminal.keys('/host name<enter>')
  await terminal.shows(/Host name +\(box\)/)
  await terminal.keys('u')
  await terminal.shows(/Host name +\(minimal\)/)
})

test('the palette names what is possible here, themes and profiles; another profile is not opened over unsaved changes', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter>y')
  await terminal.shows('unsaved')
  await terminal.keys(':theme: light<enter>')
  await terminal.shows('Theme: light')
  await terminal.keys(':open profile gcc<enter>')
  await terminal.shows('changes that are not saved')
  await terminal.keys('d')
  await terminal.shows('smart-os › gcc › Configure')
})

test('profiles are found by typing, and another file is opened from the menu', async () => {
  await using opened = await open()
  const { terminal } = opened
  await terminal.shows('Which system?')
  await terminal.keys('/stream<enter>')
  await terminal.shows(/▌ streaming/)
  await terminal.keys('<enter>')
  await terminal.shows('smart-os › streaming › Configure')
  await terminal.keys('o')
  await terminal.shows('Open a profile from a file')
})

test('a jump leaves an open list and the single tree: the row is shown where it is at home', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  // Within the same section, of which only an open list is shown.
  await terminal.keys('/machine.disks<enter><enter>')
  await terminal.shows(/▌ \+ Add a disk/)
  await terminal.keys('/machine.memory<enter>')
  await terminal.shows(/▌ Memory +\(64M\)/)
  expect(await terminal.text()).not.toContain('Add a disk')
  // From a list into another section.
  await terminal.keys('/machine.disks<enter><enter>')
  await terminal.shows(/▌ \+ Add a disk/)
  await terminal.keys('/zlib<enter>')
  await terminal.shows(/▌ \[ \] zlib/)
  await terminal.shows('› Components')
  // From the single tree, whose rows stand at other places.
  await terminal.keys('t')
  await terminal.shows('[-] System')
  await terminal.keys('/nvme<enter>')
  await terminal.shows(/▌ < > nvme/)
  expect(await terminal.text()).not.toContain('[-]')
})

// The promise of the first screen: nobody should have to learn the program before they have seen a system run.
test('two keys lead from the first screen to a built and running system', async () => {
  await using opened = await open({ stepMs: 5 })
  const { terminal, fake } = opened
  await terminal.shows('Which system?')
  await terminal.shows('steps to build')
  await terminal.keys('x')
  await terminal.shows('never built')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  expect(fake.calls).toContain('start minimal')
  // And Esc leads all the way back.
  await terminal.keys('<c-a>d')
  await terminal.shows('› Launch')
  await terminal.keys('<esc>')
  await terminal.shows('› Build')
  await terminal.keys('<esc>')
  await terminal.shows('› Plan')
  await terminal.keys('<esc>')
  await terminal.shows('Which system?')
})

test('one key is enough where everything is built', async () => {
  await using opened = await open({ stepMs: 5 })
  const { terminal, fake } = opened
  await terminal.shows('steps to build')
  await terminal.keys('b')
  await terminal.shows('never built')
  await terminal.keys('<enter>')
  await terminal.shows('Built minimal')
  await terminal.keys('<esc>')
  await terminal.shows('› Plan')
  await terminal.keys('<esc>')
  await terminal.shows('Which system?')
  await terminal.keys('x')
  await terminal.shows('~ #')
  expect(fake.calls).toContain('start minimal')
})

test('a search that finds nothing says so, and the first screen finds a profile by what is in it', async () => {
  await using opened = await open()
  const { terminal } = opened
  await terminal.shows('Which system?')
  await terminal.keys('/nginx')
  // Never opened, and its name and its summary do not say it.
  await terminal.shows(/1 streaming {2}Streaming server/)
  await terminal.keys('<enter>')
  await terminal.shows(/▌ streaming/)
  await terminal.keys('/binutils<enter>')
  await terminal.shows(/▌ gcc/)
  await terminal.keys('/no such thing at all')
  await terminal.shows('Nothing matches')
  await terminal.keys('<c-u>')
  await expect.poll(() => terminal.text()).not.toContain('Nothing matches')
})

test('the palette shows no password’s hash and keeps the names of settings with long values; on the list of profiles it has none', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys(':system.rootPassword=$6$abcdefgh$0123456789012345678901234567890123456789<enter>')
  await terminal.shows('● unsaved')
  await terminal.keys(':root password')
  await terminal.shows(/system\.rootPassword= +Root password +set/)
  expect(await terminal.text()).not.toContain('$6$')
  await terminal.keys(`<c-u>title=${'A long title '.repeat(8)}<enter>`)
  await terminal.keys(':title')
  await terminal.shows(/title= +Title +A long title/)
  await terminal.keys('<esc><esc>')
  await terminal.shows('The profile minimal has changes')
  await terminal.keys('d')
  await terminal.shows('Which system?')
  await terminal.keys(':title=Other')
  await terminal.shows(/: *title=Other/)
  expect(await terminal.text()).not.toContain('Set title=Other')
})

test('what this program is about is found before symbols of a kernel, and those with a prompt before those without', () => {
  const entry = (title: string, summary: string, remote?: 1 | 2): SearchEntry => ({
    ...{ id: title, title, summary, mark: '', place: '', names: [title.toLowerCase()] },
    target: { type: 'action', action: { type: 'set', text: '' } },
    text: `${title} ${summary}`.toLowerCase(),
    ...(remote ? { remote } : {}),
  })
  const index = [
    entry('rtc', 'Real-time clock'),
    entry('base', 'has a clock in its help'),
    entry('CLOCKSOURCE_WATCHDOG', 'no prompt of its own', 2),
    entry('CLOCK_THERMAL', 'Cooling by the clock', 1),
    entry('PTP', 'PTP clock support', 1),
    entry('CLOCK', 'no prompt of its own', 2),
  ]
  const titles = (query: string) => search(index, query).entries.map(({ title }) => title)
  const best = ['CLOCK', 'rtc', 'base', 'CLOCK_THERMAL', 'PTP', 'CLOCKSOURCE_WATCHDOG']
  expect(titles('clock')).toEqual(best)
  expect(titles('/clock/')).toEqual(best)
})
