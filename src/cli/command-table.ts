/** The command table: names, options and help of every command. Each command's work is imported when it is called. */
import { Argument, type Command, Option } from 'commander'
import { RUNTIMES } from '../machine/containers/types.ts'
import { BOOTS } from '../profile/boot.ts'
import { bootOption, buildOptions, collect, common, positiveInteger, progressOption } from './command-options.ts'
import type { CompareFlags } from './commands/compare.ts'
import { emptyProgram } from './empty-program.ts'
import type { BuildFlags, CommonFlags, ConfigureFlags, RunFlags, VerifyFlags } from './flags.ts'
import { kconfigCommands } from './kconfig-commands.ts'

type Finish = (status: number) => void

/** All commands; `finish` is told the exit status of the one that ran. */
export function makeProgram(finish: Finish): Command {
  const program = emptyProgram().description(
    'Configure, build, prove and run a small Linux system.\nWithout a command: the configurator; with --profile: build that profile, no questions.',
  )
  const root = buildOptions(common(program)).option(
    '--plain',
    'the configurator by questions, for screen readers and pipes',
  )
  root.action(async (flags: ConfigureFlags) => {
    if (flags.profile === undefined || flags.plain)
      finish(await (await import('./commands/configure.ts')).configureCommand(flags))
    else finish(await (await import('./commands/build.ts')).buildCommand(flags))
  })
  buildOptions(common(program.command('build').description('build a profile: sources, components, images'))).action(
    async (flags: BuildFlags) => finish(await (await import('./commands/build.ts')).buildCommand(flags)),
  )
  common(program.command('run').description('boot what was built and attach to its console (Ctrl-A h for help)'))
    .argument('[command...]', 'with --in: run this in the container instead of a shell')
    .addOption(
      new Option('--in <runtime>', 'as a container: podman, docker, runc, or auto for the first that works').choices([
        ...RUNTIMES,
        'auto',
      ]),
    )
    .addOption(
      new Option('--boot <how>', 'direct, bios, uefi, or from the CD: iso (the same as iso-bios), iso-uefi')
        .choices([...BOOTS, 'iso'])
        .argParser(bootOption),
    )
    .option('--memory <size>', 'guest memory, for example 64M')
    .option('--cpus <n>', 'guest processors', positiveInteger)
    .option('--display <kind>', 'none or window')
    .option('--forward <host:guest>', 'forward a port of 127.0.0.1 (repeatable)', collect, [])
    .option('--debug', 'start the kernel directly and have it and /init tell all they do')
    .option('--snapshot', 'throw changes of the disk away at the end')
    .option('--restore <name>', 'go on where a saved machine stood, see snapshot')
    .option('--fresh', 'start from the disk as it was built; the disk of earlier runs is set aside')
    .option('--print', 'print the QEMU command and do not run it')
    .option('--headless', 'do not attach to the console; the log goes to a file')
    .action(async (command: string[], flags: RunFlags) =>
      finish(await (await import('./commands/run.ts')).runCommand(command, flags)),
    )
  common(program.command('verify').description('boot the built images and run every check inside them'))
    .option('--json', 'print the proof as JSON')
    .option(
      '--boot <how>',
      'only this way: direct, bios, uefi, iso-bios, iso-uefi or container (repeatable)',
      collect,
      [],
    )
    .option('--memory <size>', 'guest memory instead of the profile’s')
    .addOption(progressOption())
    .action(async (flags: VerifyFlags) => finish(await (await import('./commands/verify.ts')).verifyCommand(flags)))
  common(program.command('plan').description('show what a build would do, and why'))
    .option('--json', 'print the plan as JSON')
    .option('--offline', 'never use the network')
    .action(async (flags: CommonFlags & { json?: boolean; offline?: boolean }) =>
      finish(await (await import('./commands/plan.ts')).planCommand(flags)),
    )
  common(program.command('explain').description('say why a component, driver, kernel:SYMBOL or setting is as it is'))
    .argument('<subject>')
    .option('--offline', 'never use the network (for kernel:SYMBOL, which looks into the kernel’s source)')
    .action(async (subject: string, flags: CommonFlags & { offline?: boolean }) =>
      finish(await (await import('./commands/explain.ts')).explainCommand(subject, flags)),
    )
  common(program.command('shell').description('open the build sandbox of a component'))
    .argument('<component>')
    .action(async (component: string, flags: CommonFlags) =>
      finish(await (await import('./commands/shell.ts')).shellCommand(component, flags)),
    )
  hostCommands(program, finish)
  snapshotCommands(program, finish)
  profilesCommands(program, finish)
  compareCommand(program, finish)
  catalogCommands(program, finish)
  kconfigCommands(program, finish)
  program
    .command('doctor')
    .description('check this machine: programs, sandbox, acceleration, disk space')
    .option('--fix', 'install what is missing')
    .action(async (flags: { fix?: boolean }) =>
      finish(await (await import('./commands/doctor.ts')).doctorCommand(flags)),
    )
  common(program.command('sources').description('list the sources of a profile: version, hash, where from'))
    .option('--update', 'look for newer versions and write the lock file anew')
    .option('--fetch', 'download what is missing')
    .option('--offline', 'never use the network')
    .action(async (flags: CommonFlags & { update?: boolean; fetch?: boolean; offline?: boolean }) =>
      finish(await (await import('./commands/sources.ts')).sourcesCommand(flags)),
    )
  shellCommands(program, finish)
  program
    .command('clean')
    .description('remove from the cache what no profile needs')
    .option('--keep <profile>', 'profiles whose steps are kept (default: all; repeatable)', collect, [])
    .option('--all', 'remove the whole cache')
    .option('--max-size <size>', 'remove the least recently used steps until the cache is this small')
    .option('--dry-run', 'only say what would go')
    .action(async (flags: { keep: string[]; all?: boolean; maxSize?: string; dryRun?: boolean }) =>
      finish(await (await import('./commands/clean.ts')).cleanCommand(flags)),
    )
  return program
}

