/** Running machines: what a person types must arrive, what they see must be so, and no machine may be mistaken for another. */
import { expect, test } from 'vitest'
import { type Opened, type OpenOptions, open } from './open.ts'

async function running(options: OpenOptions = {}): Promise<Opened> {
  const opened = await open({ profile: 'minimal', ...options })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows(options.prints === undefined ? '~ #' : 'Ctrl-A')
  return opened
}

test('a guest gets whole keys, pastes as it wants them, and a Ctrl-A by Ctrl-A a', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.chunk('\x01\x1b[A')
  await terminal.chunk('\x1b[200~a\x01xb\x1b[201~')
  await terminal.keys('<c-a>a')
  await expect.poll(() => fake.typed()).toBe('a\x01xb\x01')
  // The x in the paste was no command.
  expect(fake.calls).not.toContain('power off')
})

test('vi in the guest gets the arrows and the paste marks that it asked for', async () => {
  await using opened = await running({ prints: '\x1b[?1h\x1b[?2004hvi is here' })
  const { terminal, fake } = opened
  await terminal.shows('vi is here')
  await terminal.chunk('\x1b[A\x1b[200~x\x1b[201~')
  await expect.poll(() => fake.typed()).toBe('\x1bOA\x1b[200~x\x1b[201~')
})

test('the cursor stands where the guest has it, and is away while the guest hides it', async () => {
  await using shown = await running({ prints: 'abc\x1b[2;3H' })
  await shown.terminal.shows('abc')
  await expect.poll(() => shown.terminal.cursor()).toEqual({ column: 2, row: 4, visible: true })
  await using hidden = await running({ prints: 'abc\x1b[?25l' })
  await hidden.terminal.shows('abc')
  await expect.poll(async () => (await hidden.terminal.cursor()).visible).toBe(false)
})

test.each([
  [80, 24],
  [160, 50],
])('memory and processor of the running machine are told at %ix%i', async (columns, rows) => {
  await using opened = await running({ columns, rows })
  await opened.terminal.shows(/host: \d+(?:\.\d+)? MB, \d+ % CPU/)
})

const GUEST_MEMORY = { total: 56 * 1024 ** 2, available: 35 * 1024 ** 2 }

test.each([
  [60, 15, '(21 MB used), tcg'],
  [80, 24, '64 MB (21 MB used), tcg'],
  [160, 50, / guest +21 MB of 56 MB/],
])('the guest’s own memory stands beside what it takes of the host at %ix%i', async (columns, rows, wanted) => {
  await using opened = await running({ columns, rows, guestMemory: GUEST_MEMORY })
  const { terminal } = opened
  await terminal.shows(wanted)
  await terminal.shows(/host: \d+(?:\.\d+)? MB, \d+ % CPU/)
  await terminal.keys('<c-a>d')
  const text = await terminal.shows('in the guest  21 MB of 56 MB of memory used')
  expect(text).toMatch(/on the host +\d+(?:\.\d+)? MB, \d+ % CPU/)
})

test('of a machine without a balloon QEMU is asked nothing, and what it takes of the host is told all the same', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.keys('<c-a>d')
  expect(await terminal.shows(/on the host +\d+(?:\.\d+)? MB, \d+ % CPU/)).not.toContain('in the guest')
  expect(fake.calls.filter((call) => call.startsWith('qmp qom'))).toEqual([])
})

test('the boot stands as a waterfall on the machine’s screen', async () => {
  await using opened = await running()
  const { terminal } = opened
  await terminal.shows('shell 1.42')
  await terminal.keys('<c-a>d')
  const text = await terminal.shows('1.42 s')
  expect(text).toMatch(/kernel +0\.21 s █+/)
  expect(text).toMatch(/init +0\.93 s ·+█+/)
})

test('a screenshot is saved, shown in half blocks, and closed by a key', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.keys('<c-a>s')
  // The terminal of the test says nothing of sixels.
  const text = await terminal.shows('▀▀▀▀▀▀')
  expect(text).toContain('64x48 in half blocks')
  expect(fake.calls.some((call) => /^screenshot .*\.png$/.test(call))).toBe(true)
  await terminal.keys('<esc>')
  await terminal.shows('~ #')
})

