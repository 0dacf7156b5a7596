/** Completion for zsh: one `_arguments` function per command. */
import type { CommandRow, OptionRow } from './model.ts'
import { candidates } from './words.ts'

/** The script for a folder of `fpath`, or for `source <(smart-os completion zsh)`. */
export function zshCompletion(rows: readonly CommandRow[]): string {
  return `#compdef smart-os
# smart-os completion for zsh:  source <(smart-os completion zsh), or a file _smart-os in a folder of fpath
${rows.map(command).join('\n')}
if [[ "\${funcstack[1]}" == "_smart-os" ]]; then _smart_os "$@"; else compdef _smart_os smart-os; fi
`
}

function name(path: readonly string[]): string {
  return ['_smart_os', ...path].join('__')
}

function command({ path, options, arguments: list, commands }: CommandRow): string {
  const lines = options.flatMap((option) => option.flags.map((flag) => quote(optionSpec(flag, option))))
  if (commands.length > 0) {
    const described = commands.map((child) => quote(`${child.name}:${child.text.split('\n')[0] ?? ''}`)).join(' ')
    return `${name(path)}() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C ${lines.join(' ')} '1: :->command' '*:: :->rest'
  case "$state" in
    command) local -a known; known=(${described}); _describe command known ;;
    rest) case "$line[1]" in
${commands.map((child) => `      ${child.name}) ${name([...path, child.name])} ;;`).join('\n')}
    esac ;;
  esac
}`
  }
  const positions = list.map((argument, index) =>
    quote(`${argument.variadic ? '*' : index + 1}:${argument.name}:${action(argument)}`),
  )
  return `${name(path)}() {\n  _arguments ${[...lines, ...positions].join(' ')}\n}`
}

function optionSpec(flag: string, option: OptionRow): string {
  const text = option.text.replace(/[[\]:]/g, ' ')
  const value = option.value === undefined ? '' : `:${option.value.replace(/[<>[\]:]/g, '')}:${action(option)}`
  return `*${flag}[${text}]${value}`
}

function action(word: Pick<OptionRow, 'values' | 'kind'>): string {
  if (word.kind === 'file') return '_files'
  if (word.kind === 'folder') return '_files -/'
  const words = candidates(word)
  if (words === '') return ' '
  return word.values.length > 0
    ? `(${words})`
    : `{compadd ${word.kind === 'setting' ? "-S '' " : ''}-- \${(f)"${words}"}}`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