/** What is done on this machine with what was built: its programs run through their own loader, new ones compiled. */
function hostCommands(program: Command, finish: Finish): void {
  common(program.command('exec').description('run a program of the built system here, through the system’s own loader'))
    .argument('<program>')
    .argument('[args...]')
    .passThroughOptions()
    .action(async (name: string, args: string[], flags: CommonFlags) =>
      finish(await (await import('./commands/exec.ts')).execCommand(name, args, flags)),
    )
  common(program.command('trace').description('show which libraries a program loads, from where, in what order'))
    .argument('<program>')
    .argument('[args...]')
    .option('--json', 'print the trace as JSON')
    .option('--preload <library>', 'load this library before all others (LD_PRELOAD)')
    .passThroughOptions()
    .action(async (name: string, args: string[], flags: CommonFlags & { json?: boolean; preload?: string }) =>
      finish(await (await import('./commands/exec.ts')).traceCommand(name, args, flags)),
    )
  common(program.command('cc').description('compile C or C++ for the built system, against its sysroot'))
    .argument('<file...>', 'source files; flags for the compiler behind --')
    .option('-o, --output <file>', 'the program (default: the first file’s name without its ending)')
    .action(async (words: string[], flags: CommonFlags & { output?: string }) =>
      finish(await (await import('./commands/cc.ts')).ccCommand(words, flags)),
    )
}

function snapshotCommands(program: Command, finish: Finish): void {
  const snapshot = program.command('snapshot').description('save a running machine whole, list and delete saved ones')
  const load = () => import('./commands/snapshot.ts')
  common(snapshot.command('save').description('save memory, devices and disks of the machine that runs'))
    .argument('<name>')
    .action(async (name: string, flags: CommonFlags) => finish(await (await load()).saveCommand(name, flags)))
  common(snapshot.command('list').description('all saved machines of a profile'))
    .option('--json', 'print them as JSON')
    .action(async (flags: CommonFlags & { json?: boolean }) => finish(await (await load()).listCommand(flags)))
  common(snapshot.command('delete').description('remove a saved machine'))
    .argument('<name>')
    .action(async (name: string, flags: CommonFlags) => finish(await (await load()).deleteCommand(name, flags)))
}

