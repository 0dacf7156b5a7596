/** Symlinks of the composed machine: none may lead out of it, go in a circle, or hang on a folder of the build. */
import { resolvePath } from './paths.ts'
import type { LoaderFinding, RootfsManifest } from './types.ts'

/** What is only there when the machine runs; a link into these may dangle in the image. */
const RUNTIME_FOLDERS = /^\/(proc|sys|dev|run|var|mnt|media)(\/|$)/

/** Findings about symlinks. An absolute target means the machine's own root. */
export function checkLinks(manifest: RootfsManifest): LoaderFinding[] {
  const entries = new Map(manifest.entries.map((entry) => [entry.path, entry]))
  const linkTarget = (path: string) => {
    const entry = entries.get(path)
    return entry?.type === 'symlink' ? entry.target : undefined
  }
  return manifest.entries.flatMap((entry): LoaderFinding[] => {
    if (entry.type !== 'symlink') return []
    const report = (what: string): LoaderFinding[] => [
      {
        kind: 'points-outside',
        path: entry.path,
        wants: entry.target,
        component: entry.component,
        message: `${entry.path} (${entry.component}) ${what}`,
      },
    ]
    const resolved = resolvePath(entry.path, linkTarget, true)
    if (!resolved) return report(`is a symlink to ${entry.target} that goes in a circle`)
    if (resolved.escaped) return report(`is a symlink to ${entry.target}, which leads out of the machine's root`)
    if (resolved.path === '/' || entries.has(resolved.path) || RUNTIME_FOLDERS.test(resolved.path)) return []
    return report(`is a symlink to ${entry.target}, which is not in the machine`)
  })
}
