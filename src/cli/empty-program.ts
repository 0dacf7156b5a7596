/** The program as it is before a command is added to it: its name, its version, what it says about words it does not know. */
import { Command } from 'commander'
import { writeTo } from './output.ts'
import { VERSION } from './version.ts'

export function emptyProgram(): Command {
  return new Command('smart-os')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => writeTo(process.stdout, text),
      writeErr: (text) => writeTo(process.stderr, text),
    })
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .showSuggestionAfterError()
    .enablePositionalOptions()
}
