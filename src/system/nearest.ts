/** "Did you mean": the nearest spelling of a word among known ones. */
import { distance } from 'fastest-levenshtein'

/** The known word nearest to `word`, if near enough to be a slip of the keyboard. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(word.length / 2.5)) + 1
  for (const candidate of known) {
    const found = slips(word.toLowerCase(), candidate.toLowerCase())
    if (found < bestDistance) {
      best = candidate
      bestDistance = found
    }
  }
  return best
}

/** Edits from one word to another; two neighbouring letters swapped are one slip, not two. */
function slips(word: string, candidate: string): number {
  const swapped = [...word].some((letter, at) => {
    const next = word[at + 1] ?? ''
    return next !== '' && word.slice(0, at) + next + letter + word.slice(at + 2) === candidate
  })
  return swapped ? 1 : distance(word, candidate)
}

/** ` Did you mean X?`, or the list of known words when it is short, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const guess = nearest(word, known)
  if (guess !== undefined) return `Did you mean ${guess}?`
  return known.length > 0 && known.length <= 24 ? `Known: ${known.join(', ')}` : ''
}
