/** Entry of the bundle: hands the arguments to the command line. Commands import what they need when they run. */
const argv = process.argv.slice(2)
process.exitCode =
  argv.length === 0
    ? await (await import('./cli/no-arguments.ts')).runWithoutArguments()
    : await (await import('./cli/program.ts')).runCommandLine(argv)

export {}
