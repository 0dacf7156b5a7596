/** Where the engine keeps things inside a cache folder. Names only; nothing here touches the disk. */
import { join } from 'node:path'

/** A step id as a file name: `build:glibc` → `build-glibc`. */
export function stepFileName(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9._+-]/g, '-')
}

export const storeFolder = (cache: string): string => join(cache, 'store')
export const entryFolder = (cache: string, key: string): string => join(storeFolder(cache), key)
export const stagingFolder = (cache: string): string => join(cache, 'staging')
export const logsFolder = (cache: string): string => join(cache, 'logs')
/** Finished trees of incremental steps: `scratch/<step>/{tree,state.json}`. */
export const scratchFolder = (cache: string, id: string): string => join(cache, 'scratch', stepFileName(id))
/** What a failed step left behind, for its config.log and for `smart-os shell`: `failed/<step>/{tree,state.json}`. */
export const failedFolder = (cache: string, id: string): string => join(cache, 'failed', stepFileName(id))
export const historyFile = (cache: string): string => join(cache, 'history.json')
export const ccacheFolder = (cache: string): string => join(cache, 'ccache')
