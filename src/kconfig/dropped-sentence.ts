/** The words for an explanation: short sentences that say what is in the way and what would help. */
import type { DroppedFacts, SelectorState } from './dropped.ts'
import type { UnmetTerm } from './unmet.ts'

/** How many names a sentence lists before it says how many more there are. */
const listLength = 6

/** `result` begins most sentences: what came of the request. */
export function writeSentence(
  facts: DroppedFacts,
  result = `${facts.symbol}=${facts.requested} became ${facts.got}`,
): string {
  const { symbol, requested } = facts
  switch (facts.reason) {
    case 'kept':
      return `${symbol}=${requested} is in the configuration.`
    case 'unknown-symbol': {
      const nearest = facts.nearest?.length ? `; nearest: ${facts.nearest.join(', ')}` : ''
      return `There is no symbol ${symbol} in this tree${nearest}.`
    }
    case 'wrong-type':
      return `${symbol} is ${typeWords[facts.type ?? 'unknown']}, so it cannot be ${requested}.`
    case 'no-modules':
      return `${result}: modules are switched off (MODULES=n).${facts.unmet.length > 0 ? ` Besides, ${unmetWords(facts)}` : ''}`
    case 'selected':
      return `${result}: it is selected by ${activeSelectors(facts.selectedBy)}.`
    case 'unmet-dependency':
      return `${result}: ${unmetWords(facts)}${hiddenWords(facts)}`
    case 'no-prompt':
      return `${result}: ${promptlessWords(facts)}.`
    case 'other-choice-member': {
      const choice = facts.choice?.prompt ?? ''
      const chosen = facts.choice?.chosen
      return chosen
        ? `${result}: only one of "${choice}" can be on, and ${chosen} is. Set ${chosen}=n with it.`
        : `${result}: one of "${choice}" has to be on. Switch another one on instead.`
    }
    case 'out-of-range':
      return `${result}: here its value has to be in the range ${facts.range}.`
    case 'unanswered-probe':
      return `${result}: its symbols allow it, so the answer of ${list(facts.probes, 'or')} must be no with this compiler and linker.`
    case 'overridden':
      return `${result}: its dependencies are met, so another line of the configuration set it after this one.`
  }
}

const typeWords = {
  bool: 'a bool (y or n)',
  tristate: 'a tristate (y, m or n)',
  int: 'a whole number',
  hex: 'a hexadecimal number',
  string: 'a text',
  unknown: 'without a type',
} as const

function unmetWords(facts: DroppedFacts): string {
  const switchingOff = facts.requested === 'n' || !(facts.type === 'bool' || facts.type === 'tristate')
  const verb = switchingOff ? 'it can only be set with' : 'it needs'
  const told = new Set<string>()
  const indirect = facts.unmet.flatMap((term) => indirectWords(term, told)).slice(0, listLength)
  return [`${verb} ${termList(facts.unmet)}.`, ...indirect].join(' ')
}

/** `NET=y (is n)`, alternatives joined by "or", the rest by "and"; impossible alternatives are left out. */
export function termList(terms: readonly UnmetTerm[]): string {
  const groups = [...groupBy(terms, (term) => term.oneOf ?? term).values()]
  const texts = groups.map((group) => {
    const ways = [...groupBy(group, (term) => term.way).values()]
    const possible = ways.filter((way) => way.every((term) => term.location !== undefined))
    const words = (possible.length > 0 ? possible : ways).map((way) => way.map(termWords).join(' with '))
    return groups.length > 1 && words.length > 1 ? `(${list(words, 'or')})` : list(words, 'or')
  })
  return list(texts, 'and')
}

function groupBy<Key>(terms: readonly UnmetTerm[], keyOf: (term: UnmetTerm) => Key): Map<Key, UnmetTerm[]> {
  const groups = new Map<Key, UnmetTerm[]>()
  for (const term of terms) groups.set(keyOf(term), [...(groups.get(keyOf(term)) ?? []), term])
  return groups
}

function termWords(term: UnmetTerm): string {
  if (term.leaf === 'm') return 'to be a module (it cannot be built in)'
  const wanted = wantedWords(term)
  if (term.location === undefined) return `${wanted} (never so for this architecture)`
  return `${wanted} (is ${term.value === '' ? 'not set' : term.value})`
}

function wantedWords({ leaf, wanted }: UnmetTerm): string {
  if (wanted === 'm') return `${leaf}=m or y`
  if (wanted.startsWith('not ')) return `${leaf}!=${wanted.slice(4)}`
  return /^[<>]/.test(wanted) ? `${leaf} ${wanted}` : `${leaf}=${wanted}`
}

/** What a term needs itself; what an earlier term was said to need is not said again. */
function indirectWords(term: UnmetTerm, told: Set<string>): string[] {
  const words: string[] = []
  const needs = term.needs.filter((need) => need.oneOf !== undefined || !told.has(wantedWords(need)))
  for (const need of needs) told.add(wantedWords(need))
  if (needs.length > 0) words.push(`${term.leaf} in turn needs ${termList(needs)}.`)
  if (term.selectors.length > 0)
    words.push(`${term.leaf} has no prompt; it comes with ${list(shorten(term.selectors), 'or')}.`)
  return words
}

function hiddenWords(facts: DroppedFacts): string {
  return facts.prompt === undefined ? ` Besides, ${promptlessWords(facts)}.` : ''
}

function promptlessWords(facts: DroppedFacts): string {
  const selectors = shorten(facts.selectors)
  const byDefault = facts.defaults.length > 0 ? `its default (${list(shorten(facts.defaults), 'or')})` : ''
  if (selectors.length === 0)
    return byDefault ? `it has no prompt; only ${byDefault} sets it` : 'it has no prompt, and nothing selects it'
  return `it has no prompt; it is set only by select from ${list(selectors, 'or')}${byDefault ? `, or by ${byDefault}` : ''}`
}

function activeSelectors(selectors: readonly SelectorState[]): string {
  const active = selectors.filter((selector) => selector.active)
  return list(shorten([...new Set(active.map(({ symbol, value }) => `${symbol}=${value}`))]), 'and')
}

function shorten(words: readonly string[]): string[] {
  const more = words.length - listLength
  return more > 1 ? [...words.slice(0, listLength), `${more} more`] : [...words]
}

function list(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`
}
