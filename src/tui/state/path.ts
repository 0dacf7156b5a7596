/** Where one is, as a path: each screen has its depth, and what is deeper than the screen that is gone to is left. So Esc always leads out. */
import type { ScreenName } from '../state.ts'

/** On the way from a profile to its running machine. */
const DEPTH: Record<ScreenName, number> = {
  profiles: 0,
  configure: 1,
  kernel: 2,
  plan: 3,
  build: 4,
  result: 5,
  launch: 6,
  console: 7,
}

/** The path that ends at `screen`; a console is always that of a machine. */
export function pathTo(path: readonly ScreenName[], screen: ScreenName): ScreenName[] {
  const way = screen === 'console' ? pathTo(path, 'launch') : path
  return [...way.filter((passed) => DEPTH[passed] < DEPTH[screen]), screen]
}
