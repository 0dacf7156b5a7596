/** The configurator by questions: the same road for whoever listens to a screen, has a dumb terminal, or a script. */
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { wantsPlain } from '../../src/cli/commands/configure.ts'
import { defaultProfile, writeDraft } from '../../src/profile/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { type ConfiguratorResult, memorySettings } from '../../src/tui/index.ts'
import { startPlain } from '../../src/tui/plain/index.ts'
import { type Fake, type FakeOptions, fakePipeline } from './fakes.ts'

interface Asked extends AsyncDisposable {
  fake: Fake
  text: () => string
  /** Gives the answers once the last question shows all of these words. */
  answer: (shown: string, ...answers: string[]) => Promise<void>
  /** The input ends. */
  close: () => void
  interrupt: () => void
  ended: Promise<ConfiguratorResult>
}

function ask(options: FakeOptions & { profile?: string; drafts?: string } = {}): Asked {
  const fake = fakePipeline({ stepMs: 10, ...options })
  const stdin = new PassThrough()
  const stdout = new PassThrough()
  const leave = new AbortController()
  let text = ''
  let seen = 0
  let interrupt = () => {}
  stdout.on('data', (chunk: Buffer) => {
    text += chunk
  })
  const ended = startPlain({
    pipeline: fake.pipeline,
    stdin,
    stdout,
    settings: memorySettings(),
    env: { LANG: 'C', TERM: 'dumb' },
    signal: leave.signal,
    loadCore: async () => fake.core,
    onInterrupt: (listener) => {
      interrupt = listener
      return () => {}
    },
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.drafts === undefined ? {} : { drafts: options.drafts }),
  })
  ended.catch(() => {})
  return {
    fake,
    ended,
    text: () => text,
    close: () => stdin.end(),
    interrupt: () => interrupt(),
    answer: async (shown, ...answers) => {
      await expect.poll(() => text.slice(seen), { timeout: 20_000 }).toContain(shown)
      seen = text.indexOf(shown, seen) + shown.length
      for (const one of answers) stdin.write(`${one}\n`)
    },
    [Symbol.asyncDispose]: async () => {
      leave.abort()
      await ended.catch(() => {})
    },
  }
}

describe('the whole road by questions', () => {
  it('leads from the profiles to a running machine and out again, with nothing but lines', async () => {
    await using asked = ask()
    const { answer, fake, text } = asked
    await answer('Which system?', 'minimal')
    await answer('What shall be done with minimal?', 'configure')
    await answer('Which part?', 'components', 'openssh')
    await answer('What now?', 'switch it on')
    await answer('openssh on, brings zlib', '0', 'dropbear')
    // Blocked: why, and the way out with its cost.
    await answer('dropbear: off, blocked', 'switch it on')
    await answer('dropbear conflicts with openssh')
    await answer('switch openssh off', '1')
    await answer('Fixed: ', 'u')
    await answer('Undone: Fixed', '0', '0', 'save')
    await answer('Save under which name?', 'minimal-ssh')
    await answer('openssh: true', 'yes')
    await answer('Saved /own/minimal-ssh.yaml', 'build')
    expect(fake.saved[0]?.profile.components).toEqual({ openssh: true })
    await answer('The plan. What now?', 'steps')
    await answer('build openssh: never built', 'build')
    await answer('build busybox: done in')
    await answer('The files are in /tmp/out/minimal-ssh')
    await answer('Where the bytes went', 'verify')
    await answer('network:dns: passed')
    await answer('Every check passed', 'launch')
    await answer('a probe guest hung', 'command')
    await answer('qemu-system-x86_64 -nodefaults', 'start')
    await answer('~ #', 'uname')
    await expect.poll(fake.typed).toBe('uname\n')
    await answer('uname')
    asked.close()
    const { exitStatus, summary } = await asked.ended
    expect(exitStatus).toBe(0)
    expect(fake.calls).toContain('power off')
    expect(summary.join('\n')).toContain('smart-os run -p minimal-ssh')
    // Nothing of ours moves a cursor, colours or goes beyond ASCII; the guest's own output is the guest's.
    const guest = text().indexOf('minimal-ssh starts.')
    expect(text().slice(0, guest)).toMatch(/^[\n\x20-\x7e]*$/)
  }, 60_000)

  it('works with all the answers given at once', async () => {
    await using asked = ask()
    await asked.answer('Which system?', '2', '1', 'system.hostname=box', 'q', 'discard')
    expect(await asked.ended).toMatchObject({ exitStatus: 0 })
    expect(asked.text()).toContain('system.hostname=box')
  })
})

