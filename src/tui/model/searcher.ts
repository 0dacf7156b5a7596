/**
 * Search: space-separated terms must all match; `re:` or slashes around it make the whole query a pattern. Best first: the very name,
 * then names that have all terms, then titles, then what only mentions them; what this program is about before the symbols of
 * a kernel, of which every word finds hundreds. As quick as one types over tens of thousands of entries: a query that
 * goes on where the last one ended looks only at what that one found, from where it found it.
 */
import type { SearchEntry } from './search.ts'
import { withinTime } from './within-time.ts'

export interface SearchResult {
  entries: SearchEntry[]
  /** What is wrong with the pattern. */
  complaint?: string
}

type Query = { terms: string[] } | { pattern: RegExp } | { complaint: string }

/** Reads a query; a pattern that is none comes back as a sentence. */
export function parseQuery(query: string): Query {
  const text = query.trim()
  const source = /^re:(.*)$/s.exec(text)?.[1] ?? /^\/(.+)\/$/s.exec(text)?.[1]
  if (source === undefined) return { terms: text.toLowerCase().split(/\s+/).filter(Boolean) }
  try {
    return { pattern: new RegExp(source.trim(), 'i') }
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*\/i?: /, '') : String(error)
    return { complaint: `Not a pattern: ${why}` }
  }
}

/** What a pattern may take over everything, in ms: a slow one is worth a wait, one that never ends must not hold the keys. */
const PATTERN_TIME = 250

/** How well something matches: the very name, names that begin so, names that contain it, names and the title line, anywhere else. */
type Match = 0 | 1 | 2 | 3 | 4

/** By `remote`, and by match in it. */
const ORDER = [
  [0, 1, 2, 3, 6],
  [0, 4, 5, 7, 8],
  [0, 9, 9, 10, 10],
] as const
const RANKS = 11

function rankOf({ remote }: SearchEntry, match: Match): number {
  return ORDER[remote ?? 0][match]
}

/** What terms were found in: the entries' places in the index, ascending, and in each where the last term begins. */
interface Found {
  terms: readonly string[]
  /** Of both only the first `count` numbers mean anything: arrays that grow would cost more than the search. */
  places: Int32Array
  at: Int32Array
  count: number
}

export class Searcher {
  readonly #index: readonly SearchEntry[]
  /** Of each entry its names, each on a line of its own, and its summary; both in lower case. */
  readonly #names: readonly string[]
  readonly #summaries: readonly string[]
  #last: Found | undefined

  constructor(index: readonly SearchEntry[]) {
    this.#index = index
    this.#names = index.map(({ names }) => `\n${names.join('\n')}\n`)
    this.#summaries = index.map(({ summary }) => summary.toLowerCase())
  }

  /** Matches, best first; those of one rank stay in the order of the index. */
  search(query: string): SearchResult {
    const asked = parseQuery(query)
    if ('complaint' in asked) return { entries: [], complaint: asked.complaint }
    if ('pattern' in asked) return this.#byPattern(asked.pattern)
    const { terms } = asked
    const [first] = terms
    if (first === undefined) return { entries: [...this.#index] }
    const found = this.#find(terms)
    this.#last = found
    return { entries: this.#ranked(found, terms) }
  }

  #find(terms: readonly string[]): Found {
    const last = this.#last
    const before = last !== undefined && continues(last.terms, terms) ? last : undefined
    const known = before ? before.terms.length - 1 : 0
    const length = before?.count ?? this.#index.length
    const places = new Int32Array(length)
    const at = new Int32Array(length)
    let count = 0
    for (let step = 0; step < length; step++) {
      const place = before?.places[step] ?? step
      const text = this.#index[place]?.text ?? ''
      let begin = before?.at[step] ?? 0
      for (let term = known; term < terms.length && begin !== -1; term++)
        begin = text.indexOf(terms[term] ?? '', term === known ? begin : 0)
      if (begin === -1) continue
      places[count] = place
      at[count] = begin
      count++
    }
    return { terms, places, at, count }
  }

  /** The entries by rank, in one array made at its size. */
  #ranked({ places, count }: Found, terms: readonly string[]): SearchEntry[] {
    // `usb printer` is the very name of USB_PRINTER, too.
    const wholes = terms.length > 1 ? [' ', '_', '-', '.'].map((between) => terms.join(between)) : terms
    const ranks = new Uint8Array(count)
    const next = new Int32Array(RANKS + 1)
    for (let step = 0; step < count; step++) {
      const place = places[step] ?? 0
      const entry = this.#index[place]
      const match = this.#match(place, terms, wholes)
      const rank = entry ? rankOf(entry, match) : match
      ranks[step] = rank
      next[rank + 1] = (next[rank + 1] ?? 0) + 1
    }
    for (let rank = 1; rank <= RANKS; rank++) next[rank] = (next[rank] ?? 0) + (next[rank - 1] ?? 0)
    const entries = new Array<SearchEntry>(count)
    for (let step = 0; step < count; step++) {
      const rank = ranks[step] ?? 0
      const to = next[rank] ?? 0
      next[rank] = to + 1
      const entry = this.#index[places[step] ?? 0]
      if (entry) entries[to] = entry
    }
    return entries
  }

  /** What only mentions one of several terms ranks by where that one is. */
  #match(place: number, terms: readonly string[], wholes: readonly string[]): Match {
    const names = this.#names[place] ?? ''
    if (terms.every((term) => names.includes(term))) {
      // Each name stands on a line of its own: one that begins so has a line end before it.
      if (!names.includes(`\n${terms[0] ?? ''}`)) return 2
      return wholes.some((whole) => names.includes(`\n${whole}\n`)) ? 0 : 1
    }
    const summary = this.#summaries[place] ?? ''
    return terms.every((term) => summary.includes(term) || names.includes(term)) ? 3 : 4
  }

  #byPattern(pattern: RegExp): SearchResult {
    const ranks: SearchEntry[][] = Array.from({ length: RANKS }, () => [])
    const done = withinTime(PATTERN_TIME, () => {
      for (const entry of this.#index)
        if (pattern.test(entry.text)) ranks[rankOf(entry, patternMatch(entry, pattern))]?.push(entry)
      return true
    })
    const complaint = done ? {} : { complaint: 'This pattern takes too long: these are the matches found so far' }
    return { entries: ranks.flat(), ...complaint }
  }
}

/** Searches once. */
export function search(index: readonly SearchEntry[], query: string): SearchResult {
  return new Searcher(index).search(query)
}

/** True where everything that matches `next` matched `last`, and only the last term of `last` was gone on with. */
function continues(last: readonly string[], next: readonly string[]): boolean {
  const end = last.length - 1
  return last.every((term, index) => (index === end ? next[index]?.startsWith(term) : next[index] === term))
}

function patternMatch({ names, summary }: SearchEntry, pattern: RegExp): Match {
  if (names.some((name) => pattern.exec(name)?.[0].length === name.length)) return 0
  if (names.some((name) => pattern.exec(name)?.index === 0)) return 1
  if (names.some((name) => pattern.test(name))) return 2
  return pattern.test(summary) ? 3 : 4
}
