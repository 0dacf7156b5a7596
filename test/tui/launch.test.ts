/** The machine before it starts: each choice must reach QEMU, what cannot be chosen must say where it can, and all of it must be in reach. */
import { expect, test } from 'vitest'
import { defaultProfile } from '../../src/profile/index.ts'
import { formatSize } from '../../src/system/size.ts'
import { launchSettings } from '../../src/tui/screens/launch-settings.ts'
import { initialMachine } from '../../src/tui/state/machines.ts'
import { type Opened, type OpenOptions, open } from './open.ts'

async function launch(options: OpenOptions = {}): Promise<Opened> {
  const opened = await open({ profile: 'minimal', ...options })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  return opened
}

test('memory, processors, display, disk changes and the network are chosen by Space, and the machine is made so', async () => {
  await using opened = await launch()
  const { terminal, fake } = opened
  await terminal.keys('gj<space>')
  await terminal.shows(/Memory +96 MB/)
  await terminal.keys('j<space>')
  await terminal.shows(/CPUs +2/)
  await terminal.keys('j<space>')
  await terminal.shows(/Display +a window/)
  await terminal.keys('j<space>')
  await terminal.shows(/Disk changes +thrown away/)
  await terminal.keys('j<space>')
  await terminal.shows(/Network +none: no card/)
  await expect
    .poll(() => fake.calls.filter((call) => call.startsWith('prepare')).at(-1))
    .toBe(
      `prepare ${JSON.stringify({ memory: 96 * 1024 ** 2, cpus: 2, display: 'window', snapshot: true, network: 'none' })}`,
    )
  await terminal.keys('<left>')
  await terminal.shows(/Network +a private network/)
})

test.each([
  ['Forwards', 'jjjjjj', /▌ .*Forward/],
  ['Disks', 'G', /▌ .*Disks/],
])('%s lead to their rows in Configure, and Esc from there does not come back', async (title, way, row) => {
  await using opened = await launch()
  const { terminal } = opened
  await terminal.keys(`g${way}`)
  await terminal.shows(new RegExp(`▌ ${title}`))
  await terminal.keys('<space>')
  await terminal.shows('smart-os › minimal › Configure')
  await terminal.shows(row)
  await terminal.keys('<esc><esc>')
  await terminal.shows('Which system?')
})

test('what does not fit below the settings is told, and scrolled to', async () => {
  await using opened = await launch({ rows: 20 })
  const { terminal } = opened
  expect(await terminal.shows(/↓ \d+ more PgDn/)).not.toContain('-netdev')
  await terminal.keys('<pgdn><pgdn><pgdn><pgdn>')
  const text = await terminal.shows('-netdev')
  expect(text).toMatch(/↑ \d+ PgUp$/m)
  // The settings keep their place.
  expect(text).toMatch(/Memory +64 MB/)
  await terminal.keys('<pgup><pgup><pgup><pgup>')
  await terminal.shows('state         ready to start')
})

test('the command to paste has its console on the terminal it is pasted in, and says so', async () => {
  await using opened = await launch()
  const { terminal } = opened
  await terminal.keys('l')
  const text = await terminal.shows('Enter goes back to smart-os')
  expect(text.replaceAll('\n', ' ')).toContain('The serial line is that terminal')
  await terminal.keys('<enter>')
  await terminal.shows('ready to start')
})

test('on the smallest window the settings scroll, and the state of the machine stays in sight', async () => {
  await using opened = await launch({ columns: 60, rows: 15 })
  const { terminal } = opened
  expect(await terminal.text()).toContain('state         ready to start')
  await terminal.keys('G')
  const text = await terminal.shows('▌ Disks')
  expect(text).toContain('state         ready to start')
  expect(text).not.toContain('Boot ')
  await terminal.keys('g')
  await terminal.shows('▌ Boot')
})

// A kernel from packages needs more than most profiles say, and the machine gets it: the row said 64 MB of one of 128.
test('the memory that is shown is what the machine gets, where the system cannot do with what the profile says', () => {
  const profile = defaultProfile('box')
  const least = 2 * profile.machine.memory
  const settings = launchSettings({ profile, memory: least }, initialMachine(1), [])
  const row = settings.find(({ title }) => title === 'Memory')
  expect(row?.text).toBe(formatSize(least))
  expect(row?.next?.(1).memory).toBeGreaterThan(least)
})
