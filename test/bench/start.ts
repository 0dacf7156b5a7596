/** How fast the program answers: --help, and the configurator's first frame in a pseudo terminal. */
import { join } from 'node:path'
import { Pty } from './configurator/pty.ts'
import { type Figure, NODE_FLAGS, ROOT, repeat, timed } from './tools.ts'

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

/** From the start of Node to the first frame, against Node that only writes a word. */
export async function firstFrame(): Promise<Figure[]> {
  // The first run writes the compile cache.
  await frameSeconds(`exec ${process.execPath} ${NODE_FLAGS.join(' ')} ${PROGRAM}`)
  const bare: number[] = []
  const { median, min, max } = await repeat(11, async () => {
    // By turns, so that both see the same machine.
    bare.push(await frameSeconds(`exec ${process.execPath} -e 'console.log("Profiles");setTimeout(()=>{},200)'`))
    return frameSeconds(`exec ${process.execPath} ${NODE_FLAGS.join(' ')} ${PROGRAM}`)
  })
  const node = bare.sort((a, b) => a - b)[Math.floor(bare.length / 2)] ?? Number.NaN
  return [
    {
      name: 'configurator, first frame in a pty (median of 11)',
      value: `${ms(median)} (${ms(min)}–${ms(max)}), ${(median / node).toFixed(1)} × bare node`,
      target: '≤ 200 ms, ≤ 5 × bare node',
      reached: median <= 0.2 && median <= 5 * node,
    },
  ]
}

/** The shell says when it starts the program; the first frame has the screen's name, and its contents follow. */
async function frameSeconds(command: string): Promise<number> {
  await using pty = new Pty(`printf begin; ${command}`)
  await pty.until(/begin/)
  const started = performance.now()
  await pty.until(/Profiles/)
  return (performance.now() - started) / 1000
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`
}
