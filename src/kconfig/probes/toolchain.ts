/** What of a compiler answers depend on beyond its own program: the programs it calls, the folders of its libraries and headers. */

/** A shell command that names them, for toolchainFiles(). `compiler` as CC holds it: `gcc`, `ccache gcc`, `/opt/bin/clang`. */
export function toolchainQuery(compiler: string): string {
  const programs = 'for program in cc1 as ld collect2; do'
  return `${programs} ${compiler} -print-prog-name=$program; done 2>/dev/null; ${compiler} -print-search-dirs 2>/dev/null`
}

/** Absolute paths, and names to be looked for in PATH. `tools`: values of CC, LD, NM, …, of which plain names are taken. */
export function toolchainFiles(answer: string, tools: Iterable<string>): string[] {
  const found = new Set(['/usr/include', '/usr/local/include'])
  for (const line of answer.split('\n')) {
    const folders = /^(?:programs|libraries): =(.*)$/.exec(line)?.[1]
    if (folders !== undefined) for (const folder of folders.split(':')) found.add(folder)
    else if (/^(\/|[\w.+-]+$)/.test(line)) found.add(line)
  }
  for (const tool of tools) if (/^[A-Za-z/][\w./+-]*$/.test(tool)) found.add(tool)
  return [...found].filter((name) => name !== '').sort()
}
