/**
 * The host programs that smart-os calls, the Debian package of each, and what it is for. The one list from which doctor,
 * set-up and error hints come; it is JSON so that the dependency-free set-up scripts read the same file.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import tools from './tools.json' with { type: 'json' }

export interface HostTool {
  /** Program looked for in PATH, or an absolute file (or one of several, separated by `|`). */
  tool: string
  /** Debian and Ubuntu package that brings it. */
  package: string
  /** What smart-os uses it for, in a few words. */
  for: string
}

export const HOST_TOOLS: readonly HostTool[] = tools.filter((entry) => !('test' in entry))

/** Full path of a program in PATH (and the sbin folders, which users often lack), or undefined. */
export function findTool(name: string, path = process.env.PATH ?? ''): string | undefined {
  for (const alternative of name.split('|')) {
    if (alternative.startsWith('/')) {
      if (isReadable(alternative, constants.R_OK)) return alternative
      continue
    }
    for (const folder of [...path.split(delimiter), '/usr/sbin', '/sbin']) {
      const candidate = join(folder || '.', alternative)
      if (isReadable(candidate, constants.X_OK)) return candidate
    }
  }
  return undefined
}

function isReadable(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

/** The tools of the list that this host lacks. */
export function missingTools(): HostTool[] {
  return HOST_TOOLS.filter((entry) => findTool(entry.tool) === undefined)
}

/** The sentence that tells how to get a program. */
export function toolPackageHint(tool: string): string {
  const entry = HOST_TOOLS.find((candidate) => candidate.tool.split('|').includes(tool))
  return entry
    ? `Install it: apt-get install ${entry.package} (or run smart-os doctor --fix)`
    : `Install ${tool} and try again`
}