describe('answers that do not fit', () => {
  it('says what was expected and asks again', async () => {
    await using asked = ask({ profile: 'minimal' })
    await asked.answer('Which part?', 'nonsense')
    await asked.answer('"nonsense" is none of these: expected a number from 0 to', '999')
    await asked.answer('"999" is none of these', 'image.budget=lots')
    await asked.answer('Error: Expected a size', '/host name')
    await asked.answer('result. Which one?', '1')
    await asked.answer('Host name: minimal', 'change')
    await asked.answer('For example box', 'no such host!')
    await asked.answer('Not taken: Expected a host name', 'box')
    await asked.answer('Host name: box. What now?', '0')
  })

  it('asks each field of a form until it is right, and the member is in its list', async () => {
    await using asked = ask({ profile: 'minimal' })
    await asked.answer('Which part?', 'machine')
    await asked.answer('Machine: which one?', 'machine.disks')
    await asked.answer('Add a disk', '1')
    await asked.answer('A dot alone gives it up', 'many')
    await asked.answer('Not taken: ', '64M')
    await asked.answer('nvme', 'floppy')
    await asked.answer('"floppy" is none of these', 'nvme')
    await asked.answer('Label', 'data')
    await asked.answer('ext4', '')
    await asked.answer('/', '')
    await asked.answer('added', '0')
    await asked.answer('Disks: ', 'u', '0', '0')
    await asked.answer('Undone: ')
    await asked.answer('Which system?', '0')
    expect((await asked.ended).exitStatus).toBe(0)
  })

  it('gives up after many that fit nothing, so that a wrong script ends', async () => {
    await using asked = ask()
    await asked.answer('Which system?', ...Array.from({ length: 20 }, () => 'y'))
    expect(await asked.ended).toMatchObject({ exitStatus: 0 })
    expect(asked.text()).toContain('20 answers in a row fit nothing')
  })
})

describe('the end of the input', () => {
  it('ends with a sentence, and 0 where nothing is lost', async () => {
    await using asked = ask()
    await asked.answer('Which system?')
    asked.close()
    expect((await asked.ended).exitStatus).toBe(0)
    expect(asked.text()).toContain('The input has ended, and so does smart-os.')
  })

  it('is a failure where changes are lost with it', async () => {
    await using asked = ask({ profile: 'minimal' })
    await asked.answer('Which part?', 'system.hostname=box')
    await asked.answer('system.hostname=box')
    asked.close()
    expect((await asked.ended).exitStatus).toBe(1)
    expect(asked.text()).toContain('The changes of minimal were not saved.')
  })

  it('is a failure after a build that failed; the build that was asked for is not cut off', async () => {
    await using asked = ask({ profile: 'minimal', failing: 'build:busybox' })
    await asked.answer('Which part?', 'build')
    await asked.answer('The plan. What now?', 'build')
    asked.close()
    expect((await asked.ended).exitStatus).toBe(1)
    expect(asked.text()).toContain('build busybox: failed')
  })
})

it('offers what an earlier session left unsaved, and goes on with it', async () => {
  await using folder = await temporaryFolder()
  await writeDraft(folder.path, '4194304-1-a.json', 'minimal', {
    ...defaultProfile('minimal'),
    components: { zlib: true },
  })
  await using asked = ask({ drafts: folder.path })
  await asked.answer('without saving its changes of minimal. What now?', 'restore')
  await asked.answer('Which part?', 'components')
  await expect.poll(() => asked.text()).toMatch(/zlib: on/)
})

it('tells a failure in words: the first real error, the cause, and the ways on by number', async () => {
  await using asked = ask({ profile: 'minimal', failing: 'build:busybox' })
  await asked.answer('Which part?', 'build')
  await asked.answer('The plan. What now?', 'build')
  await asked.answer("error: 'TCA_CBQ_MAX' undeclared")
  await asked.answer('The build failed. What now?', 'settings')
  await asked.answer('busybox: on, part of every system')
  expect(asked.text()).toContain('Switch the option tc of busybox off')
})

it('Ctrl-C cancels a build and goes on asking; a second one leaves', async () => {
  await using asked = ask({ profile: 'minimal', hang: true })
  await asked.answer('Which part?', 'build')
  await asked.answer('The plan. What now?', 'build')
  await asked.answer(': started')
  asked.interrupt()
  await asked.answer('The build was cancelled. What now?')
  asked.interrupt()
  expect((await asked.ended).exitStatus).toBe(130)
})

