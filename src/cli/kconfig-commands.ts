/** `smart-os kconfig …`: the modes of the kernel's own configuration programs, on any tree. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { collect } from './command-options.ts'
import type { KconfigFlags, MergeFlags } from './commands/kconfig.ts'
import type { EnableFlags } from './commands/kconfig-enable.ts'

const MODES = {
  olddefconfig: 'a .config made whole: new symbols get their defaults',
  defconfig: 'a new configuration from one of the architecture’s, or from a file',
  alldefconfig: 'a new configuration with all symbols at their defaults',
  allnoconfig: 'a new configuration with as much off as can be',
  allyesconfig: 'a new configuration with as much built in as can be',
  allmodconfig: 'a new configuration with as much as modules as can be',
  savedefconfig: 'the shortest file that a .config can be made from again',
  listnewconfig: 'the symbols that a .config does not mention yet, with their defaults',
} as const

/** Adds the command with one of its own for each mode. */
export function kconfigCommands(program: Command, finish: (status: number) => void): void {
  const load = () => import('./commands/kconfig.ts')
  const kconfig = program
    .command('kconfig')
    .description('configure a Linux or BusyBox source tree as its own programs do, without touching it')
  for (const [mode, text] of Object.entries(MODES) as [keyof typeof MODES, string][]) {
    const command = common(kconfig.command(mode).description(text))
    if (mode === 'defconfig')
      command.option('--defconfig <name>', 'one of arch/*/configs, or a file (default: the architecture’s own)')
    else if (mode.startsWith('all')) command.option('--all-config <file>', 'values to keep whatever the rest gets')
    else command.option('--config <file>', 'the configuration to read (default: .config, else the architecture’s own)')
    command.action(async (flags: KconfigFlags) => finish(await (await load()).modeCommand(mode, flags)))
  }
  common(kconfig.command('merge').description('fragments laid over each other, with what did not survive and why'))
    .argument('<fragment...>', 'files; where two mention a symbol, the later one counts')
    .addOption(new Option('--unset <level>', 'what nobody asks for gets').choices(['default', 'no']).default('default'))
    .option('--strict', 'fail where a value did not survive')
    .action(async (fragments: string[], flags: MergeFlags) =>
      finish(await (await load()).mergeCommand(fragments, flags)),
    )
  common(kconfig.command('enable').description('the values that bring a symbol, with all that it depends on'))
    .argument('<symbols...>', 'SYMBOL (y, or m where y cannot be) or SYMBOL=VALUE; n switches off')
    .option('--config <file>', 'the configuration to start from (default: .config, else the architecture’s own)')
    .option('--alternatives <n>', 'how many other ways to look for', count, 3)
    .option('--json', 'print the answer as JSON')
    .action(async (symbols: string[], flags: EnableFlags) =>
      finish(await (await import('./commands/kconfig-enable.ts')).enableCommand(symbols, flags)),
    )
}

function count(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > 20)
    throw new InvalidArgumentError('expected a whole number from 0 to 20')
  return number
}

function common(command: Command): Command {
  return command
    .option('--tree <dir>', 'the source tree', '.')
    .option('--arch <arch>', 'as make ARCH=… (default: $ARCH, else that of this machine)')
    .option('--out <file>', 'write to this file instead of the terminal')
    .option('--var <name=value>', 'a variable as on make’s command line, e.g. CC=clang (repeatable)', collect, [])
    .option('--record <file>', 'write what the tree’s shell commands answered to this file')
    .option('--replay <file>', 'take those answers from this file, and run nothing')
    .option('--probe-timeout <seconds>', 'how long a shell command of the tree may take', seconds)
    .option('--no-cache', 'read and ask everything anew')
}

function seconds(text: string): number {
  const number = Number(text)
  if (!(number > 0 && number <= 3600)) throw new InvalidArgumentError('expected seconds, more than 0 and at most 3600')
  return number
}
