/** What takes the room: bytes by component and the biggest files, for the result screen and for the budget's message. */
import type { RootfsManifest } from './types.ts'

export interface Contributor {
  path: string
  component: string
  bytes: number
}

/** Bytes of files by component, sorted by component. */
export function bytesByComponent(manifest: RootfsManifest): Record<string, number> {
  const sums = new Map<string, number>()
  for (const entry of manifest.entries)
    if (entry.type === 'file') sums.set(entry.component, (sums.get(entry.component) ?? 0) + entry.size)
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The biggest files, biggest first; equals by path. */
export function biggestFiles(manifest: RootfsManifest, count: number): Contributor[] {
  return manifest.entries
    .flatMap((entry) =>
      entry.type === 'file' ? [{ path: entry.path, component: entry.component, bytes: entry.size }] : [],
    )
    .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
    .slice(0, count)
}
