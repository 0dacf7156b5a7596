/**
 * The lists of one Kbuild Makefile: `obj-$(CONFIG_X) += a.o dir/`, `a-y := b.o`, `a-$(CONFIG_Y) += c.o`. Only these are understood;
 * what is not is marked, so that nobody counts with half a list. Format: Documentation/kbuild/makefiles.rst of the kernel.
 */

/** One assignment to a list. */
export interface KbuildEntry {
  /** Without `CONFIG_`; undefined where the line holds for whoever comes to it. */
  symbol?: string
  /** Objects (`a.o`) and folders (`dir/`), as they are written. */
  words: string[]
  /** False where a part of the line, or the condition around it, is beyond this reader. */
  whole: boolean
}

/** By the list's name: `obj`, or that of an object made of several. */
export type KbuildLists = ReadonlyMap<string, readonly KbuildEntry[]>

const ASSIGNMENT =
  /^([\w./-]+)-(?:y|m|objs|\$\(CONFIG_(\w+)\)|\$\(subst m,y,\$\(CONFIG_(\w+)\)\))\s*(?:\+=|::?=|=)\s*(.*)$/
/** `ifdef CONFIG_X`, `ifeq ($(CONFIG_X),y)`, `ifneq ($(CONFIG_X),)` */
const HOLDS_WITH = /^(?:ifdef\s+CONFIG_(\w+)|ifeq\s*\(\$\(CONFIG_(\w+)\),\s*[ym]\)|ifneq\s*\(\$\(CONFIG_(\w+)\),\s*\))$/
const PREFIXED = /\$\(addprefix\s+([^\s$,]+)\s*,([^$()]*)\)/g

/** Lines of the Makefile's text; `variables` are the few that names of objects are made of (`BITS`, `SRCARCH`). */
export function parseKbuild(text: string, variables: ReadonlyMap<string, string> = new Map()): KbuildLists {
  const lists = new Map<string, KbuildEntry[]>()
  /** The symbol of each condition around the line; undefined for a condition that is not understood. */
  const around: (string | undefined)[] = []
  for (const line of joinedLines(text)) {
    if (condition(line, around)) continue
    const match = ASSIGNMENT.exec(line)
    if (!match) continue
    const [, name = '', direct, built, right = ''] = match
    const symbol = direct ?? built ?? around.at(-1)
    const words = expand(right, variables).split(/\s+/).filter(Boolean)
    const plain = words.filter((word) => /^[\w./+-]+(?:\.o|\/)$/.test(word))
    const entry = {
      words: plain,
      whole: plain.length === words.length && !around.includes(undefined),
      ...(symbol === undefined ? {} : { symbol }),
    }
    lists.set(name, [...(lists.get(name) ?? []), entry])
  }
  return lists
}

/** Comments away, continued lines in one. */
function joinedLines(text: string): string[] {
  return text
    .replace(/\r/g, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
}

/** Whether the line is part of a condition, which is then noted. */
function condition(line: string, around: (string | undefined)[]): boolean {
  if (/^if(?:n?eq|n?def)\b/.test(line)) {
    const match = HOLDS_WITH.exec(line)
    around.push(match?.[1] ?? match?.[2] ?? match?.[3])
    return true
  }
  if (/^else\b/.test(line)) {
    // Where a symbol is off, or something else holds: nothing that a symbol brings.
    if (around.length > 0) around[around.length - 1] = undefined
    return true
  }
  if (!/^endif\b/.test(line)) return false
  around.pop()
  return true
}

function expand(right: string, variables: ReadonlyMap<string, string>): string {
  return right
    .replace(/\$\((\w+)\)/g, (whole, name: string) => variables.get(name) ?? whole)
    .replace(PREFIXED, (_, prefix: string, words: string) =>
      words
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => prefix + word)
        .join(' '),
    )
}
