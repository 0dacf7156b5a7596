/** What is remembered between sessions, in `$XDG_CONFIG_HOME/smart-os/configurator.json`: theme, profiles that were opened, how the window is liked. */
import { configRoot } from '../system/paths.ts'
import { PICTURE_WAYS, type PictureWay } from './model/picture-way.ts'
import { THEME_NAMES, type ThemeName } from './theme.ts'

/** How the menu is liked: all sections in one list, which of them folded, hidden rows shown, names shown. */
export interface WindowChoices {
  tree: boolean
  folded: readonly string[]
  hidden: boolean
  names: boolean
}

export interface SettingValues {
  theme?: ThemeName
  lastProfile?: string
  /** The tour was taken or declined. */
  tour?: 'known'
  /** Names and absolute files of profiles that were opened, the last first. */
  recent?: readonly string[]
  window?: WindowChoices
  /** How pictures are drawn, where the person chose; else the best that the terminal has. */
  pictures?: PictureWay
}

export interface Settings {
  get(): SettingValues
  /** Never throws: a setting that cannot be written is not worth interrupting anybody. */
  save(values: SettingValues): void
}

/** Of those that were opened, so many are remembered. */
const RECENT = 12

/** Remembers that a profile was opened. */
export function rememberProfile(settings: Settings, reference: string): void {
  const { recent = [] } = settings.get()
  const others = recent.filter((one) => one !== reference)
  settings.save({ lastProfile: reference, recent: [reference, ...others].slice(0, RECENT) })
}

/** Settings on disk. A damaged file counts as empty; where none can be kept they last for the session. */
export async function openSettings(folder = configRoot()): Promise<Settings> {
  const { default: Conf } = await import('conf')
  try {
    const conf = new Conf<SettingValues>({
      cwd: folder,
      configName: 'configurator',
      clearInvalidConfig: true,
      projectName: 'smart-os',
    })
    return {
      get: () => validValues(conf.store),
      save: (values) => {
        try {
          conf.set(values)
        } catch {
          // A read-only home: nothing worth interrupting anybody for.
        }
      },
    }
  } catch {
    return memorySettings()
  }
}

/** Anybody may have edited the file. */
function validValues(stored: Partial<Record<keyof SettingValues, unknown>>): SettingValues {
  const theme = THEME_NAMES.find((name) => name === stored.theme)
  const recent = texts(stored.recent)
  const window = windowChoices(stored.window)
  const pictures = PICTURE_WAYS.find((way) => way === stored.pictures)
  return {
    ...(theme ? { theme } : {}),
    ...(typeof stored.lastProfile === 'string' ? { lastProfile: stored.lastProfile } : {}),
    ...(recent.length > 0 ? { recent: recent.slice(0, RECENT) } : {}),
    ...(window ? { window } : {}),
    ...(pictures ? { pictures } : {}),
    ...(stored.tour === 'known' ? { tour: stored.tour } : {}),
  }
}

function windowChoices(stored: unknown): WindowChoices | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined
  const { tree, folded, hidden, names } = stored as Partial<Record<keyof WindowChoices, unknown>>
  return { tree: tree === true, folded: texts(folded), hidden: hidden === true, names: names === true }
}

function texts(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : []
}

/** Settings that are forgotten at the end. */
export function memorySettings(initial: SettingValues = {}): Settings {
  let values = initial
  return {
    get: () => values,
    save: (more) => {
      values = { ...values, ...more }
    },
  }
}