it('builds what is missing and starts the machine with one answer after another', async () => {
  await using asked = ask()
  await asked.answer('Which system?', 'minimal')
  await asked.answer('What shall be done', 'run')
  await asked.answer('Build it, then start its machine', '1')
  await asked.answer('~ #', '\u0001x')
  await asked.answer('The machine has powered off', 'q')
  expect((await asked.ended).exitStatus).toBe(0)
  expect(asked.fake.calls).toContain('start minimal')
})

it('is chosen by itself where a screen cannot be drawn, or is read aloud', () => {
  expect(wantsPlain({}, { TERM: 'dumb' })).toBe(true)
  expect(wantsPlain({}, { TERM: 'xterm', INK_SCREEN_READER: 'true' })).toBe(true)
  expect(wantsPlain({ plain: true }, { TERM: 'xterm' })).toBe(true)
  expect(wantsPlain({}, { TERM: 'xterm' })).toBe(false)
})

it('makes a new profile from another, under a name that is asked for until it can be one', async () => {
  await using asked = ask()
  const { answer, fake } = asked
  await answer('Which system?', 'minimal')
  await answer('What shall be done with minimal?', 'new')
  await answer('Name of the new profile from minimal', 'gcc')
  await answer('Not taken: There is a profile gcc already', 'edge')
  await answer('/own/edge.yaml')
  await answer('edge: nothing is written until it is saved')
  await answer('Configure edge. Which part?', 'system.hostname=edge', 'save')
  await answer('Save under which name? Enter takes edge', '')
  await answer('Write that?', 'yes')
  await answer('Saved /own/edge.yaml')
  expect(fake.saved[0]?.profile).toMatchObject({ name: 'edge', extends: 'minimal', system: { hostname: 'edge' } })
})

it('saves in another place when it is told one, and warns of a name that hides a built-in profile', async () => {
  await using asked = ask({ profile: 'minimal' })
  const { answer, fake } = asked
  await answer('Which part?', 'system.hostname=box')
  await answer('Which part?', 'save')
  await answer('Save under which name?', 'gcc')
  await answer('Warning: Hides the built-in gcc')
  await answer('Write that?', 'no')
  await answer('Which part?', 'save')
  await answer('Save under which name?', 'box')
  await answer('It will be written to /own/box.yaml.')
  await answer('Write that?', 'elsewhere', '/elsewhere/box.yaml')
  await answer('It will be written to /elsewhere/box.yaml.')
  await answer('Write that?', 'yes')
  await answer('Saved /elsewhere/box.yaml')
  expect(fake.saved.map(({ file }) => file)).toEqual(['/elsewhere/box.yaml'])
})

it('compares a profile with another one, both ways round, and with what was last built', async () => {
  await using asked = ask()
  const { answer } = asked
  await answer('Which system?', 'minimal')
  await answer('What shall be done with minimal?', 'compare')
  await answer('Compare minimal with what?', 'gcc')
  await answer('From gcc to minimal:')
  await answer('component gcc: removed')
  await answer('Compare minimal with what?', 'swap')
  await answer('From minimal to gcc:')
  await answer('component gcc: added')
  await answer('Compare minimal with what?', 'built')
  await answer('It has not been built yet')
  await answer('Compare minimal with what?', '0')
  await answer('What shall be done with minimal?', '0')
  await answer('Which system?', '0')
  // Only looked at: nothing was opened, and nothing is lost by going.
  expect((await asked.ended).exitStatus).toBe(0)
})

it('compares changes that are not saved with the file, from within the configuration', async () => {
  await using asked = ask({ profile: 'minimal' })
  await asked.answer('Which part?', 'system.hostname=box')
  await asked.answer('Which part?', 'compare')
  await asked.answer('Compare minimal with what?', 'file')
  await asked.answer('From its file to minimal')
  await asked.answer('system.hostname: minimal becomes box')
  await asked.answer('Compare minimal with what?', '0')
  await asked.answer('Which part?')
})

it('a machine runs on while one asks: it is left, saved, joined again and powered off', async () => {
  await using asked = ask({ profile: 'minimal' })
  const { answer, fake } = asked
  await answer('Which part?', 'launch')
  await answer('The machine minimal. What now?', 'start')
  await answer('~ #', '\u0001d')
  await answer('The machine minimal runs. What now?', 'save')
  await answer('Saved as')
  await answer('The machine minimal runs. What now?', 'console')
  await answer('Every key goes to it now', 'uname')
  await expect.poll(fake.typed).toContain('uname')
  await answer('uname', '\u0001d')
  await answer('The machine minimal runs. What now?', 'q')
  await answer('A machine still runs. Switch it off and quit?', 'no')
  await answer('The machine minimal runs. What now?', 'screenshot')
  await answer('The screen, 64 by 48, is in /tmp/out/minimal/screen-')
  await answer('The machine minimal runs. What now?', 'pause')
  await answer('The machine minimal is paused. What now?', 'off')
  await answer('The machine has powered off')
  await answer('The machine minimal. What now?', '0')
  expect(fake.calls).toContain('save minimal')
  expect(fake.calls).toContain('pause')
  expect(fake.calls.filter((call) => call === 'start minimal')).toHaveLength(1)
})

