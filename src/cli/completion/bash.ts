/** Completion for bash: plain `complete -F`, without the bash-completion package. */
import type { CommandRow, OptionRow } from './model.ts'
import { candidates } from './words.ts'

/** The script that `source <(smart-os completion bash)` reads. */
export function bashCompletion(rows: readonly CommandRow[]): string {
  return `# smart-os completion for bash:  source <(smart-os completion bash)
_smart_os() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="" path="" position=0 word index
  # bash splits words at '='; --set key=value is one word to smart-os.
  [ "$current" = "=" ] && current=""
  (( COMP_CWORD > 0 )) && previous="\${COMP_WORDS[COMP_CWORD-1]}"
  for (( index = 1; index < COMP_CWORD; index++ )); do
    word="\${COMP_WORDS[index]}"
    case "$path $word" in
${rows
  .filter(({ path }) => path.length > 0)
  .map(({ path }) => `      "${prefix(path.slice(0, -1))} ${path.at(-1)}") path="${prefix(path)}"; position=0 ;;`)
  .join('\n')}
      *" -"*) case "$path $word" in
${rows.map((row) => valued(row)).join('\n')}
        esac ;;
      *) (( ++position )) ;;
    esac
  done
  local words=""
  case "$path $previous" in
${rows.flatMap((row) => row.options.filter(({ value }) => value !== undefined).map((option) => optionCase(row, option))).join('\n')}
    *) case "$path $position" in
${rows
  .map((row) => argumentCases(row))
  .filter(Boolean)
  .join('\n')}
      esac
      case "$current" in -*) case "$path" in
${rows.map(({ path, options }) => `        "${prefix(path)}") words="${options.flatMap(({ flags }) => flags).join(' ')}" ;;`).join('\n')}
      esac ;; esac ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
  # A setting goes on with its value.
  [ "\${#COMPREPLY[@]}" -eq 1 ] && [[ "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  return 0
}
complete -o default -F _smart_os smart-os
`
}

function prefix(path: readonly string[]): string {
  return path.map((word) => `/${word}`).join('')
}

function valued({ path, options }: CommandRow): string {
  const flags = options.filter(({ value }) => value !== undefined).flatMap((option) => option.flags)
  return flags.length === 0
    ? `          "${prefix(path)} ") ;;`
    : `          ${flags.map((flag) => `"${prefix(path)} ${flag}"`).join('|')}) (( ++index )) ;;`
}

function optionCase({ path }: CommandRow, option: OptionRow): string {
  const when = option.flags.map((flag) => `"${prefix(path)} ${flag}"`).join('|')
  return `    ${when}) ${reply(option)} ;;`
}

function argumentCases({ path, commands, arguments: list }: CommandRow): string {
  if (commands.length > 0) return `      "${prefix(path)} 0") words="${commands.map(({ name }) => name).join(' ')}" ;;`
  return list
    .map(
      (argument, index) => `      "${prefix(path)} "${argument.variadic ? '*' : String(index)}) ${reply(argument)} ;;`,
    )
    .join('\n')
}

function reply(word: Pick<OptionRow, 'values' | 'kind'>): string {
  if (word.kind === 'folder') return `COMPREPLY=( $(compgen -d -- "$current") ); return 0`
  if (word.kind === 'file') return `COMPREPLY=( $(compgen -f -- "$current") ); return 0`
  return `words="${candidates(word)}"`
}
