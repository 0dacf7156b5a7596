/** The generator of the other tests, with the questions that mutating asks. */
import { random } from '../tui/random.ts'

export interface Random {
  /** From 0, below `limit`. */
  below(limit: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
}

/** The same answers for the same seed. */
export function randomFrom(seed: number): Random {
  const next = random(seed)
  return {
    below: (limit) => next() * limit,
    chance: (probability) => next() < probability,
    pick: <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item,
  }
}
