/** `smart-os exec PROGRAM` and `smart-os trace PROGRAM` */
import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { openProject, type ProgramTrace, prepareExec, prepareTrace } from '../../pipeline/index.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { paint, print, say, table } from '../output.ts'

export type ExecFlags = CommonFlags
export interface TraceFlags extends CommonFlags {
  json?: boolean
  preload?: string
}

const DEFAULT_PROFILE = 'minimal'

/** Runs the program with the person's terminal; its exit status is the command's. */
export async function execCommand(program: string, args: string[], flags: ExecFlags): Promise<number> {
  const project = await openProject(projectOptions({ ...flags, profile: flags.profile ?? DEFAULT_PROFILE }))
  await using run = await prepareExec(project, program, args, { cwd: process.cwd(), term: process.env.TERM })
  if (run.note !== undefined) say(run.note)
  return spawnIn(run, 'inherit')
}

/** Runs the program, its output on stderr, and prints what the loader did. */
export async function traceCommand(program: string, args: string[], flags: TraceFlags): Promise<number> {
  const project = await openProject(projectOptions({ ...flags, profile: flags.profile ?? DEFAULT_PROFILE }))
  const { preload } = flags
  await using run = await prepareTrace(project, program, args, {
    cwd: process.cwd(),
    term: process.env.TERM,
    ...(preload === undefined ? {} : { preload }),
  })
  if (run.note !== undefined) say(run.note)
  const status = spawnIn(run, process.stderr.fd)
  const trace = await run.report()
  if (flags.json) print(JSON.stringify({ ...trace, exitStatus: status }, undefined, 2))
  else show(trace, status)
  return trace.libraries.some(({ path, rule }) => path === undefined && rule === 'not found')
    ? ExitStatus.failed
    : ExitStatus.done
}

function spawnIn(
  run: { argv: string[]; env: Record<string, string>; cwd: string },
  stdout: 'inherit' | number,
): number {
  const [command = '', ...args] = run.argv
  const { status, signal, error } = spawnSync(command, args, {
    stdio: ['inherit', stdout, 'inherit'],
    env: run.env,
    cwd: run.cwd,
  })
  if (error) throw new SmartError(`${command} could not be started: ${error.message}`, { cause: error })
  return status ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

function show({ program, loader, libraries }: ProgramTrace, status: number): void {
  print(`${program}, started by ${loader.path} (${loader.component})`)
  const rows = libraries.map(({ name, path, component, neededBy, when, rule, tried }, index) => [
    String(index + 1),
    name,
    path ?? 'not found',
    component ?? (path === undefined ? '' : 'this machine'),
    neededBy,
    when === 'start' ? rule : `${rule}, by dlopen`,
    tried.length === 0 ? '' : `${tried.length} tried before`,
  ])
  if (rows.length === 0) print('It loads no library.')
  else print(table([['', 'library', 'found', 'from', 'for', 'by', ''], ...rows]))
  if (status !== 0) say(paint('yellow', `The program ended with status ${status}`, process.stderr))
}
