/** Options that several commands share, and how their values are read. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { BOOTS, type Boot } from '../profile/boot.ts'

/** Options of every command that opens a profile. */
export function common(command: Command): Command {
  return command
    .option('-p, --profile <name>', 'a profile’s name or file')
    .option('--set <key=value>', 'change a setting of the profile, e.g. system.hostname=box (repeatable)', collect, [])
    .option('--out <dir>', 'output folder (default: out/<profile>)')
    .option('--catalog <dir>', 'a further folder of components and drivers (repeatable)', collect, [])
    .option('--origin <origin>', 'source (compiled here) or package (the distribution’s binaries)')
}

/** Options of every command that builds. */
export function buildOptions(command: Command): Command {
  return command
    .option('-j, --jobs <n>', 'compilers at once (default: all processors)', positiveInteger)
    .addOption(progressOption())
    .option('--offline', 'never use the network')
    .option('--ccache', 'use ccache, where it is installed')
    .option('--debug', 'an image that tells all it does while it boots (image.debug)')
    .option('--lock <file>', 'take the sources of this lock file')
}

/** How a command shows what it does. */
export function progressOption(): Option {
  return new Option('--progress <kind>', 'how progress is shown')
    .choices(['auto', 'tty', 'plain', 'json', 'quiet'])
    .default('auto')
}

/** Values of an option that can be given several times. */
export function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}

/** A whole number from 1 on. Throws InvalidArgumentError. */
export function positiveInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1 || number > 1024)
    throw new InvalidArgumentError('expected a whole number from 1 to 1024')
  return number
}

/** `iso` is the CD by BIOS. Throws InvalidArgumentError. */
export function bootOption(text: string): Boot {
  const boot = BOOTS.find((known) => known === (text === 'iso' ? 'iso-bios' : text))
  if (boot === undefined) throw new InvalidArgumentError(`Allowed choices are ${BOOTS.join(', ')}, iso.`)
  return boot
}
