/** Debian control text (deb822): stanzas of `Field: value` lines, as in Packages, Sources and *.sources files. See deb822(5). */

/** Field names are lower case; continuation lines are joined by newlines. */
export type Stanza = ReadonlyMap<string, string>

/** Parses any number of stanzas; lines that are none of field, continuation or comment are skipped. */
export function parseControl(text: string): Stanza[] {
  const stanzas: Map<string, string>[] = []
  let stanza = new Map<string, string>()
  let field: string | undefined
  const finish = () => {
    if (stanza.size > 0) stanzas.push(stanza)
    stanza = new Map()
    field = undefined
  }
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue
    if (line.trim() === '') {
      finish()
      continue
    }
    const start = /^([^\s:]+):\s*(.*)$/.exec(line)
    if (start?.[1] !== undefined) {
      field = start[1].toLowerCase()
      stanza.set(field, (start[2] ?? '').trim())
    } else if (field !== undefined && /^\s/.test(line)) {
      stanza.set(field, `${stanza.get(field)}\n${line.trim()}`)
    }
  }
  finish()
  return stanzas
}

/** A field's white-space separated words. */
export function words(stanza: Stanza, field: string): string[] {
  return (stanza.get(field) ?? '').split(/\s+/).filter(Boolean)
}
