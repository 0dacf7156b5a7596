/** The manual page smart-os(1), in roff's man macros, from the same command table as --help and completion. */
import type { CommandRow, OptionRow } from './model.ts'

/** The page's source: `smart-os man | man -l -`. */
export function manPage(rows: readonly CommandRow[], version: string): string {
  const [program, ...commands] = rows
  const [first = '', ...more] = (program?.text ?? '').split('\n')
  return `${[
    `.TH SMART\\-OS 1 "" "smart\\-os ${version}" "User Commands"`,
    '.SH NAME',
    `smart\\-os \\- ${roff(first.replace(/\.$/, '').toLowerCase())}`,
    '.SH SYNOPSIS',
    '.B smart\\-os',
    '.RI [ option ...]',
    '.br',
    '.B smart\\-os',
    '.I command',
    '.RI [ option ...]',
    '.SH DESCRIPTION',
    ...more.map(roff),
    '.SH OPTIONS',
    ...(program?.options ?? []).flatMap(option),
    '.SH COMMANDS',
    ...commands.filter((row) => row.commands.length === 0).flatMap(command),
    '.SH EXIT STATUS',
    ...status('0', 'Done.'),
    ...status('1', 'It failed: a build, a check, a machine.'),
    ...status('2', 'It was asked for wrongly: an option, a setting, a profile. Nothing was changed.'),
    ...status('130', 'It was cancelled; finished steps are kept.'),
    '.SH FILES',
    ...status('$XDG_CONFIG_HOME/smart-os/profiles', 'Profiles of your own.'),
    ...status('$XDG_CACHE_HOME/smart-os', 'Everything that was fetched and built. Safe to delete.'),
    '.SH ENVIRONMENT',
    ...status('NO_COLOR', 'Where it is set, nothing is coloured.'),
  ].join('\n')}\n`
}

function command({ path, text, options, arguments: list }: CommandRow): string[] {
  const synopsis = list.map(({ name, required, variadic }) => {
    const shown = `\\fI${roff(name)}\\fR${variadic ? '...' : ''}`
    return required ? shown : `[${shown}]`
  })
  return [
    `.SS "${roff(`smart-os ${path.join(' ')}`)}${synopsis.length > 0 ? ` ${synopsis.join(' ')}` : ''}"`,
    roff(capital(text)),
    ...options.flatMap(option),
  ]
}

function option({ flags, value, values, text }: OptionRow): string[] {
  const names = flags.map((flag) => `\\fB${roff(flag)}\\fR`).join(', ')
  const allowed = values.length > 0 ? ` (${values.join(', ')})` : ''
  const shown = value === undefined ? '' : ` \\fI${roff(value.replace(/[<>[\]]/g, ''))}\\fR`
  return ['.TP', `${names}${shown}`, roff(`${capital(text)}${allowed}`) || '\\&']
}

function status(name: string, text: string): string[] {
  return ['.TP', `\\fB${roff(name)}\\fR`, roff(text)]
}

/** Text as roff takes it: hyphens that are hyphens, no line that would be a request. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('’', '\\(cq').replaceAll('…', '...')
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
