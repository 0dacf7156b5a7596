/** What happens when something is found: a jump to its row, a command, another profile, a setting. */
import { currentScreen, goTo, say } from '../actions.ts'
import type { Command } from '../keys.ts'
import { menuRows, type Section } from '../model/menu.ts'
import type { PaletteAction } from '../model/palette.ts'
import type { SearchEntry } from '../model/search.ts'
import { rowsList } from '../state/menu.ts'
import type { State } from '../state.ts'
import { lookIntoProfiles } from './contents.ts'
import type { SessionContext } from './context.ts'
import type { Editing } from './editing.ts'

export class Finding {
  readonly #context: SessionContext
  readonly #editing: Editing
  readonly #openProfile: (reference: string) => void

  readonly #jumpToSymbol: (component: string, symbol: string) => void

  constructor(
    context: SessionContext,
    editing: Editing,
    openProfile: (reference: string) => void,
    jumpToSymbol: (component: string, symbol: string) => void,
  ) {
    this.#jumpToSymbol = jumpToSymbol
    this.#context = context
    this.#editing = editing
    this.#openProfile = openProfile
  }

  /** `commands` is what was possible before the dialog took the keys. */
  openPalette(commands: readonly Command[]): void {
    this.#context.store.setState({ dialog: { type: 'palette', commands } })
  }

  openSearch(commands: readonly Command[]): void {
    const { store } = this.#context
    store.setState({ dialog: { type: 'search', commands } })
    if (currentScreen(store.getState()) === 'profiles') void lookIntoProfiles(this.#context)
  }

  /** Profiles as results, with what they are for and what is in them where it is known. */
  profileEntries(): SearchEntry[] {
    const { profiles, previews, contents } = this.#context.store.getState()
    return profiles.map(({ name, builtin }) => {
      const configuration = previews[name]?.project?.configuration
      const known = configuration
        ? { ...configuration.profile, components: configuration.components }
        : (contents[name] ?? { title: '', summary: '', components: [] })
      return profileEntry(
        name,
        known.title === '' ? '' : `${known.title}. ${known.summary}`,
        builtin ? 'built in' : 'own',
        known.components.join(' '),
      )
    })
  }

  /** Does what an entry stands for. A text that comes back is what the line goes on with. */
  pick({ target }: SearchEntry): string | undefined {
    const { store } = this.#context
    if (target.type === 'action') return this.#act(target.action)
    if (target.type === 'kernel') {
      this.#jumpToSymbol(target.component, target.symbol)
      return undefined
    }
    store.setState((state) => this.jump(state, target.section, target.row.id))
    return undefined
  }

  /** To the row of a setting, from a screen that shows it and cannot change it. */
  toRow(section: Section, id: string): void {
    this.#context.update((state) => {
      if (!state.editor) return say(state, { tone: 'warning', text: 'Open the profile to change this' })
      const there = goTo(state, 'configure')
      const text = 'What is changed here holds from the next start on'
      return say({ ...there, ...this.jump(there, section, id) }, { tone: 'info', text })
    })
  }

  /** The menu with the cursor on a row. */
  jump(state: State, section: Section, id: string): Partial<State> {
    const { editor } = state
    if (!editor) return { dialog: undefined }
    const { configuration } = editor.project
    // What an open list or the single tree shows is left: the row is found in its own section.
    const menu = { ...state.menu, submenu: undefined, tree: false }
    const file = this.#context.core().profileAsFile(configuration.profile)
    const rows = menuRows(section, configuration, file, { hidden: menu.hidden })
    const cursor = Math.max(
      0,
      rows.findIndex((row) => row.id === id),
    )
    const position = { cursor, top: Math.max(0, cursor - 3) }
    return {
      dialog: undefined,
      section,
      inRows: true,
      menu,
      positions: { ...state.positions, [rowsList({ section, menu })]: position },
    }
  }

  #act(action: PaletteAction): string | undefined {
    const { store, settings } = this.#context
    if (action.type === 'fill') return action.text
    store.setState({ dialog: undefined })
    switch (action.type) {
      case 'command':
        store.setState({ pending: action.command })
        return undefined
      case 'theme':
        settings.save({ theme: action.theme })
        store.setState((state) =>
          say({ ...state, theme: action.theme }, { tone: 'info', text: `Theme: ${action.theme}` }),
        )
        return undefined
      case 'profile':
        this.#openProfile(action.reference)
        return undefined
      case 'highlight':
        store.setState({ highlighted: action.reference, message: undefined })
        return undefined
      case 'set': {
        const complaint = this.#editing.set(action.text)
        if (complaint !== undefined) store.setState((state) => say(state, { tone: 'bad', text: complaint }))
        return undefined
      }
    }
  }
}

function profileEntry(reference: string, summary: string, place: string, more: string): SearchEntry {
  return {
    id: `profile ${reference}`,
    target: { type: 'action', action: { type: 'highlight', reference } },
    mark: '',
    title: reference,
    summary,
    place,
    names: [reference.toLowerCase()],
    text: `${reference} ${summary} ${more}`.toLowerCase(),
  }
}