test('without colours a screenshot is drawn in characters', async () => {
  await using opened = await running({ env: { LANG: 'C', TERM: 'xterm', NO_COLOR: '1' } })
  const { terminal } = opened
  await terminal.keys('<c-a>s')
  const text = await terminal.shows('64x48')
  // Red is brighter than blue to the eye.
  expect(text).toContain('@@@@@@@@@@')
  expect(text).toContain('----------')
})

test('a terminal that knows kitty’s protocol gets the picture itself, and it is taken away again', async () => {
  await using opened = await running({ env: { LANG: 'C.UTF-8', TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' } })
  const { terminal } = opened
  await terminal.keys('<c-a>s')
  await expect.poll(() => terminal.written).toContain('\x1b_Ga=T,f=100')
  await terminal.keys('q')
  await expect.poll(() => terminal.written).toContain('\x1b_Ga=d,d=I')
  expect(await terminal.shows('~ #')).not.toContain('▀')
})

test('two machines side by side: each has its own console and log, and what is typed goes to the one that is shown', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.keys('one')
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('+')
  await terminal.shows('[2]')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('[2] of 2')
  expect(await terminal.text()).not.toContain('one')
  await terminal.keys('two')
  await terminal.shows('~ # two')
  await terminal.keys('<c-a>n')
  await terminal.shows('[1] of 2')
  await terminal.shows('~ # one')
  expect(fake.calls.filter((call) => call.startsWith('announce'))).toEqual([
    'announce /tmp/out/minimal/logs/serial.log',
    'announce /tmp/out/minimal/logs/serial-2.log',
  ])
  // Only the one that is shown goes off; the other is then taken from the list.
  await terminal.keys('<c-a>x')
  await terminal.shows('has powered off')
  await terminal.keys('<esc>')
  await terminal.shows('The machine')
  await terminal.keys('-')
  await terminal.shows('running')
  expect(await terminal.text()).not.toContain('[1]')
})

test('a machine is saved, and the next one goes on from there', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.keys('<c-a>w')
  await expect.poll(() => fake.calls).toContain('save minimal')
  await terminal.shows('Saved as')
  await terminal.keys('<c-a>x')
  await terminal.shows('has powered off')
  await terminal.keys('<esc>')
  await terminal.shows('with a boot')
  await terminal.keys('g<space>')
  await terminal.shows('where it was saved')
  await terminal.keys('<enter>')
  await expect.poll(() => fake.calls).toContain('restore the first')
  await terminal.shows('~ #')
})

test('a machine that cannot be saved says why', async () => {
  await using opened = await running({ unsaveable: 'Saving may take 64 MB, and 3 MB are free' })
  await opened.terminal.keys('<c-a>w')
  await opened.terminal.shows('3 MB are free')
})

test('a second profile starts beside the machine of the first, not in its place; leaving names both logs', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('<esc><esc><esc>')
  await terminal.shows('Which system?')
  await terminal.keys('/streaming<enter>')
  await terminal.shows('Streaming server')
  await terminal.keys('x')
  await terminal.shows('Enter builds it')
  await terminal.keys('<enter>')
  await terminal.shows('[2] of 2')
  await expect
    .poll(() => fake.calls.filter((call) => call.startsWith('start ')))
    .toEqual(['start minimal', 'start streaming'])
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('q')
  await terminal.shows('still running')
  await terminal.keys('y')
  const { summary } = await opened.ended
  expect(summary.join('\n')).toContain('minimal/logs/serial.log')
  expect(summary.join('\n')).toContain('streaming/logs/serial.log')
  expect(fake.calls.filter((call) => call === 'power off')).toHaveLength(2)
})

test('without UTF-8 what the guest prints is drawn in ASCII, each character in its place', async () => {
  await using opened = await running({ env: { LANG: 'C', TERM: 'vt100' }, prints: 'a · b 漢 c' })
  const text = await opened.terminal.shows(/a \S b/)
  expect(text).toMatch(/^[\x20-\x7e\n]*$/)
  expect(text).toMatch(/a . b .. c/)
})

