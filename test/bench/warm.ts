/** What a second build costs: with nothing changed, and with another host name. */
import { type Figure, repeat, smartOs } from './tools.ts'

const BUILD = ['build', '--profile', 'minimal', '--progress', 'quiet']

export async function noChange(): Promise<Figure[]> {
  await smartOs(BUILD)
  const version = await repeat(7, async () => (await smartOs(['--version'])).seconds)
  const again = await repeat(7, async () => (await smartOs(BUILD)).seconds)
  const beyond = again.median - version.median
  return [
    {
      name: 'build again, nothing changed, beyond --version (median of 7)',
      value: `${beyond.toFixed(2)} s`,
      target: '≤ 0.5 s',
      reached: beyond <= 0.5,
    },
  ]
}

export async function hostname(): Promise<Figure[]> {
  await smartOs(BUILD)
  let round = 0
  const change = await repeat(5, async () => {
    const name = `box-${process.pid}-${round++}`
    return (await smartOs([...BUILD, '--set', `system.hostname=${name}`, '--out', 'out/bench-hostname'])).seconds
  })
  return [
    {
      name: 'another host name, new images (median of 5)',
      value: `${change.median.toFixed(2)} s`,
      target: '≤ 3 s',
      reached: change.median <= 3,
    },
  ]
}
