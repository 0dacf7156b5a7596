/** Where things live: the program's own data, the cache, a person's own profiles. XDG base directories, all overridable. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds profiles/ and templates/: the nearest ancestor of this file with both (source tree or bundle). */
export function programRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!(existsSync(join(folder, 'profiles')) && existsSync(join(folder, 'templates')))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('profiles/ and templates/ are missing beside the program')
    folder = parent
  }
  return folder
}

/** Store, downloads, scratch trees, history: `$XDG_CACHE_HOME/smart-os`. Safe to delete at any time. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(xdg(env.XDG_CACHE_HOME, '.cache'), 'smart-os')
}

/** A person's own profiles and settings: `$XDG_CONFIG_HOME/smart-os`. */
export function configRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(xdg(env.XDG_CONFIG_HOME, '.config'), 'smart-os')
}

/** What outlives a session without being a setting, such as unsaved changes: `$XDG_STATE_HOME/smart-os`. */
export function stateRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(xdg(env.XDG_STATE_HOME, '.local/state'), 'smart-os')
}

/** The XDG specification says that a relative value is to be ignored. */
function xdg(value: string | undefined, fallback: string): string {
  return value?.startsWith('/') ? value : resolve(homedir(), fallback)
}
