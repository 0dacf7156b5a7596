import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listProfiles, loadProfile, type ProfilePlaces } from '../../src/profile/load.ts'
import { profileYaml, saveProfile } from '../../src/profile/save.ts'
import { applySets } from '../../src/profile/set.ts'
import { SmartError } from '../../src/system/error.ts'
import { readTextIfPresent, temporaryFolder } from '../../src/system/files.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let places: ProfilePlaces

beforeEach(async () => {
  folder = await temporaryFolder()
  places = { builtin: join(folder.path, 'builtin'), own: join(folder.path, 'own') }
  await Promise.all([mkdir(places.builtin), mkdir(places.own)])
})
afterEach(() => folder[Symbol.asyncDispose]())

const write = (name: string, text: string, place: 'builtin' | 'own' = 'builtin') =>
  writeFile(join(places[place], `${name}.yaml`), text)
const failure = async (work: () => unknown): Promise<SmartError> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof SmartError) return error
    throw error
  }
  throw new Error('expected a SmartError')
}

const BASE = `schema: 1
name: base
title: Base
components: { busybox: true, gcc: { languages: [c] } }
drivers: [virtio-net, e1000]
system: { hostname: box, login: auto }
image: { budget: 64M }
machine: { memory: 64M, forward: ["8080:80", "5353:53/udp"] }
`

describe('a profile file', () => {
  it('means what it says: sizes, forwards, drivers as a list', async () => {
    await write('base', BASE)
    const { profile } = await loadProfile('base', places)
    expect(profile.machine.memory).toBe(64 * 1024 * 1024)
    expect(profile.image.budget).toBe(64 * 1024 * 1024)
    expect(profile.drivers).toEqual({ 'virtio-net': 'builtin', e1000: 'builtin' })
    expect(profile.machine.forward).toEqual([
      { host: 8080, guest: 80, protocol: 'tcp' },
      { host: 5353, guest: 53, protocol: 'udp' },
    ])
  })

  it('holds only differences: the rest comes from what it extends', async () => {
    await write('base', BASE)
    await write(
      'child',
      'schema: 1\nname: child\nextends: base\ncomponents: { gcc: { cxx: true } }\ndrivers: { e1000: false, nvme: module }\nsystem: { hostname: kid }\nimage: { budget: null }\n',
    )
    const { profile } = await loadProfile('child', places)
    expect(profile.components.gcc).toEqual({ languages: ['c'], cxx: true })
    expect(profile.drivers).toEqual({ 'virtio-net': 'builtin', e1000: false, nvme: 'module' })
    expect(profile.system).toMatchObject({ hostname: 'kid', login: 'auto' })
    expect(profile.image.budget).toBeUndefined()
  })

  it('of one’s own hides the built-in one of the same name and can extend it', async () => {
    await write('base', BASE)
    await write('base', 'schema: 1\nname: base\nextends: base\nsystem: { hostname: mine }\n', 'own')
    const { profile, builtin } = await loadProfile('base', places)
    expect(profile.system.hostname).toBe('mine')
    expect(profile.components.busybox).toBe(true)
    expect(builtin).toBe(false)
    expect(await listProfiles(places)).toHaveLength(1)
  })
})

describe('a wrong profile file', () => {
  const cases: [string, string, RegExp, RegExp][] = [
    ['a key that does not exist', 'schema: 1\nname: bad\nsystm: {}\n', /bad\.yaml:3:1: systm: unknown key/, /system/],
    [
      'a nested key that does not exist',
      'schema: 1\nname: bad\nsystem:\n  hostnme: x\n',
      /bad\.yaml:4:3: system\.hostnme: unknown key/,
      /Did you mean hostname/,
    ],
    [
      'a host name with a quote',
      'schema: 1\nname: bad\nsystem:\n  hostname: "a\'b"\n',
      /bad\.yaml:4:13: system\.hostname is "a'b"; expected a host name/,
      /^$/,
    ],
    [
      'a host name with a command',
      'schema: 1\nname: bad\nsystem: { hostname: "$(reboot)" }\n',
      /system\.hostname is "\$\(reboot\)"/,
      /^$/,
    ],
    [
      'a host name with a line break',
      'schema: 1\nname: bad\nsystem: { hostname: "a\\nb" }\n',
      /system\.hostname is "a\\nb"/,
      /^$/,
    ],
    [
      'a link’s address without its prefix',
      'schema: 1\nname: bad\nmachine: { links: [{ name: lan, address: 10.0.0.1 }] }\n',
      /links\.0\.address is "10\.0\.0\.1"; expected an IPv4 address with prefix, such as 192\.168\.7\.1\/24, or dhcp/,
      /^$/,
    ],
    ['a name that climbs', 'schema: 1\nname: ../etc\n', /name is "\.\.\/etc"; expected a name/, /^$/],
    [
      'a file that climbs',
      'schema: 1\nname: bad\nsystem: { files: [{ path: /etc/../../x, content: a }] }\n',
      /files\.0\.path.*without \.\./,
      /^$/,
    ],
    [
      'a size that is none',
      'schema: 1\nname: bad\nimage: { budget: lots }\n',
      /bad\.yaml:3:18: image\.budget is "lots"; expected a size such as 64M/,
      /^$/,
    ],
    [
      'too little memory',
      'schema: 1\nname: bad\nmachine: { memory: 1K }\n',
      /machine\.memory is "1K"; expected a size from 16M to 1T/,
      /^$/,
    ],
    [
      'a plain password',
      'schema: 1\nname: bad\nsystem: { rootPassword: "123456" }\n',
      /expected a crypt\(5\) hash/,
      /^$/,
    ],
    [
      'another architecture',
      'schema: 1\nname: bad\narch: arm64\n',
      /bad\.yaml:3:7: arch is "arm64"; expected x86_64: other architectures are not supported yet/,
      /^$/,
    ],
    [
      'bridged network',
      'schema: 1\nname: bad\nmachine: { network: bridge }\n',
      /bad\.yaml:3:21: machine\.network is "bridge".*bridge is not supported yet/,
      /^$/,
    ],
    ['broken YAML', 'schema: 1\nname: [bad\n', /bad\.yaml:3:1: not valid YAML/, /indentation/],
    [
      'a key twice',
      'schema: 1\nname: bad\nname: worse\n',
      /bad\.yaml:3:1: not valid YAML: Map keys must be unique/,
      /./,
    ],
  ]
  it.each(cases)('%s: is told where and what was expected', async (_what, text, message, hint) => {
    await write('bad', text)
    const error = await failure(() => loadProfile('bad', places))
    expect(error.message).toMatch(message)
    expect(error.hint ?? '').toMatch(hint)
    expect(error.exitStatus).toBe(2)
  })

  it('that extends itself in a circle is named with the whole circle', async () => {
    await write('a', 'schema: 1\nname: a\nextends: b\n')
    await write('b', 'schema: 1\nname: b\nextends: a\n')
    expect((await failure(() => loadProfile('a', places))).message).toContain('a.yaml → b.yaml → a.yaml')
  })

  it('that does not exist gets the nearest spelling', async () => {
    await write('minimal', BASE)
    expect((await failure(() => loadProfile('minimall', places))).hint).toBe('Did you mean minimal?')
  })

  it('tells all its problems at once', async () => {
    await write('bad', 'schema: 1\nname: bad\nsystem: { hostname: "-" }\nmachine: { cpus: 0 }\n')
    expect((await failure(() => loadProfile('bad', places))).message.split('\n')).toHaveLength(2)
  })
})

