import { expect, test, vi } from 'vitest'
import { open } from './open.ts'

test('a wrong value is refused while it is typed, and a right one can be undone and done again', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/host name<enter>')
  await terminal.shows(/▌ Host name +\(minimal\)/)
  await terminal.keys('<enter>')
  await terminal.keys('<c-u>bad name$(x)<enter>')
  await terminal.shows('a host name: letters, digits and hyphens')
  await terminal.keys('<c-u>box<enter>')
  await terminal.shows(/Host name +\(box\)/)
  await terminal.keys('u')
  await terminal.shows(/Host name +\(minimal\)/)
  await terminal.keys('U')
  await terminal.shows(/Host name +\(box\)/)
})

test('pasted text is one insertion, without line ends that would press Enter', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/title<enter><enter><c-u>')
  await terminal.chunk('\x1b[200~My\nsystem\x1b[201~')
  await terminal.shows('My system')
  await terminal.keys('<enter>')
  await terminal.shows(/Title +\(My system\)/)
})

test('keys that arrive in one piece (typed ahead, or sent by a program) are all taken', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.chunk('/memory\r')
  await terminal.shows(/▌ Memory +\(64M\)/)
  await terminal.chunk('\r\x15128M\r')
  await terminal.shows(/Memory +\(128M\)/)
})

test('leaving with changes asks; staying keeps them, discarding takes them back', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/gcc<enter>y')
  await terminal.shows('184 MB needed')
  await terminal.keys('q')
  await terminal.shows('changes that are not saved')
  await terminal.keys('<esc>')
  await terminal.shows('[*] gcc')
  await terminal.keys('<esc><esc>')
  await terminal.shows('changes that are not saved')
  await terminal.keys('d')
  await terminal.shows('Which system?')
  await terminal.keys('q')
  expect((await opened.ended).exitStatus).toBe(0)
  expect(fake.saved).toEqual([])
})

test('an image that is too big says by how much at once, not after an hour of building', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/budget<enter><enter><c-u>3M<enter>')
  const screen = await terminal.shows(/[\d,]+ B over 3 MB/)
  const [, excess = ''] = /([\d,]+) B over/.exec(screen) ?? []
  // To the byte, and with the ways out.
  await terminal.keys('w')
  await terminal.shows(`${excess} bytes over its budget of 3 MB`)
  await terminal.shows(/› set image\.budget to 4M|▌? *set image\.budget to 4M/)
  await terminal.keys('<enter>')
  await terminal.shows(/of 4 MB/)
})

test('drivers cycle through built in, module and off, and y, n, m set them', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/nvme<enter>')
  await terminal.shows('< > nvme')
  await terminal.keys('<space>')
  await terminal.shows('<*> nvme')
  await terminal.keys('<space>')
  await terminal.shows('<M> nvme')
  await terminal.keys('<space>')
  await terminal.shows('< > nvme')
  await terminal.keys('m')
  await terminal.shows('<M> nvme')
  await terminal.keys('n')
  await terminal.shows('< > nvme')
})

test('a name that cannot be saved is refused, and nothing is lost', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter>y')
  await terminal.keys('s<c-u>../evil<enter>')
  await terminal.shows("cannot be a profile's name")
  await terminal.keys('<esc>')
  await terminal.shows('unsaved')
  expect(fake.saved).toEqual([])
})

test('a profile that cannot be opened says so on the first screen', async () => {
  await using opened = await open({ profile: 'minimul' })
  await opened.terminal.shows('There is no profile "minimul"')
  await opened.terminal.shows('Which system?')
})

test('Ctrl-C leads out of everything: it asks where changes would be lost, and the second one does not ask', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter>y/half a sea<c-c>')
  await terminal.shows('changes that are not saved')
  await terminal.keys('<c-c>')
  expect((await opened.ended).exitStatus).toBe(130)
  expect(terminal.alternate).toBe(false)
})

// The way to the menu may lead over a build: leaving the plan must not be a way around the question.
test('changes made after a build are asked about when the plan is left for the profiles', async () => {
  await using opened = await open({ stepMs: 5 })
  const { terminal } = opened
  await terminal.shows('steps to build')
  await terminal.keys('b')
  await terminal.shows('never built')
  await terminal.keys('<enter>')
  await terminal.shows('Built minimal')
  await terminal.keys('c')
  await terminal.shows('› Configure')
  await terminal.keys('/zlib<enter>y')
  await terminal.shows('● unsaved')
  await terminal.keys('b')
  // The plan lies behind the configuration now, whichever way led there.
  await terminal.shows(/minimal › Configure › Plan/)
  await terminal.keys('<esc>')
  await terminal.shows(/▌ \[\*\] zlib/)
  await terminal.keys('<esc><esc>')
  await terminal.shows('The profile minimal has changes that are not saved')
})

test('what is built is told to the byte, and a change says that it is a guess', async () => {
  const MB = 1024 ** 2
  const sizes = {
    bytes: { base: 1000, glibc: 1000, busybox: 1000, linux: 0 },
    kernelBytes: 2 * MB,
    initramfsBytes: MB,
    rootBytes: 62 * MB + 7,
  }
  await using opened = await open({ profile: 'minimal', sizes, columns: 100 })
  const { terminal } = opened
  // 65 MB and 7 bytes of 64.
  await terminal.shows(/Image 65.0 MB, 1,048,583 B over 64 MB/)
  await terminal.keys('/openssh<enter>y')
  await terminal.shows(/Image ~[\d.]+ MB, [\d,]+ B over 64 MB/)
  await terminal.keys('u')
  await terminal.shows(/Image 65.0 MB, 1,048,583 B over 64 MB/)
})

test('what is undone after saving is saved in the same file again, and extends what that extends', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/host name<enter><enter><c-u>box<enter>')
  await terminal.shows(/Host name +\(box\)/)
  await terminal.keys('/title<enter><enter><c-u>Mine<enter>')
  await terminal.shows(/Title +\(Mine\)/)
  await terminal.keys('s<enter>')
  await terminal.shows('Saved')
  const [first] = fake.saved
  expect(first?.profile).toMatchObject({ extends: 'minimal', title: 'Mine' })
  await terminal.keys('u')
  await terminal.shows('unsaved')
  await terminal.keys('s')
  await terminal.shows('only what differs from minimal')
  await terminal.keys('<enter>')
  await terminal.shows('Saved')
  await vi.waitFor(() => expect(fake.saved).toHaveLength(2))
  const again = fake.saved[1]
  expect(again?.file).toBe(first?.file)
  expect(again?.profile).toMatchObject({ name: first?.profile.name, extends: 'minimal', system: { hostname: 'box' } })
  expect(again?.profile.title).not.toBe('Mine')
  // Back to before both changes, and forward again: still of that file.
  await terminal.keys('uUU')
  await terminal.shows(/Title +\(Mine\)/)
  await terminal.keys('s')
  await terminal.shows('only what differs from minimal')
})