/** For the shell around the program: completion and manual, made from the commands as they are. */
function shellCommands(program: Command, finish: Finish): void {
  const load = () => import('./commands/completion.ts')
  program
    .command('completion')
    .description('print the completion script of a shell: source <(smart-os completion bash)')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => finish((await load()).completionCommand(program, shell)))
  program
    .command('man')
    .description('print the manual page: smart-os man | man -l -')
    .action(async () => finish((await load()).manCommand(program)))
  program
    .command('complete', { hidden: true })
    .argument('<kind>')
    .action(async (kind: string) => finish(await (await load()).completeCommand(kind)))
}

function profilesCommands(program: Command, finish: Finish): void {
  const profiles = program.command('profiles').description('list, show, compare, check and save profiles')
  const load = () => import('./commands/profiles.ts')
  profiles
    .command('list')
    .description('all profiles')
    .option('--json', 'print them as JSON')
    .action(async (flags: { json?: boolean }) => finish(await (await load()).listCommand(flags)))
  profiles
    .command('show')
    .description('a profile with everything it inherits')
    .argument('<profile>')
    .option('--set <key=value>', 'change a setting (repeatable)', collect, [])
    .option('--own', 'only what differs from what it extends')
    .action(async (profile: string, flags: { set: string[]; own?: boolean }) =>
      finish(await (await load()).showCommand(profile, flags)),
    )
  profiles
    .command('diff')
    .description('setting by setting, how two profiles differ')
    .argument('<before>')
    .argument('<after>')
    .action(async (before: string, after: string) => finish(await (await load()).diffCommand(before, after)))
  profiles
    .command('validate')
    .description('check a profile against schema and catalog')
    .argument('<profile...>')
    .option('--catalog <dir>', 'a further catalog folder (repeatable)', collect, [])
    .action(async (names: string[], flags: { catalog: string[] }) =>
      finish(await (await load()).validateCommand(names, flags)),
    )
  profiles
    .command('save')
    .description('save a profile under a new name, with changes')
    .argument('<profile>', 'the profile to start from')
    .argument('<name>', 'the new name, or a file')
    .option('--set <key=value>', 'change a setting (repeatable)', collect, [])
    .action(async (profile: string, name: string, flags: { set: string[] }) =>
      finish(await (await load()).saveCommand(profile, name, flags)),
    )
}

function compareCommand(program: Command, finish: Finish): void {
  program
    .command('compare')
    .description('settings, components and sizes of two profiles, or of one and what was last built of it')
    .argument('<before>', 'a profile’s name or file')
    .argument('[after]', 'another; left out, the first is compared with its last build')
    .option('--json', 'print the comparison as JSON')
    .option('--out <dir>', 'output folder (default: out/<profile>)')
    .option('--catalog <dir>', 'a further folder of components and drivers (repeatable)', collect, [])
    .action(async (before: string, after: string | undefined, flags: CompareFlags) =>
      finish(await (await import('./commands/compare.ts')).compareCommand(before, after, flags)),
    )
}

function catalogCommands(program: Command, finish: Finish): void {
  const catalog = program.command('catalog').description('list and show components and drivers')
  const load = () => import('./commands/catalog.ts')
  catalog
    .command('list')
    .description('everything that can be chosen')
    .option('--catalog <dir>', 'a further catalog folder (repeatable)', collect, [])
    .option('--json', 'print them as JSON')
    .action(async (flags: { catalog: string[]; json?: boolean }) => finish(await (await load()).listCommand(flags)))
  catalog
    .command('show')
    .description('one component or driver in full')
    .argument('<id>')
    .option('--catalog <dir>', 'a further catalog folder (repeatable)', collect, [])
    .action(async (id: string, flags: { catalog: string[] }) => finish(await (await load()).showCommand(id, flags)))
}
