/** Services, files, root's keys and links through the keys alone: a wrong value never gets into the file, and each step can be taken back. */
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Opened, open } from './open.ts'

/** Goes to a list of the menu and into it. */
async function into(opened: Opened, words: string, empty: RegExp): Promise<void> {
  await opened.terminal.shows('Configure')
  await opened.terminal.keys(`/${words}<enter>`)
  await opened.terminal.shows(empty)
  await opened.terminal.keys('<enter>')
}

/** Saves under the proposed name; what the file then has, as YAML reads it. */
async function saved({ terminal, fake }: Opened): Promise<Record<string, Record<string, unknown>>> {
  await terminal.keys('s<enter>')
  await terminal.shows('Saved')
  return parse(fake.saved.at(-1)?.yaml ?? '')
}

test('a service is added, changed and removed; its name and what it waits for are judged as they are typed', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await into(opened, 'system.services', /▌ Services +\(none\) --->/)
  await terminal.keys('+')
  await terminal.shows('Add a service')
  await terminal.keys('My Clock')
  await terminal.shows('Expected a service name: lower-case letters, digits, - _')
  await terminal.keys('<c-u>clock<enter>')
  // Without a command there is nothing to run: the form stays, at the field that lacks.
  await terminal.shows(/→? *Command[\s\S]*Expected a command/)
  await terminal.keys('/usr/bin/my-clock --serve<down>Network,')
  await terminal.shows('Expected a service name')
  await terminal.keys('<c-u>network syslog<enter>')
  await terminal.shows(/▌ clock[\s\S]+ \/usr\/bin\/my-clock --serve, after network syslog/)
  await terminal.keys('<enter>')
  await terminal.shows('Services: clock')
  await terminal.keys('<down><down><down>No Body')
  await terminal.shows('Expected a user name')
  await terminal.keys('<c-u>nobody<down>nc -z 127.0.0.1 80<enter>')
  await terminal.shows('Services: clock changed')
  const clock = {
    name: 'clock',
    command: '/usr/bin/my-clock --serve',
    after: ['network', 'syslog'],
    user: 'nobody',
    ready: 'nc -z 127.0.0.1 80',
  }
  expect((await saved(opened)).system).toEqual({ services: [clock] })
  await terminal.keys('-')
  await terminal.shows(/▌ \+ Add a service/)
  await terminal.keys('u')
  await terminal.shows(/ clock +\/usr/)
  // Two steps back there is neither account nor test.
  await terminal.keys('u')
  await terminal.shows('● unsaved')
  const { user, ready, ...before } = clock
  expect((await saved(opened)).system).toEqual({ services: [before] })
})

test('a file is added with line ends in it, changed to one of this computer, and removed', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await into(opened, 'system.files', /▌ Files +\(none\) --->/)
  await terminal.keys('+')
  await terminal.shows('Add a file')
  await terminal.keys('etc/motd')
  await terminal.shows('Expected an absolute path without .. or control characters')
  await terminal.keys('<c-u>/etc/motd<down>Hello\\nyou<down><down>abc')
  await terminal.shows('Expected an octal mode')
  await terminal.keys('<c-u>600<down>Ada')
  await terminal.shows('Expected a user name')
  await terminal.keys('<c-u>ada<enter>')
  await terminal.shows(/▌ \/etc\/motd +9 characters, 600, ada/)
  const motd = { path: '/etc/motd', content: 'Hello\nyou', mode: '600', owner: 'ada' }
  expect((await saved(opened)).system).toEqual({ files: [motd] })
  await terminal.keys('<enter>')
  await terminal.shows('Files: /etc/motd')
  // What is in it comes from one place only.
  await terminal.keys('<down><down>/home/ada/motd')
  await terminal.shows('Expected either content or source')
  await terminal.keys('<enter>')
  await terminal.shows('Files: /etc/motd')
  await terminal.keys('<up>')
  await terminal.shows('Hello\\nyou')
  await terminal.keys('<c-u><enter>')
  await terminal.shows(/▌ \/etc\/motd +from \/home\/ada\/motd, 600, ada/)
  const { content, ...rest } = motd
  expect((await saved(opened)).system).toEqual({ files: [{ ...rest, source: '/home/ada/motd' }] })
  await terminal.keys('<del>')
  await terminal.shows(/▌ \+ Add a file/)
  await terminal.keys('uu')
  await terminal.shows(/ \/etc\/motd +9 characters/)
  expect((await saved(opened)).system).toEqual({ files: [motd] })
})

