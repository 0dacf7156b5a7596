/** What somebody may have meant by a symbol that the tree does not have. */
import { distance } from 'fastest-levenshtein'
import fuzzysort from 'fuzzysort'

/** At most `limit` names, the likeliest first: near spellings, then names that contain the letters in order. */
export function nearestSymbols(wanted: string, names: readonly string[], limit = 3): string[] {
  const name = wanted.replace(/^CONFIG_/i, '').toUpperCase()
  const reach = 1 + Math.floor(name.length / 4)
  const spelled = names
    .filter((candidate) => Math.abs(candidate.length - name.length) <= reach)
    .map((candidate) => ({ candidate, edits: distance(name, candidate.toUpperCase()) }))
    .filter(({ edits }) => edits <= reach)
    .sort(
      (left, right) =>
        left.edits - right.edits || sharedPrefix(right.candidate, name) - sharedPrefix(left.candidate, name),
    )
    .map(({ candidate }) => candidate)
  const contained = fuzzysort.go(name, names as string[], { limit, threshold: 0.4 }).map((result) => result.target)
  return [...new Set([...spelled.slice(0, limit), ...contained])].slice(0, limit)
}

function sharedPrefix(left: string, right: string): number {
  let length = 0
  while (length < left.length && left[length] === right[length]) length++
  return length
}
