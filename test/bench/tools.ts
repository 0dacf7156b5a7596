/** What every figure needs: the program as a process, its time and CPU, medians, and the machine's stolen time. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')
const PROGRAM = join(ROOT, 'src', 'setup', 'start.mjs')

/** What the command that users call gives to Node. */
export const NODE_FLAGS =
  /^exec node (.*?) "/m.exec(readFileSync(join(ROOT, 'src', 'setup', 'smart-os.sh'), 'utf8'))?.[1]?.split(' ') ?? []

export interface Timed {
  /** Wall seconds. */
  seconds: number
  /** CPU seconds of the process and all children it waited for. */
  cpuSeconds: number
  stdout: string
  status: number | null
}

/** Runs the program with arguments; CPU time by the shell's `times`, which counts every descendant that was waited for. */
export function smartOs(args: readonly string[], env: Record<string, string> = {}): Promise<Timed> {
  return timed([process.execPath, PROGRAM, ...args], env)
}

/** The same, asked to end (SIGTERM) after so many seconds: status 124 then, as timeout(1) has it. */
export function smartOsWithin(seconds: number, args: readonly string[]): Promise<Timed> {
  return timed([
    'timeout',
    '--signal=TERM',
    '--kill-after=30',
    String(Math.ceil(seconds)),
    process.execPath,
    PROGRAM,
    ...args,
  ])
}

/** Runs a command and times it as a whole process. */
export async function timed(argv: readonly string[], env: Record<string, string> = {}): Promise<Timed> {
  const started = performance.now()
  const child = spawn('bash', ['-c', '"$@"; status=$?; times >&3; exit $status', 'bash', ...argv], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: { ...process.env, ...env },
    cwd: ROOT,
  })
  const [stdout, times] = await Promise.all([collect(child.stdout), collect(child.stdio[3] as NodeJS.ReadableStream)])
  const status = await new Promise<number | null>((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode)
    else child.once('exit', resolve)
  })
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: childTimes(times), stdout, status }
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = ''
  if (stream) for await (const chunk of stream) text += String(chunk)
  return text
}

/** The second line of `times` is user and system time of the children: `1m2.345s 0m1.234s`. */
function childTimes(text: string): number {
  const line = text.trim().split('\n')[1] ?? ''
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  )
}

/** Several runs one after the other; median, least and most seconds. */
export async function repeat(
  count: number,
  work: () => Promise<number>,
): Promise<{ median: number; min: number; max: number }> {
  const values: number[] = []
  for (let index = 0; index < count; index++) values.push(await work())
  values.sort((a, b) => a - b)
  return { median: values[Math.floor(values.length / 2)] ?? 0, min: values[0] ?? 0, max: values.at(-1) ?? 0 }
}

/** Seconds that the hypervisor gave to others since boot, over all processors (proc(5), field steal, in 1/100 s). */
export function stolenSeconds(): number {
  const cpu = /^cpu\s+(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]?.split(/\s+/).map(Number) ?? []
  return (cpu[7] ?? 0) / 100
}

export interface Figure {
  name: string
  value: string
  target: string
  reached: boolean
}
