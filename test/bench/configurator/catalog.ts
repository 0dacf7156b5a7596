/** A catalog of any size, made up: what the configurator must stay quick with. */
import type { Catalog, CatalogEntry } from '../../../src/catalog/types.ts'
import { fakeCatalog } from '../../tui/fake-catalog.ts'

const WORDS = 'serial storage network bridge sensor display codec filter cache mirror sound clock'.split(' ')

/** The usual small catalog with made-up components and drivers added, `count` entries in all. */
export function largeCatalog(count: number): Catalog {
  const models = {
    component: fakeCatalog.entries.get('zlib'),
    driver: fakeCatalog.entries.get('nvme'),
  }
  const entries = new Map(fakeCatalog.entries)
  for (let index = 0; entries.size < count; index++) {
    const model = index % 2 === 0 ? models.component : models.driver
    if (!model) throw new Error('the small catalog has no zlib or no nvme')
    const entry = madeUp(model, index)
    entries.set(entry.id, entry)
  }
  return { ...fakeCatalog, entries }
}

function madeUp(model: CatalogEntry, index: number): CatalogEntry {
  const [first, second] = [WORDS[index % WORDS.length], WORDS[Math.floor(index / WORDS.length) % WORDS.length]]
  const id = `${first}-${second}-${index}`
  const summary = `A ${first} for the ${second}, made up as number ${index}`
  return {
    ...model,
    id,
    title: `${first} ${second} ${index}`,
    summary,
    category: `${first}s`,
    help: `${summary}. One wants it where a ${second} has to be seen by a ${first}; without it the machine would not know the device.`,
    ...(model.kind === 'driver'
      ? { symbol: `MADE_UP_${index}`, kernel: { [`MADE_UP_${index}`]: 'y' }, modules: [id] }
      : { sourceName: id }),
  } as CatalogEntry
}
