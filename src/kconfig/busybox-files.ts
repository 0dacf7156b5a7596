/**
 * BusyBox keeps the entries of an applet in its C file, behind `//config:`, and makes each folder's Config.in from them before its
 * configuration programs run (scripts/gen_build_files.sh). Here the same texts are made without writing to the tree.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const HEADER = '# DO NOT EDIT. This file is generated from Config.src\n'

/** Path (relative) → text of every Config.in that a tree's Config.src files stand for. */
export function generateConfigFiles(treeDir: string): Map<string, string> {
  const generated = new Map<string, string>()
  visit('')
  return generated

  function visit(folder: string): void {
    const entries = readdirSync(join(treeDir, folder), { withFileTypes: true })
    if (entries.some((entry) => entry.name === 'Config.src')) {
      const sources = entries.filter((entry) => entry.name.endsWith('.c') && !entry.name.startsWith('.'))
      // The shell's order in the locale C: by bytes.
      const names = sources
        .map((entry) => entry.name)
        .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
      const inserted = names.map((name) => entriesOf(readFileSync(join(treeDir, folder, name), 'utf8'))).join('')
      generated.set(
        join(folder, 'Config.in'),
        fill(readFileSync(join(treeDir, folder, 'Config.src'), 'utf8'), inserted),
      )
    }
    for (const entry of entries) if (entry.isDirectory() && !entry.name.startsWith('.')) visit(join(folder, entry.name))
  }
}

/** What stands behind `//config:` in a C file, line by line. */
export function entriesOf(source: string): string {
  return [...source.matchAll(/^\/\/config:(.*)$/gm)].map(([, text]) => `${text}\n`).join('')
}

/** Puts the entries where the line INSERT stands; without one they come last. */
export function fill(template: string, entries: string): string {
  const whole = template.endsWith('\n') || template === '' ? template : `${template}\n`
  const at = /^INSERT\n/m.exec(whole)
  if (!at) return HEADER + whole + entries
  return HEADER + whole.slice(0, at.index) + entries + whole.slice(at.index + at[0].length)
}
