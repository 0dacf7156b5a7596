/** From nothing to a prompt with `--origin package`: an empty cache, the index, the packages, the images, the boot. */
import { join } from 'node:path'
import { answerAsTerminal, startMachine } from '../../src/machine/index.ts'
import { openProject, prepareMachine } from '../../src/pipeline/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { type Figure, ROOT, smartOs } from './tools.ts'

/** Seconds that a person waits at most, with the archive near. */
const PROMISED = 60

export async function packages(): Promise<Figure[]> {
  await using folder = await temporaryFolder('smart-os-bench-')
  const out = join(folder.path, 'out')
  const env = { XDG_CACHE_HOME: join(folder.path, 'cache') }
  const common = ['--profile', 'minimal', '--origin', 'package', '--out', out]
  const built = await smartOs(['build', ...common, '--progress', 'quiet'], env)
  if (built.status !== 0) throw new Error(`smart-os build ended with ${built.status}`)
  const started = performance.now()
  const prompt = await bootSeconds(out)
  const boot = (performance.now() - started) / 1000
  const whole = built.seconds + boot
  return [
    {
      name: 'minimal from packages, empty cache to a prompt',
      value: `${whole.toFixed(1)} s (build ${built.seconds.toFixed(1)}, boot ${prompt.toFixed(1)})`,
      target: `≤ ${PROMISED} s`,
      reached: whole <= PROMISED,
    },
    {
      name: 'CPU time of that build',
      value: `${built.cpuSeconds.toFixed(1)} s`,
      target: 'told',
      reached: true,
    },
  ]
}

/** Seconds from power-on to the login milestone of a direct boot. */
async function bootSeconds(out: string): Promise<number> {
  const project = await openProject({ profile: join(ROOT, 'profiles/minimal.yaml'), sets: ['origin=package'], out })
  const { spec } = await prepareMachine(project, { boot: 'direct', snapshot: true })
  await using machine = await startMachine(spec)
  answerAsTerminal(machine.console)
  const { at } = await machine.reached('login', 120)
  return at
}