it('what the guest has in use is told between two visits to its console', async () => {
  const MB = 1024 ** 2
  await using asked = ask({ profile: 'minimal', guestMemory: { total: 56 * MB, available: 35 * MB } })
  const { answer, text, fake } = asked
  await answer('Which part?', 'launch')
  await answer('The machine minimal. What now?', 'start')
  // It is looked at in the background: at the second look the first one has been told.
  const looks = () => fake.calls.filter((call) => call === 'qmp qom-get').length
  await expect.poll(looks, { timeout: 20_000 }).toBeGreaterThan(1)
  await answer('~ #', '\u0001d')
  await answer('The machine minimal runs. What now?', 'off')
  await answer('The machine has powered off')
  expect(text()).toContain('in the guest  21 MB of 56 MB of memory used')
})

it('goes on from a saved machine, and deletes it only when asked twice', async () => {
  await using asked = ask({ profile: 'minimal' })
  const { answer, fake } = asked
  await answer('Which part?', 'launch')
  await answer('The machine minimal. What now?', 'start')
  await answer('~ #', '\u0001d')
  await answer('runs. What now?', 'save')
  await answer('Saved as')
  await answer('runs. What now?', 'off')
  await answer('Saved machines: 1', 'saved')
  await answer('Which saved machine?', '1')
  await answer('the disk. What now?', 'resume')
  await answer('goes on from')
  await answer('~ #', '\u0001x')
  await answer('The machine has powered off')
  expect(fake.calls).toContain('restore the first')
  await answer('Saved machines: 1', 'saved')
  await answer('Which saved machine?', '1', 'delete')
  await answer('It frees 38 MB', 'no')
  await answer('Saved machines: 1', 'saved')
  await answer('Which saved machine?', '1', 'delete')
  await answer('It frees 38 MB', 'yes')
  await answer('is deleted')
  await answer('The machine minimal. What now?', '0')
  expect(fake.calls.filter((call) => call === 'delete saved')).toHaveLength(1)
  expect(asked.text().split('is deleted')[1]).not.toContain('Saved machines')
})

it('says where a port leads that somebody else has', async () => {
  await using asked = ask({ profile: 'streaming', takenPorts: [1935] })
  await asked.answer('Which part?', 'launch')
  await asked.answer('Forwards: 127.0.0.1:1935 to 1935/tcp')
  await asked.answer('The machine streaming. What now?', 'start')
  await asked.answer('Port 1935 is taken: 127.0.0.1:2935 leads to 1935/tcp')
  await asked.answer('streaming starts.', '\u0001x')
})

describe("the kernel's own options by questions", () => {
  it('are searched, seen, changed, and made possible with all that they need', async () => {
    await using asked = ask({ profile: 'minimal' })
    const { answer, fake } = asked
    await answer('Which part?', '/shown_config_proc')
    await answer('1 result. Which one?', '1')
    await answer('Not shown as things stand; it needs', 'why')
    await answer('Ways to SHOWN_CONFIG_PROC=y', '1')
    await answer('Fixed: SHOWN_CONFIG_PROC=y')
    await answer('What now?', 'all')
    await answer('CONFIG_SHOWN_CONFIG_PROC = y')
    await answer('What now?', '0')
    await answer('General setup: which one?', 'LOG_SHIFT')
    await answer('What now?', 'change')
    await answer('LOG_SHIFT, now 17, from 12 to 25', '40')
    await answer('Expected a whole number from 12 to 25')
    await answer('LOG_SHIFT, now 17', '18')
    await answer('LOG_SHIFT=18')
    await answer('What now?', '0')
    await answer('Log buffer size (16 => 64KB): 18, LOG_SHIFT, asked for by you', '0')
    await answer('Linux kernel 6.1.0: which one?', '0')
    await answer('Which part?', 'save')
    await answer('Save under which name?', 'own')
    await answer('Write that?', 'yes')
    await answer('Saved')
    expect(fake.saved[0]?.profile.kernel).toEqual({ SHOWN_CONFIG: 'y', SHOWN_CONFIG_PROC: 'y', LOG_SHIFT: 18 })
  })
})
