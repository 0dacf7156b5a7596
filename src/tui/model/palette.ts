/** What can be done from where one is, as a list with names: commands of the key table, screens, themes, profiles, settings. Pure. */
import { type Command, keyRow, showKeys } from '../keys.ts'
import type { State } from '../state.ts'
import { THEME_NAMES, type ThemeName } from '../theme.ts'
import { SETTINGS, valueAt } from './settings-table.ts'
import { shownSetting } from './shown-setting.ts'
import { truncate } from './text.ts'

export type PaletteAction =
  | { type: 'command'; command: Command }
  | { type: 'theme'; theme: ThemeName }
  | { type: 'profile'; reference: string }
  /** Moves the first screen's highlight. */
  | { type: 'highlight'; reference: string }
  /** `key=value`, ready to be applied. */
  | { type: 'set'; text: string }
  /** Goes on typing: the line becomes this. */
  | { type: 'fill'; text: string }

export interface PaletteItem {
  id: string
  title: string
  key: string
  action: PaletteAction
  /** Searched and shown beside the title. */
  more?: string
}

/** Moving and typing are no commands that one calls by name. */
const UNNAMED = new Set(['list', 'edit', 'search'])

/** Commands that are possible now, by what they do. */
export function commandItems(commands: readonly Command[], unicode: boolean): PaletteItem[] {
  return commands
    .filter((command) => !UNNAMED.has(command.split('.')[0] ?? '') && command !== 'global.palette')
    .map((command) => {
      const { keys, text } = keyRow(command)
      return { id: command, title: text, key: showKeys(keys, unicode), action: { type: 'command', command } }
    })
}

/** Themes and profiles by name; screens are commands of the table. */
export function namedItems({ profiles, theme }: State): PaletteItem[] {
  return [
    ...THEME_NAMES.map(
      (name): PaletteItem => ({
        id: `theme.${name}`,
        title: `Theme: ${name}`,
        key: '',
        action: { type: 'theme', theme: name },
        ...(name === theme ? { more: 'the one of now' } : {}),
      }),
    ),
    ...profiles.map(
      ({ name, builtin }): PaletteItem => ({
        id: `open.${name}`,
        title: `Open profile ${name}`,
        key: '',
        action: { type: 'profile', reference: name },
        more: builtin ? 'built in' : 'own',
      }),
    ),
  ]
}

/** Columns of a setting's value: its name matters more. */
const VALUE = 24

/** Settings by key: choosing one goes on with its value. `file`: the profile in the file's words. */
export function settingItems(file: Readonly<Record<string, unknown>>): PaletteItem[] {
  return SETTINGS.map((spec) => ({
    id: spec.path,
    title: `${spec.path}=`,
    key: truncate(shownSetting(spec, valueAt(file, spec.path), file), VALUE),
    action: { type: 'fill', text: `${spec.path}=` },
    more: spec.title,
  }))
}

/** The `key=value` that a line is, if it is one. */
export function setText(line: string): string | undefined {
  return /^\s*[\w.-]+\s*=/.test(line) ? line.trim() : undefined
}