describe('--set', () => {
  it('changes single settings with the words of a file', async () => {
    await write('base', BASE)
    const { profile } = await loadProfile('base', places)
    const changed = applySets(profile, [
      'system.hostname=new',
      'machine.memory=96M',
      'drivers.nvme=true',
      'kernel.config.NUMA=y',
      'components.gcc.languages=[c, c++]',
      'system.dns=[1.1.1.1]',
    ])
    expect(changed.system.hostname).toBe('new')
    expect(changed.machine.memory).toBe(96 * 1024 * 1024)
    expect(changed.drivers.nvme).toBe('builtin')
    expect(changed.kernel).toEqual({ NUMA: 'y' })
    expect(changed.components.gcc).toEqual({ languages: ['c', 'c++'] })
    expect(profile.system.hostname).toBe('box')
  })

  it.each([
    ['system.hostname=a b', /--set system\.hostname: system\.hostname is "a b"/],
    ['system.hostname=$(id)', /host name/],
    ['machin.memory=1G', /machin: unknown key/],
    ['nonsense', /expected key=value/],
    ['name=x', /cannot be set/],
  ])('%s: is refused with the place', async (text, message) => {
    await write('base', BASE)
    const { profile } = await loadProfile('base', places)
    expect((await failure(() => applySets(profile, [text]))).message).toMatch(message)
  })
})

describe('saving', () => {
  it('writes only differences, and loading gives the same profile back', async () => {
    await write('base', BASE)
    const { profile: base } = await loadProfile('base', places)
    const changed = {
      ...applySets(base, [
        'system.hostname=new',
        'drivers.e1000=false',
        'image.budget=null',
        'machine.forward=["2222:22"]',
      ]),
      name: 'mine',
      extends: 'base',
    }
    const yaml = profileYaml(changed, base)
    expect(yaml).not.toContain('busybox')
    const file = await saveProfile(changed, base, join(places.own, 'mine.yaml'))
    const { profile } = await loadProfile(file, places)
    expect(profile).toEqual(changed)
  })

  it('keeps the previous file as .old', async () => {
    await write('base', BASE)
    const { profile: base } = await loadProfile('base', places)
    const file = join(places.own, 'mine.yaml')
    await saveProfile({ ...base, name: 'mine', extends: 'base', title: 'First' }, base, file)
    await saveProfile({ ...base, name: 'mine', extends: 'base', title: 'Second' }, base, file)
    expect((await loadProfile(`${places.own}/mine.yaml`, places)).profile.title).toBe('Second')
    await writeFile(file, await (await import('node:fs/promises')).readFile(`${file}.old`))
    expect((await loadProfile(file, places)).profile.title).toBe('First')
  })

  it('leaves everything as it was where what was written does not stand the test', async () => {
    await write('base', BASE)
    const { profile: base } = await loadProfile('base', places)
    const file = join(places.own, 'mine.yaml')
    const mine = { ...base, name: 'mine', extends: 'base' }
    const refuse = (path: string) => {
      expect(path).toBe(file)
      return Promise.reject(new Error('no'))
    }
    await expect(saveProfile({ ...mine, title: 'First' }, base, file, refuse)).rejects.toThrow('no')
    expect(await readTextIfPresent(file)).toBeUndefined()
    await saveProfile({ ...mine, title: 'First' }, base, file)
    await saveProfile({ ...mine, title: 'Second' }, base, file)
    const texts = () => Promise.all([file, `${file}.old`].map(readTextIfPresent))
    const before = await texts()
    await expect(saveProfile({ ...mine, title: 'Third' }, base, file, refuse)).rejects.toThrow('no')
    expect(await texts()).toEqual(before)
  })
})
