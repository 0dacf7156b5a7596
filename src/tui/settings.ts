/** What is remembered between sessions: the theme and the last profile, in `$XDG_CONFIG_HOME/smart-os/configurator.json`. */
import { configRoot } from '../system/paths.ts'
import { THEME_NAMES, type ThemeName } from './theme.ts'

export interface SettingValues {
  theme?: ThemeName
  lastProfile?: string
  /** The tour was taken or declined. */
  tour?: 'known'
}

export interface Settings {
  get(): SettingValues
  /** Never throws: a setting that cannot be written is not worth interrupting anybody. */
  save(values: SettingValues): void
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
function validValues({ theme, lastProfile, tour }: Partial<Record<keyof SettingValues, unknown>>): SettingValues {
  const known = THEME_NAMES.find((name) => name === theme)
  return {
    ...(known ? { theme: known } : {}),
    ...(typeof lastProfile === 'string' ? { lastProfile } : {}),
    ...(tour === 'known' ? { tour } : {}),
  }
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
