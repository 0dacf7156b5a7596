/** Eight streams at once for a minute, counted at every player: the check of nginx-rtmp, run on the streaming image by itself. */
import type { Proof } from '../../src/verify/types.ts'
import { type Figure, smartOs } from './tools.ts'

const CHECK = 'host:component:nginx-rtmp'

export async function streaming(): Promise<Figure[]> {
  const profile = ['--profile', 'streaming']
  await smartOs(['build', ...profile, '--progress', 'quiet'])
  const { stdout } = await smartOs(['verify', ...profile, '--boot', 'direct', '--json'])
  const checks = (JSON.parse(stdout) as Proof).runs.flatMap((run) => run.checks)
  const held = checks.find(({ id }) => id === CHECK)
  const passed = held?.status === 'passed'
  return [
    {
      name: 'streaming: 8 streams of 640x360, 25 frames/s, 500 kbit/s, 60 s',
      // The check passes only where every player got each of its 1,500 frames.
      value: passed ? '8 held, 12,000 of 12,000 frames, 0 dropped' : (held?.reason ?? 'the check did not run'),
      target: '8 held, 0 dropped',
      reached: passed,
    },
  ]
}
