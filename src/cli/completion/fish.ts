/** Completion for fish: one `complete` line per word. */
import type { CommandRow, OptionRow } from './model.ts'
import { candidates } from './words.ts'

/** The script for ~/.config/fish/completions/smart-os.fish, or for `smart-os completion fish | source`. */
export function fishCompletion(rows: readonly CommandRow[]): string {
  return `# smart-os completion for fish:  smart-os completion fish | source
function __smart_os_at
    # True where the command words typed so far are exactly the arguments.
    set -l known ${rows.flatMap(({ commands }) => commands.map(({ name }) => name)).join(' ')}
    set -l said
    for word in (commandline -opc)[2..-1]
        contains -- $word $known; and set said $said $word
    end
    test "$said" = "$argv"
end
complete -c smart-os -f
${rows.flatMap(lines).join('\n')}
`
}

function lines({ path, commands, options, arguments: list }: CommandRow): string[] {
  const when = `-n '__smart_os_at ${path.join(' ')}'`
  return [
    ...commands.map(({ name, text }) => `complete -c smart-os ${when} -a ${name} -d ${quote(text)}`),
    ...options.map(
      (option) => `complete -c smart-os ${when} ${flags(option)}${value(option)} -d ${quote(option.text)}`,
    ),
    ...list.flatMap((argument) => {
      const words = argument.kind === 'file' || argument.kind === 'folder' ? undefined : candidates(argument)
      if (words === '') return []
      return [`complete -c smart-os ${when} ${words === undefined ? '-F' : `-a ${wordList(words)}`}`]
    }),
  ]
}

function flags({ flags: names }: OptionRow): string {
  return names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ')
}

function value(option: OptionRow): string {
  if (option.value === undefined) return ''
  if (option.kind === 'file' || option.kind === 'folder') return ' -r -F'
  const words = candidates(option)
  return words === '' ? ' -x' : ` -x -a ${wordList(words)}`
}

/** fish has its own command substitution. */
function wordList(words: string): string {
  return quote(words.replace(/^\$\((.*) 2>\/dev\/null\)$/, '($1 2>/dev/null)'))
}

function quote(text: string): string {
  return `'${(text.split('\n')[0] ?? '').replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
