/** The minimal image itself: its size, the memory it passes its checks in, and how fast it boots. All from the image that verify passes. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { answerAsTerminal, startMachine } from '../../src/machine/index.ts'
import { prepareMachine } from '../../src/pipeline/machine.ts'
import { openProject } from '../../src/pipeline/project.ts'
import { type Figure, ROOT, repeat, smartOs } from './tools.ts'

const OUT = join(ROOT, 'out', 'minimal')
const MB = 1024 * 1024

export async function sizes(): Promise<Figure[]> {
  await smartOs(['build', '--profile', 'minimal', '--progress', 'quiet'])
  const bytes = (file: string) => statSync(join(OUT, file)).size
  const booted = bytes('bzImage') + bytes('initramfs')
  const disk = bytes('disk.img')
  return [
    {
      name: 'minimal: kernel + initramfs',
      value: `${(booted / MB).toFixed(2)} MB (${booted} bytes)`,
      target: '≤ 4.5 MB',
      reached: booted <= 4.5 * MB,
    },
    {
      name: 'minimal: whole bootable disk',
      value: `${(disk / MB).toFixed(2)} MB (${disk} bytes)`,
      target: '≤ 12 MB',
      reached: disk <= 12 * MB,
    },
  ]
}

export async function memory(): Promise<Figure[]> {
  const figures: Figure[] = []
  // A folder of its own: the proof of all boots in out/minimal stays.
  const out = ['--profile', 'minimal', '--out', 'out/bench-memory']
  await smartOs(['build', ...out, '--progress', 'quiet'])
  for (const [boot, floor] of [
    ['direct', '32M'],
    ['bios', '32M'],
    ['uefi', '64M'],
  ] as const) {
    const { status } = await smartOs([
      'verify',
      ...out,
      ...['--boot', boot, '--memory', floor, '--set', `machine.boot=${boot}`, '--progress', 'quiet'],
    ])
    figures.push({
      name: `minimal boots and passes its checks, ${boot}`,
      value: `${floor}: ${status === 0 ? 'passed' : 'failed'}`,
      target: floor,
      reached: status === 0,
    })
  }
  return figures
}

/** From starting the QEMU process to the shell prompt on the serial line. */
export async function boot(): Promise<Figure[]> {
  const project = await openProject({ profile: 'minimal', out: OUT })
  const { median, min, max } = await repeat(9, async () => {
    const { spec } = await prepareMachine(project, { boot: 'direct' })
    const started = performance.now()
    await using machine = await startMachine(spec)
    answerAsTerminal(machine.console)
    await machine.reached('login', 60)
    return (performance.now() - started) / 1000
  })
  return [
    {
      name: 'power-on to shell prompt, direct, emulated (median of 9)',
      value: `${median.toFixed(2)} s (${min.toFixed(2)}–${max.toFixed(2)})`,
      target: '≤ 1.5 s',
      reached: median <= 1.5,
    },
  ]
}
