/** How fast the program answers: --help, and the configurator's first frame in a pseudo terminal. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Figure, ROOT, repeat, timed } from './tools.ts'

const PROGRAM = join(ROOT, 'src', 'setup', 'start.mjs')

export async function help(): Promise<Figure[]> {
  const { median, min, max } = await repeat(
    11,
    async () => (await timed([process.execPath, PROGRAM, '--help'])).seconds,
  )
  return [
    {
      name: 'smart-os --help (median of 11)',
      value: `${ms(median)} (${ms(min)}–${ms(max)})`,
      target: '≤ 100 ms',
      reached: median <= 0.1,
    },
  ]
}

export async function firstFrame(): Promise<Figure[]> {
  const { median, min, max } = await repeat(11, frameSeconds)
  return [
    {
      name: 'configurator, first frame in a pty (median of 11)',
      value: `${ms(median)} (${ms(min)}–${ms(max)})`,
      target: '≤ 250 ms',
      reached: median <= 0.25,
    },
  ]
}

/** script(1) gives the program a terminal; the first frame has the screen's name, and its contents follow. */
async function frameSeconds(): Promise<number> {
  const started = performance.now()
  const child = spawn('script', ['-qfec', `stty rows 24 cols 80; exec ${process.execPath} ${PROGRAM}`, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, TERM: 'xterm-256color', CI: '' },
    cwd: ROOT,
  })
  try {
    let seen = ''
    for await (const chunk of child.stdout) {
      seen += String(chunk)
      if (seen.includes('Profiles')) return (performance.now() - started) / 1000
    }
    throw new Error(`the configurator drew no frame: ${JSON.stringify(seen.slice(0, 300))}`)
  } finally {
    // Ctrl-C leaves in order, so that Node writes its compile cache.
    child.stdin.write('\u0003\u0003')
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1500).unref())])
    child.kill('SIGKILL')
  }
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`
}
