/** Words of a POSIX shell. A file of its own because showing a command must not cost loading what runs one. */

/** One argument as a POSIX shell word; what is printed can be pasted. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** An argv as a pasteable command line. */
export function shellQuoteAll(argv: readonly string[]): string {
  return argv.map(shellQuote).join(' ')
}
