import { describe, expect, test } from 'vitest'
import { open } from './open.ts'

// Without this somebody could follow the road on one size of terminal and be stuck on the other.
describe.each([
  [80, 24],
  [100, 30],
  [160, 50],
])('the whole road at %ix%i', (columns, rows) => {
  test('from the list of profiles to a running, checked machine and out again', async () => {
    await using opened = await open({ columns, rows, stepMs: 10 })
    const { terminal, fake } = opened
    await terminal.shows('Which system?')
    await terminal.shows('steps to build')
    await terminal.keys('<enter>')
    await terminal.shows('Configure')
    expect(await terminal.text()).toMatch(/-\*- linux/)

    // Help of the focused row, and what is automatic says by whom.
    await terminal.keys('<enter>')
    await terminal.shows('Part of every system')
    await terminal.keys('/openssh<enter><space>')
    await terminal.shows('openssh on, brings zlib')
    await terminal.shows('● unsaved')
    await terminal.keys('<down><down>')
    await terminal.shows(/On because openssh needs\s+it/)

    // A blocked row explains itself and offers a fix, which is one step to undo.
    await terminal.keys('<up><space>')
    await terminal.shows('dropbear conflicts with openssh')
    await terminal.shows('switch openssh off')
    await terminal.keys('<enter>')
    await terminal.shows('[*] dropbear')
    await terminal.keys('u')
    await terminal.shows('[*] openssh')

    await terminal.keys('s')
    await terminal.shows('openssh: true')
    await terminal.keys('<c-u>minimal-ssh<enter>')
    await terminal.shows('Saved /own/minimal-ssh.yaml')
    expect(fake.saved[0]?.profile.components).toEqual({ openssh: true })
    expect(await terminal.text()).not.toContain('unsaved')

    await terminal.keys('b')
    await terminal.shows('never built')
    await terminal.keys('<enter>')
    await terminal.shows(/Built minimal-ssh/)
    await terminal.keys('<enter>')
    await terminal.shows('Where the bytes went')
    expect(await terminal.text()).toContain('bzImage')

    await terminal.keys('<enter>')
    await terminal.shows('qemu-system-x86_64')
    await terminal.shows('a probe guest hung')
    await terminal.keys('<enter>')
    await terminal.shows('~ #')
    await terminal.keys('v')
    // Keys are the guest's now: v is typed, not "verify".
    expect(fake.typed()).toBe('v')
    await terminal.keys('<c-a>v')
    await terminal.shows(columns >= 112 ? 'network:dns' : 'checks 6/6')
    await terminal.keys('<c-a>x')
    await terminal.shows('has powered off')
    await terminal.keys('<esc>')
    await terminal.shows('The machine')
    await terminal.keys('q')
    const { exitStatus, summary } = await opened.ended
    expect(exitStatus).toBe(0)
    expect(summary.join('\n')).toContain('smart-os run -p minimal-ssh')
    expect(terminal.alternate).toBe(false)
    expect(terminal.raw).toBe(false)
  }, 120_000)
})

test('every key of the terminal reaches the guest, Ctrl-A twice sends one, and the prefix works split from its key', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  await terminal.keys('q<c-c><up><esc><tab><c-d>')
  await terminal.chunk('\x01\x01\x1bOP')
  expect(fake.typed()).toBe('q\x03\x1b[A\x1b\t\x04\x01\x1bOP')
  await terminal.keys('<c-a>c')
  await expect.poll(() => fake.calls).toContain('qmp send-key')
  await terminal.keys('<c-a>p')
  await terminal.shows('paused')
  expect(fake.calls).toContain('pause')
  await terminal.keys('<c-a>f')
  expect((await terminal.frame())[0]).toContain('Linux version')
  await terminal.keys('<c-a>f<c-a>d')
  await terminal.shows('The machine')
  // The machine outlives its console, but not the configurator.
  await terminal.keys('q')
  await terminal.shows('still running')
  await terminal.keys('y')
  await opened.ended
  expect(fake.calls).toContain('power off')
})

test('a guest that does not listen is switched off at once', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  await terminal.keys('<c-a>k')
  await expect.poll(() => fake.calls).toContain('qmp quit')
  await terminal.shows('Enter starts it again')
})