test('the exact command can be had as one line, however narrow the screen', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  await terminal.keys('l')
  await terminal.shows('Enter goes back to smart-os')
  expect(terminal.alternate).toBe(false)
  const command = (await terminal.text()).replaceAll('\n', '')
  expect(command).toContain('qemu-system-x86_64 -nodefaults')
  expect(command).toContain("-append 'console=tty0 console=ttyS0 quiet' -device virtio-net-device,netdev=net0")
  await terminal.keys('<enter>')
  await terminal.shows('ready to start')
})

test('a saved machine is deleted from where it is chosen, after a question; the next start boots', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.keys('<c-a>w')
  await terminal.shows('Saved as')
  await terminal.keys('<c-a>x')
  await terminal.shows('has powered off')
  await terminal.keys('<esc>')
  await terminal.shows('with a boot')
  await terminal.keys('g<space>')
  await terminal.shows('where it was saved')
  await terminal.shows('Del deletes the saved machine')
  await terminal.keys('-')
  await terminal.shows(/Delete the saved machine [\d-]+\?/)
  await terminal.keys('<esc>')
  await terminal.shows('where it was saved')
  expect(fake.calls).not.toContain('delete saved')
  await terminal.keys('-')
  await terminal.shows('cannot be undone')
  await terminal.keys('y')
  await expect.poll(() => fake.calls).toContain('delete saved')
  const text = await terminal.shows('ready to start')
  expect(text).not.toContain('where it was saved')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  expect(fake.calls.some((call) => call.startsWith('restore'))).toBe(false)
})

test('a machine of another profile whose port a running one has gets another, and it is said which', async () => {
  await using opened = await open({ profile: 'streaming' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows(/Forwards +127.0.0.1:1935 to 1935/)
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('<esc><esc><esc>')
  await terminal.shows('Which system?')
  await terminal.keys('/minimal<enter>')
  await terminal.shows('Minimal (64 MB)')
  await terminal.keys('<enter>')
  await terminal.shows('Configure')
  await terminal.keys(':machine.forward=["1935:22"]<enter>')
  await terminal.shows('unsaved')
  await terminal.keys('L')
  await terminal.shows('The machine')
  await terminal.keys('+')
  await terminal.shows('Port 1935 is taken: 127.0.0.1:2935 leads to 22/tcp')
  await terminal.shows(/Forwards +127.0.0.1:2935 to 22/)
  await terminal.keys('<enter>')
  await terminal.shows('[2] of 2')
  expect(fake.calls.filter((call) => call.startsWith('start '))).toEqual(['start streaming', 'start minimal'])
})

test('a port that was free when the machine was prepared, and is not when it starts, is moved all the same', async () => {
  await using opened = await open({ profile: 'streaming', takenPorts: [1935] })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows(/Forwards +127.0.0.1:1935 to 1935/)
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('Port 1935 is taken: 127.0.0.1:2935 leads to 1935/tcp')
  await terminal.keys('<c-a>d')
  await terminal.shows(/forwards +127.0.0.1:2935 to 1935/)
})

test('the help of the console says how big the pane is, and how the machine learns it', async () => {
  await using opened = await running()
  const { terminal, fake } = opened
  await terminal.keys('<c-a>h')
  await terminal.shows('Console, after Ctrl-A')
  await terminal.shows('This pane has 19 rows of 80 columns')
  await terminal.shows('resize')
  await terminal.keys('<esc><c-a>z')
  await expect.poll(fake.typed).toBe('stty rows 19 cols 80\r')
})

test('a console on the whole terminal does not leave one in the dark when its machine goes off', async () => {
  await using opened = await running()
  const { terminal } = opened
  await terminal.keys('<c-a>f')
  await expect.poll(async () => (await terminal.text()).includes('smart-os ›')).toBe(false)
  await terminal.keys('<c-a>x')
  await terminal.shows('has powered off')
  await terminal.shows('Enter starts it again, Esc goes back')
})
