/** What makes a large catalog quick must change nothing that is seen: the same results as from nothing, and no work done twice. */
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import { resolve } from '../../src/configure/index.ts'
import { defaultProfile } from '../../src/profile/index.ts'
import type { Profile } from '../../src/profile/types.ts'
import { menuRows } from '../../src/tui/model/menu.ts'
import type { SearchEntry } from '../../src/tui/model/search.ts'
import { Searcher, search } from '../../src/tui/model/searcher.ts'
import { open } from './open.ts'
import { random } from './random.ts'

describe('a catalog that was resolved before', () => {
  it('gives the same configuration and the same rows as one that was not, whatever was switched in between', async () => {
    const warm = await loadCatalog()
    const ids = [...warm.entries.keys()]
    const next = random(7)
    const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(next() * values.length)] as Value
    const profile: Profile = { ...defaultProfile('walk'), components: {}, drivers: {} }
    for (let step = 0; step < 60; step++) {
      const id = pick(ids)
      const on = next() < 0.6
      const entry = warm.entries.get(id)
      if (entry?.kind === 'component') profile.components[id] = on && (next() < 0.3 ? { origin: 'package' } : true)
      else profile.drivers[id] = on && pick(entry?.modes ?? ['builtin'])
      const now: Profile = { ...structuredClone(profile), origin: step % 7 === 6 ? 'package' : 'source' }
      const known = resolve(now, warm)
      // The same entries in another catalog: nothing is remembered of it.
      const fresh = resolve(now, { ...warm })
      expect(known.states, `step ${step}`).toEqual(fresh.states)
      expect(known.problems).toEqual(fresh.problems)
      expect(known.components).toEqual(fresh.components)
      for (const section of ['components', 'drivers'] as const)
        expect(menuRows(section, known, {})).toEqual(menuRows(section, fresh, {}))
    }
  })

  it('keeps the very state of what a change does not reach', async () => {
    const catalog = await loadCatalog()
    const base = defaultProfile('walk')
    const before = resolve(base, catalog)
    const after = resolve({ ...base, drivers: { ...base.drivers, nvme: 'builtin' } }, catalog)
    expect(after.states.get('nvme')?.selected).toBe(true)
    const off = [...before.states].filter(
      ([id, { selected, blocks }]) => id !== 'nvme' && !selected && blocks.length === 0,
    )
    expect(off.length).toBeGreaterThan(30)
    expect(
      off.filter(([id, state]) => after.states.get(id)?.selected === false && after.states.get(id) !== state),
    ).toEqual([])
  })

  it('a switch resolves once: what is saved is not worked out again with every change', async () => {
    await using opened = await open({ profile: 'minimal' })
    const { terminal, fake } = opened
    await terminal.shows('Components')
    const { reconfigure } = fake.pipeline
    let resolved = 0
    fake.pipeline.reconfigure = (...given) => {
      resolved++
      return reconfigure(...given)
    }
    // Not by search, which reads the kernel's menu, too.
    await terminal.keys('<enter>')
    await terminal.keys('fopenssh<enter>')
    await terminal.shows(/▌ \[ \] openssh/)
    await terminal.keys('<space>')
    await terminal.shows('[*] openssh')
    expect(resolved).toBe(1)
    await terminal.keys('u')
    await terminal.shows('[ ] openssh')
    expect(resolved).toBe(1)
  })
})

describe('a search that is typed letter by letter', () => {
  const words = ['serial', 'bridge', 'Sensor', 'clock', 'net', 'network', 'or', 'e']
  const next = random(11)
  const pick = () => words[Math.floor(next() * words.length)] ?? ''
  const index: SearchEntry[] = Array.from({ length: 400 }, (_, number) => {
    const [title, summary] = [`${pick()}-${pick()}`, `${pick()} ${pick()} ${number}`]
    return {
      id: String(number),
      target: { type: 'action', action: { type: 'fill', text: '' } },
      mark: '',
      title,
      summary,
      place: '',
      names: [title.toLowerCase(), `name${number}`],
      text: `${title} ${summary} ${pick()}`.toLowerCase(),
    }
  })
  /** The rules as they are told, without anything clever. */
  const plainly = (query: string): string[] => {
    const terms = query.toLowerCase().split(/\s+/).filter(Boolean)
    const [first = ''] = terms
    const rank = ({ names, summary }: SearchEntry) => {
      const named = (term: string) => names.some((name) => name.includes(term))
      const all = terms.every(named)
      return [
        all && names.some((name) => [' ', '_', '-', '.'].some((between) => name === terms.join(between))),
        all && names.some((name) => name.startsWith(first)),
        all,
        terms.every((term) => named(term) || summary.toLowerCase().includes(term)),
        true,
      ].indexOf(true)
    }
    const found = index.filter(({ text }) => terms.every((term) => text.includes(term)))
    return (
      first === '' ? index : [0, 1, 2, 3, 4].flatMap((wanted) => found.filter((entry) => rank(entry) === wanted))
    ).map(({ id }) => id)
  }
  const ids = (entries: readonly SearchEntry[]) => entries.map(({ id }) => id)

  it.each(['serial bridge', 'net network', 'e or Sensor', 'name17', 'network-clock', 'or  net e', 'zzz'])(
    'finds for %j what it would find at once, at each letter and at each one taken back',
    (query) => {
      const searcher = new Searcher(index)
      const typed = [...query].map((_, at) => query.slice(0, at + 1))
      for (const text of [...typed, ...typed.toReversed(), '', query, 'bridge', query]) {
        const found = ids(searcher.search(text).entries)
        expect(found, text).toEqual(plainly(text))
        expect(found).toEqual(ids(search(index, text).entries))
      }
    },
  )

  it('knows a name by its words, whatever stands between them', () => {
    const found = new Searcher(index).search('serial bridge').entries
    expect(found[0]?.title.toLowerCase()).toBe('serial-bridge')
  })

  it('goes on rightly after a pattern, a broken one and an empty line', () => {
    const searcher = new Searcher(index)
    for (const text of ['ser', 're:^net', 'seri', 're:(', '', 'serial', 'serial e', 'serial bridge'])
      if (!text.startsWith('re:')) expect(ids(searcher.search(text).entries), text).toEqual(plainly(text))
      else searcher.search(text)
  })
})
