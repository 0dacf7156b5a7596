/** The command table as completion and manual see it: taken from commander's own commands, so that neither can fall behind. */
import type { Command, Option } from 'commander'

/** What kind of word is wanted, where it is not one of a fixed list. */
export type ValueKind = 'profile' | 'component' | 'subject' | 'setting' | 'file' | 'folder' | 'text'

export interface OptionRow {
  /** `--profile`, `-p`. */
  flags: string[]
  /** `<name>` of the value; undefined for a switch. */
  value?: string
  values: readonly string[]
  kind: ValueKind
  text: string
}

export interface CommandRow {
  /** Words after the program's name: `[]`, `['catalog', 'show']`. */
  path: string[]
  text: string
  options: OptionRow[]
  arguments: {
    name: string
    required: boolean
    variadic: boolean
    values: readonly string[]
    kind: ValueKind
    text: string
  }[]
  /** Names of its own commands. */
  commands: { name: string; text: string }[]
}

/** Which words an option's value can be, by its long name. */
const OPTION_KINDS: Readonly<Record<string, ValueKind>> = {
  '--profile': 'profile',
  '--keep': 'profile',
  '--set': 'setting',
  '--out': 'folder',
  '--catalog': 'folder',
  '--lock': 'file',
  '--tree': 'folder',
  '--config': 'file',
  '--all-config': 'file',
  '--defconfig': 'file',
  '--record': 'file',
  '--replay': 'file',
  '--output': 'file',
  '--preload': 'file',
}

/** The same for arguments, by command and name. */
const ARGUMENT_KINDS: Readonly<Record<string, ValueKind>> = {
  'explain subject': 'subject',
  'shell component': 'component',
  'catalog show id': 'subject',
  'profiles show profile': 'profile',
  'compare before': 'profile',
  'compare after': 'profile',
  'profiles diff before': 'profile',
  'profiles diff after': 'profile',
  'profiles validate profile': 'profile',
  'profiles save profile': 'profile',
  'cc file': 'file',
}

/** Values of options that commander parses itself instead of choosing from a list. */
const OPTION_VALUES: Readonly<Record<string, readonly string[]>> = {
  '--origin': ['source', 'package'],
  '--display': ['none', 'window'],
}

/** Every command that is not hidden, the program itself first. `boots` are the values of verify's `--boot`. */
export function commandRows(program: Command, boots: readonly string[]): CommandRow[] {
  const walk = (command: Command, path: string[]): CommandRow[] => {
    const help = command.createHelp()
    const children = help.visibleCommands(command).filter((child) => child.name() !== 'help')
    return [
      {
        path,
        text: command.description(),
        options: help.visibleOptions(command).map((option) => optionRow(option, boots)),
        arguments: command.registeredArguments.map((argument) => ({
          name: argument.name(),
          required: argument.required,
          variadic: argument.variadic,
          values: argument.argChoices ?? [],
          kind: ARGUMENT_KINDS[[...path, argument.name()].join(' ')] ?? 'text',
          text: argument.description,
        })),
        commands: children.map((child) => ({ name: child.name(), text: child.description() })),
      },
      ...children.flatMap((child) => walk(child, [...path, child.name()])),
    ]
  }
  return walk(program, [])
}

function optionRow(option: Option, boots: readonly string[]): OptionRow {
  const long = option.long ?? option.short ?? ''
  const value = /[<[][^>\]]+[>\]]/.exec(option.flags)?.[0]
  return {
    flags: [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
    ...(value === undefined ? {} : { value }),
    values: option.argChoices ?? OPTION_VALUES[long] ?? (long === '--boot' ? boots : []),
    kind: OPTION_KINDS[long] ?? 'text',
    text: option.description,
  }
}
