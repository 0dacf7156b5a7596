/** From power-on to a desktop: the seconds until the background of the session of profile gui is on the emulated screen. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startMachine, writeScreenshot } from '../../src/machine/index.ts'
import { prepareMachine } from '../../src/pipeline/machine.ts'
import { openProject } from '../../src/pipeline/project.ts'
import { type Figure, ROOT, repeat, smartOs } from './tools.ts'

const OUT = join(ROOT, 'out', 'bench-gui')
const LONGEST = 120

export async function gui(): Promise<Figure[]> {
  await smartOs(['build', '--profile', 'gui', '--origin', 'package', '--out', OUT, '--progress', 'quiet'])
  const project = await openProject({ profile: 'gui', sets: ['origin=package'], out: OUT })
  const { median, min, max } = await repeat(3, async () => {
    const { spec } = await prepareMachine(project, { boot: 'bios', snapshot: true })
    const pictures = await mkdtemp(join(tmpdir(), 'smart-os-bench-'))
    try {
      const started = performance.now()
      await using machine = await startMachine(spec)
      machine.console.resume()
      for (;;) {
        const seconds = (performance.now() - started) / 1000
        if (seconds > LONGEST) throw new Error(`no desktop within ${LONGEST} s, see ${spec.serialLog}`)
        const { rgb } = await writeScreenshot((command, args) => machine.qmp(command, args), join(pictures, 'now.png'))
        if (isDesktop(rgb)) return seconds
        await sleep(200)
      }
    } finally {
      await rm(pictures, { recursive: true })
    }
  })
  return [
    {
      name: 'gui: X on screen after power-on, BIOS, emulated (median of 3)',
      value: `${median.toFixed(1)} s (${min.toFixed(1)}–${max.toFixed(1)})`,
      target: '≤ 15 s',
      reached: median <= 15,
    },
  ]
}

/** The first pixel is of the session's blue (#24324a at the top), where a console is black. */
function isDesktop(rgb: Uint8Array): boolean {
  const [red = 0, green = 0, blue = 0] = rgb.subarray(0, 3)
  return blue > 50 && blue > green && green > red
}