test('a file without content is an empty one; one of this computer is no content', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await into(opened, 'system.files', /▌ Files +\(none\) --->/)
  await terminal.keys('+/etc/nologin<enter>')
  await terminal.shows(/▌ \/etc\/nologin +0 characters/)
  expect((await saved(opened)).system).toEqual({ files: [{ path: '/etc/nologin', content: '' }] })
  await terminal.keys('<enter>')
  await terminal.shows('Files: /etc/nologin')
  await terminal.keys('<down><down>/home/ada/motd<enter>')
  await terminal.shows(/▌ \/etc\/nologin +from \/home\/ada\/motd/)
  expect((await saved(opened)).system).toEqual({ files: [{ path: '/etc/nologin', source: '/home/ada/motd' }] })
})

test('a key of root is taken as the line that ssh-keygen writes, and nothing else is', async () => {
  const [ada, bob] = ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ada@box', 'ecdsa-sha2-nistp256 AAAAE2VjZHNh bob at work']
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await into(opened, 'keys of root', /▌ Keys of root +\(none\) --->/)
  await terminal.keys('+')
  await terminal.shows('Add a key')
  await terminal.keys('-----BEGIN OPENSSH PRIVATE KEY-----')
  await terminal.shows('Expected a public key line such as ssh-ed25519')
  await terminal.keys('<enter>')
  await terminal.shows('Add a key')
  await terminal.keys('<c-u>')
  // Copied out of a terminal it comes with a line end, which is no Enter.
  await terminal.chunk(`\x1b[200~${ada}\n\x1b[201~`)
  await terminal.keys('<enter>')
  await terminal.shows(/▌ ada@box +ssh-ed25519/)
  await terminal.keys(`+${bob}<enter>`)
  await terminal.shows(/▌ bob at work +ecdsa-sha2-nistp256/)
  expect((await saved(opened)).system).toEqual({ rootKeys: [ada, bob] })
  await terminal.keys('<enter>')
  await terminal.shows('Keys of root: bob at work')
  await terminal.keys('!<enter>')
  await terminal.shows(/▌ bob at work!/)
  await terminal.keys('<up>-')
  await terminal.shows(/▌ bob at work!/)
  expect((await saved(opened)).system).toEqual({ rootKeys: [`${bob}!`] })
  await terminal.keys('uu')
  await terminal.shows(/bob at work +ecdsa/)
  expect((await saved(opened)).system).toEqual({ rootKeys: [ada, bob] })
})

test('a link is added, changed, moved and removed; a name or an address that cannot be is refused', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await into(opened, 'machine.links', /▌ Further links +\(none\) --->/)
  await terminal.keys('+')
  await terminal.shows('Add a link')
  await terminal.keys('My LAN')
  await terminal.shows('Expected a name of at most 16 lower-case letters, digits, -')
  await terminal.keys('<c-u>lan<down><space><down>192.168.7.1')
  await terminal.shows('Expected an IPv4 address with prefix')
  await terminal.keys('/24<enter>')
  await terminal.shows(/▌ lan +e1000, 192\.168\.7\.1\/24/)
  await terminal.keys('+dmz<enter>')
  await terminal.shows(/▌ dmz +virtio-net, no address/)
  // The order is that of the cards in the machine.
  await terminal.keys('K')
  await terminal.shows(/▌ dmz[\s\S]+ lan/)
  const lan = { name: 'lan', nic: 'e1000', address: '192.168.7.1/24' }
  const dmz = { name: 'dmz', nic: 'virtio-net' }
  expect((await saved(opened)).machine).toMatchObject({ links: [dmz, lan] })
  await terminal.keys('<enter>')
  await terminal.shows('Further links: dmz')
  await terminal.keys('<down><down>dhcp<enter>')
  await terminal.shows(/▌ dmz +virtio-net, dhcp/)
  await terminal.keys('<down>-')
  await terminal.shows(/dmz +virtio-net, dhcp/)
  expect((await saved(opened)).machine).toMatchObject({ links: [{ ...dmz, address: 'dhcp' }] })
  await terminal.keys('uuu')
  await terminal.shows(/▌? lan[\s\S]+dmz +virtio-net, no address/)
  expect((await saved(opened)).machine).toMatchObject({ links: [lan, dmz] })
})
