import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeRootfs } from '../../src/image/compose.ts'
import { isElf, readElf } from '../../src/image/elf.ts'
import { configuredFolders, searchFolders, systemFolders } from '../../src/image/library-path.ts'
import { checkLoader } from '../../src/image/loader-check.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { HOST_PROGRAM, machineRequest, writeTree } from './fixture.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder('smart-os-loader-')
})
afterEach(() => folder[Symbol.asyncDispose]())

const check = async (change: (path: string) => Promise<unknown>) => {
  const request = await machineRequest(folder.path)
  await change(folder.path)
  return checkLoader(await composeRootfs(request))
}

describe('readElf', () => {
  it('reads interpreter, needed libraries and version needs of a real program', async () => {
    const bytes = await readFile(HOST_PROGRAM)
    expect(isElf(bytes)).toBe(true)
    const elf = readElf(bytes)
    expect(elf).toMatchObject({ native: true, interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libc.so.6'] })
    expect(elf.versionNeeds.every(({ file, version }) => file === 'libc.so.6' && version.startsWith('GLIBC_'))).toBe(
      true,
    )
    expect(elf.versionNeeds.length).toBeGreaterThan(0)
  })

  it('reads the versions that a library defines', async () => {
    const elf = readElf(await readFile('/lib/x86_64-linux-gnu/libc.so.6'))
    expect(elf.soname).toBe('libc.so.6')
    expect(elf.versionDefinitions).toContain('GLIBC_2.2.5')
  })
})

describe('the loader check', () => {
  it('finds nothing wrong with a system that starts', async () => {
    expect(await check(async () => undefined)).toEqual([])
  })

  it('names the library that is missing and who needs it', async () => {
    const findings = await check((path) => rm(join(path, 'glibc/usr/lib/libc.so.6')))
    expect(findings).toMatchObject([
      { kind: 'missing-library', path: '/usr/bin/true', wants: 'libc.so.6', component: 'tool' },
    ])
  })

  it('names the missing loader: without it the machine panics at once', async () => {
    const findings = await check((path) => rm(join(path, 'glibc/usr/lib/ld-linux-x86-64.so.2')))
    expect(findings).toContainEqual(
      expect.objectContaining({
        kind: 'missing-interpreter',
        path: '/usr/bin/true',
        wants: '/lib64/ld-linux-x86-64.so.2',
      }),
    )
  })

  it('finds a libc that is too old for a program', async () => {
    const findings = await check(async (path) => {
      const program = await readFile(join(path, 'tool/bin/true'))
      const need = readElf(program).versionNeeds.find(({ version }) => /^GLIBC_2\.\d+$/.test(version))?.version ?? ''
      // The same length, so that the string table stays whole; a version that no libc has.
      const newer = need.replace(/\d/g, '9')
      let text = program.toString('latin1')
      text = text.replaceAll(`\0${need}\0`, `\0${newer}\0`)
      await writeFile(join(path, 'tool/bin/true'), Buffer.from(text, 'latin1'))
    })
    expect(findings.map(({ kind }) => kind)).toContain('missing-symbol-version')
  })

  it('finds programs for another architecture', async () => {
    const findings = await check(async (path) => {
      const program = await readFile(join(path, 'tool/bin/true'))
      program.writeUInt16LE(183, 18)
      await writeFile(join(path, 'tool/bin/true'), program)
    })
    expect(findings).toMatchObject([{ kind: 'wrong-architecture', path: '/usr/bin/true', component: 'tool' }])
  })

  it('finds scripts without their interpreter', async () => {
    const findings = await check((path) =>
      writeTree(join(path, 'tool'), { 'bin/script': '#!/usr/bin/perl -w\n' }, 0o755),
    )
    expect(findings).toMatchObject([{ kind: 'missing-interpreter', path: '/usr/bin/script', wants: '/usr/bin/perl' }])
  })

  it('finds symlinks that leave the machine, go in a circle or hang on the build, and lets run-time targets be', async () => {
    const findings = await check((path) =>
      writeTree(join(path, 'tool'), {
        'share/out': '-> ../../etc/passwd',
        'share/build': '-> /build/obj/libx.so',
        'share/one': '-> two',
        'share/two': '-> one',
        'share/mtab': '-> /proc/self/mounts',
        'share/absolute': '-> /bin/true',
      }),
    )
    expect(findings.map(({ path }) => path)).toEqual(['/share/build', '/share/one', '/share/out', '/share/two'])
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['points-outside']))
  })

  it('survives files that only begin like ELF', async () => {
    const findings = await check((path) =>
      writeTree(join(path, 'tool'), { 'bin/cut': `\u007fELF\u0002\u0001${'\0'.repeat(12)}>\0` }),
    )
    expect(findings).toMatchObject([{ kind: 'wrong-architecture', path: '/usr/bin/cut' }])
  })
})

describe('the search path', () => {
  const elf = { ...readElfStub(), runpath: [], rpath: [] as string[] }
  it('expands $ORIGIN and puts RUNPATH before the system folders', () => {
    const object = { path: '/opt/app/bin/app', elf: { ...elf, runpath: ['$ORIGIN/../lib'] } }
    expect(searchFolders(object, { configured: ['/etc/conf'], system: ['/lib'] })).toEqual([
      '/opt/app/bin/../lib',
      '/etc/conf',
      '/lib',
    ])
  })

  it('inherits RPATH from who loaded it, unless the object has a RUNPATH', () => {
    const app = { path: '/opt/app', elf: { ...elf, rpath: ['/opt/lib'] } }
    expect(searchFolders({ path: '/opt/lib/a.so', elf, loader: app }, { configured: [], system: [] })).toEqual([
      '/opt/lib',
    ])
    expect(
      searchFolders(
        { path: '/opt/lib/a.so', elf: { ...elf, runpath: ['/r'] }, loader: app },
        { configured: [], system: [] },
      ),
    ).toEqual(['/r'])
  })

  it('reads ld.so.conf with its includes', () => {
    const files = new Map([
      ['/etc/ld.so.conf', '# comment\ninclude ld.so.conf.d/*.conf\n/opt/lib\n'],
      ['/etc/ld.so.conf.d/a.conf', '/a/lib\n'],
    ])
    const list = (glob: string) => (glob === '/etc/ld.so.conf.d/*.conf' ? ['/etc/ld.so.conf.d/a.conf'] : [])
    expect(configuredFolders('/etc/ld.so.conf', (path) => files.get(path), list)).toEqual(['/a/lib', '/opt/lib'])
  })

  it('knows that Debian’s own loader looks into the multiarch folders', () => {
    expect(systemFolders('/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2')[0]).toBe('/lib/x86_64-linux-gnu')
    expect(systemFolders('/usr/lib/ld-linux-x86-64.so.2')).not.toContain('/lib/x86_64-linux-gnu')
  })
})

function readElfStub() {
  return {
    type: 'shared' as const,
    native: true,
    machine: 62,
    dynamic: true,
    needed: [],
    versionNeeds: [],
    versionDefinitions: [],
  }
}

it('a library beside a program is found where its start script says so by LD_LIBRARY_PATH', () => {
  const elf = { type: 'executable', native: true, machine: 62, dynamic: true, needed: [], runpath: ['/r'], rpath: [] }
  const object = { path: '/opt/app/app', elf: { ...elf, versionNeeds: [], versionDefinitions: [] } as never }
  const folders = searchFolders(object, { environment: ['/opt/app'], configured: ['/c'], system: ['/lib'] })
  expect(folders).toEqual(['/opt/app', '/r', '/c', '/lib'])
})
