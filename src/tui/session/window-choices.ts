/** How a person likes the window is found again in the next session: folds, hidden rows, names. Theme and profiles are saved where they are chosen. */
import type { Settings, WindowChoices } from '../settings.ts'
import { type MenuState, withMenu } from '../state/menu.ts'
import type { Store } from '../store.ts'

/** Takes over what was saved, and saves what changes from now on. Returns what ends that. */
export function keepWindowChoices(store: Store, settings: Settings): () => void {
  const { window } = settings.get()
  if (window) store.setState((state) => withMenu(state, window))
  return store.subscribe(({ menu }, before) => {
    if (menu === before.menu) return
    const choices = choicesOf(menu)
    if (JSON.stringify(choices) !== JSON.stringify(choicesOf(before.menu))) settings.save({ window: choices })
  })
}

function choicesOf({ tree, folded, hidden, names }: MenuState): WindowChoices {
  return { tree, folded, hidden, names }
}
