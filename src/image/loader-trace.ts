/**
 * Reads what glibc's loader writes with LD_DEBUG=libs,files (ld.so(8)): which libraries were loaded, in what order, from where, by
 * which rule, and for whom. Its lines are `<pid>:<TAB>text`; only the first process is read.
 */

export interface LoadedLibrary {
  /** As it was asked for: a bare name, or a path where it was preloaded or opened by path. */
  name: string
  /** Where it was found, as the loader says; undefined when it was not. */
  path: string | undefined
  /** Who asked for it: the program, a library, or `LD_PRELOAD`. */
  neededBy: string
  /** `start`: before the program ran; `run`: by dlopen, while it ran. */
  when: 'start' | 'run'
  /** By which rule: `system search path`, `RUNPATH from file …`, `cache`, `path`, `preload`. */
  rule: string
  /** Places that were tried before, in order. */
  tried: string[]
}

interface Search {
  rule: string
  tried: string[]
}

/** `preload` is what LD_PRELOAD held. */
export function parseLoaderTrace(text: string, preload?: string): LoadedLibrary[] {
  const libraries = new Map<string, LoadedLibrary>()
  let search: Search | undefined
  let searched = ''
  let when: LoadedLibrary['when'] = 'start'
  const ask = (name: string, neededBy: string, how: LoadedLibrary['when']): LoadedLibrary => {
    const known = libraries.get(name)
    if (known) return known
    const rule = name === preload ? 'preload' : name.includes('/') ? 'path' : 'not found'
    const path = name.includes('/') ? name : undefined
    const library = { name, path, neededBy: name === preload ? 'LD_PRELOAD' : neededBy, when: how, rule, tried: [] }
    libraries.set(name, library)
    return library
  }
  const found = (name: string) => {
    const library = libraries.get(name)
    if (!library || search === undefined || searched !== name) return
    library.path = search.tried.at(-1) ?? library.path
    library.tried = search.tried.slice(0, -1)
    library.rule = search.rule
    search = undefined
  }
  for (const line of linesOfFirstProcess(text)) {
    const needed = /^file=(.+?) \[\d+\];\s+(needed|dynamically loaded) by (.+?) \[\d+\]/.exec(line)
    if (needed) {
      ask(needed[1] ?? '', needed[3] ?? '', needed[2] === 'needed' ? when : 'run')
      continue
    }
    const searching = /^find library=(.+?) \[\d+\]; searching/.exec(line)
    if (searching) {
      searched = searching[1] ?? ''
      search = { rule: '', tried: [] }
      continue
    }
    const place = /^search (path=.*|cache=.*)/.exec(line)?.[1]
    if (place !== undefined && search)
      search.rule = place.startsWith('cache=') ? 'cache' : (/\t+\((.+)\)$/.exec(place)?.[1] ?? search.rule)
    const trying = /^trying file=(.+)$/.exec(line)?.[1]
    if (trying !== undefined) search?.tried.push(trying)
    const mapped = /^file=(.+?) \[\d+\];\s+generating link map/.exec(line)?.[1]
    if (mapped !== undefined) found(mapped)
    if (/^transferring control: /.test(line)) when = 'run'
  }
  return [...libraries.values()]
}

function linesOfFirstProcess(text: string): string[] {
  const lines = text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+):\s*(.*)$/.exec(line)
    return match ? [{ pid: match[1], text: match[2] ?? '' }] : []
  })
  const first = lines[0]?.pid
  return lines.filter(({ pid }) => pid === first).map(({ text: rest }) => rest)
}
