/** Lists, choices and passwords in the menu: what of a profile could otherwise only be written by hand. */
import { expect, test } from 'vitest'
import { open } from './open.ts'

test('a forward is added, changed and removed, each as one step; a wrong one is refused while it is typed', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/forwards<enter>')
  await terminal.shows(/▌ Forwards +\(none\) --->/)
  await terminal.keys('<enter>+')
  await terminal.shows('Add a forward')
  await terminal.keys('70000:22')
  await terminal.shows('a forward HOST:GUEST')
  await terminal.keys('<c-u>2222:22<enter>')
  await terminal.shows('127.0.0.1:2222 leads to 22')
  await terminal.keys('<enter>')
  await terminal.shows('Forwards: 2222:22')
  await terminal.keys('<c-u>2223:22<enter>')
  await terminal.shows(/▌ 2223:22/)
  await terminal.keys('-')
  await terminal.shows(/▌ \+ Add a forward/)
  await terminal.keys('u')
  await terminal.shows('2223:22')
  await terminal.keys('u')
  await terminal.shows('2222:22')
  // Back in the section, the cursor is where it was.
  await terminal.keys('<esc>')
  await terminal.shows(/▌ Forwards +\(2222:22\) --->/)
})

test('a user’s password is masked while it is typed, and only a sha512-crypt hash of it is kept', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/users<enter><enter>+')
  await terminal.shows('Add a user')
  await terminal.keys('Ada')
  await terminal.shows('Expected a user name')
  await terminal.keys('<c-u>ada<down>hunter2')
  await terminal.shows('•••••••')
  expect(await terminal.text()).not.toContain('hunter2')
  await terminal.keys('<down><down>wheel<enter>')
  await terminal.shows(/▌ ada +password, wheel/)
  await terminal.keys('s<enter>')
  await terminal.shows('Saved')
  const [user] = fake.saved[0]?.profile.system.users ?? []
  expect(user).toMatchObject({
    name: 'ada',
    groups: ['wheel'],
    password: expect.stringMatching(/^\$6\$[^$]+\$[^$]{86}$/),
  })
})

test('root’s password is set as a hash, and taken away again', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/root password<enter>')
  await terminal.shows(/Root password +\(locked\)/)
  await terminal.keys('<enter>s3cret')
  await terminal.shows('••••••')
  await terminal.keys('<enter>')
  await terminal.shows(/Root password +\(set\)/)
  await terminal.keys('-')
  await terminal.shows(/Root password +\(locked\)/)
})

test('the firewall’s settings are there once it is on, and each change keeps the others', async () => {
  await using opened = await open({ profile: 'minimal', rows: 40 })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/system.firewall<enter>')
  await terminal.shows(/▌ Firewall +\[ \]/)
  await terminal.keys('<space>')
  await terminal.shows(/Policy +\(drop\)/)
  await terminal.keys('<down><down><enter>+22<enter>')
  await terminal.shows(/▌ 22 +TCP/)
  await terminal.keys('<esc><down><down><space>')
  await terminal.shows(/Pass on between links +\[\*\]/)
  await terminal.shows(/Open ports +\(22\)/)
  await terminal.keys('s<enter>')
  await terminal.shows('Saved')
  expect(fake.saved[0]?.profile.system.firewall).toEqual({
    policy: 'drop',
    open: ['22'],
    trusted: [],
    forward: true,
    masquerade: false,
  })
})

test('disks keep the order they are given, and can be moved', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/machine.disks<enter><enter>+1G<down><space><down>one<enter>')
  await terminal.shows(/▌ one +1G, ahci, ext4/)
  await terminal.keys('+2G<down><down>two<enter>')
  await terminal.shows(/▌ two +2G, virtio, ext4/)
  await terminal.keys('K')
  await terminal.shows(/▌ two[\s\S]+ one/)
  await terminal.keys('s<enter>')
  await terminal.shows('Saved')
  expect(fake.saved[0]?.profile.machine.disks.map(({ label, bus }) => [label, bus])).toEqual([
    ['two', 'virtio'],
    ['one', 'ahci'],
  ])
})

test('a choice shows all its values and is made with Enter; a set is put together one by one', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/image.compression<enter><enter>')
  await terminal.shows(/▌ \(X\) zstd/)
  await terminal.keys('<down><enter>')
  await terminal.shows(/▌ Compression +\(xz\) --->/)
  await terminal.keys('<space>')
  await terminal.shows(/▌ Compression +\(zstd\) --->/)
  await terminal.keys('/image.formats<enter><enter>')
  await terminal.shows(/▌ \[\*\] disk/)
  await terminal.keys('<down><down><space>')
  await terminal.shows('[*] iso')
  await terminal.keys('<esc>')
  await terminal.shows(/▌ Formats +\(disk, iso\) --->/)
})

test('a kernel symbol of one’s own is set, changed with y, m and n, and left to others again', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/own symbols<enter><enter>+')
  await terminal.shows('Add a symbol')
  await terminal.keys('CONFIG_NUMA<down>')
  await terminal.keys('y<enter>')
  await terminal.shows('without the prefix')
  await terminal.keys('<up>')
  await terminal.keys('<c-u>NUMA<enter>')
  await terminal.shows(/▌ NUMA +=? ?y/)
  await terminal.keys('<esc>')
  await terminal.shows(/▌ Own symbols +\(NUMA\)/)
  await terminal.keys('fnuma<enter>n')
  await terminal.shows(/NUMA = n/)
  await terminal.keys('-')
  await terminal.shows(/Own symbols +\(none\)/)
  await terminal.keys('u')
  await terminal.shows(/NUMA = n/)
  await terminal.keys('s<enter>')
  await terminal.shows('Saved')
  expect(fake.saved[0]?.profile.kernel).toEqual({ NUMA: 'n' })
})

test('a number says its range', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/busybox.history<enter><enter>')
  await terminal.shows('From 0 to 10000')
  await terminal.keys('<c-u>20000<enter>')
  await terminal.shows('a value from 0 to 10000')
})
