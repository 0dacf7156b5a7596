/** How the menu of the configure screen stands: what is opened in it, and what it shows. */
import type { Measurements } from '../../pipeline/types.ts'

export interface MenuState {
  /** The row (a list, a choice) whose inside is shown in place of its section's rows, and that section. */
  submenu?: { section: string; id: string } | undefined
  /** All sections in one list. */
  tree: boolean
  /** Sections that are folded in it. */
  folded: readonly string[]
  /** Entries that are no choice of their own are shown, too. */
  hidden: boolean
  /** Names in files and kernel symbols stand beside the titles. */
  names: boolean
  /** Letters are being typed that lead to a row. */
  finding: boolean
  measured: Measurements
}

export const initialMenu: MenuState = {
  tree: false,
  folded: [],
  hidden: false,
  names: false,
  finding: false,
  measured: { bytes: {}, seconds: {} },
}

/** A part of the menu's state replaced. */
export function withMenu<T extends { menu: MenuState }>(state: T, change: Partial<MenuState>): T {
  return { ...state, menu: { ...state.menu, ...change } }
}

/** The name under which the place in the rows that are shown now is kept: each list has its own. */
export function rowsList({ section, menu }: { section: string; menu: MenuState }): string {
  if (menu.submenu?.section === section) return `rows:${section}:${menu.submenu.id}`
  return menu.tree ? 'rows:*' : `rows:${section}`
}
