/** Running a program of the tree on this host: what is found under a name, and that nothing of the store is copied or written. */
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { probeSandbox } from '../../src/build/sandbox.ts'
import { composeRootfs } from '../../src/image/compose.ts'
import { locateProgram } from '../../src/image/locate-program.ts'
import { rootCommand } from '../../src/image/root-run.ts'
import { layOutTree } from '../../src/image/tree.ts'
import type { RootfsManifest } from '../../src/image/types.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { machineRequest, writeTree } from './fixture.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let manifest: RootfsManifest
let root: string
let cwd: string

beforeAll(async () => {
  folder = await temporaryFolder('smart-os-host-run-')
  const request = await machineRequest(folder.path)
  const scripts = await writeTree(join(folder.path, 'scripts'), { 'usr/bin/script': '#!/bin/true -x\n' }, 0o755)
  manifest = await composeRootfs({
    ...request,
    layers: [
      ...request.layers,
      { component: 'scripts', installed: scripts, rootfs: { include: [], exclude: [] }, options: {} },
    ],
  })
  root = join(folder.path, 'root')
  cwd = join(folder.path, 'cwd')
  await mkdir(cwd)
  await layOutTree(manifest, root)
})
afterAll(() => folder[Symbol.asyncDispose]())

describe('the tree laid out', () => {
  it('is made of links to the bytes in the store, so that it costs neither time nor room', async () => {
    const entry = manifest.entries.find(({ path }) => path === '/usr/lib/libc.so.6')
    if (entry?.type !== 'file') throw new Error('the fixture has no libc')
    expect((await stat(join(root, 'usr/lib/libc.so.6'))).ino).toBe((await stat(entry.from)).ino)
    expect(await readFile(join(root, 'etc/hostname'), 'utf8')).toBe('tester\n')
  })
})

describe('a program’s name', () => {
  it('means the machine’s program, not the host’s of the same name', async () => {
    const found = await locateProgram(manifest, 'true', cwd)
    expect(found).toMatchObject({
      inside: '/usr/bin/true',
      kind: 'dynamic',
      interpreter: '/lib64/ld-linux-x86-64.so.2',
    })
    expect(found.file.startsWith(folder.path)).toBe(true)
  })

  it('that is nowhere is an error with the nearest one', async () => {
    await expect(locateProgram(manifest, 'trux', cwd)).rejects.toMatchObject({
      exitStatus: 2,
      hint: 'Did you mean true?',
    })
  })

  it('of a script tells its interpreter', async () => {
    expect(await locateProgram(manifest, 'script', cwd)).toMatchObject({ kind: 'script', interpreter: '/bin/true' })
  })

  it('of a text that is no program is refused before anything is started', async () => {
    await writeFile(join(cwd, 'notes.txt'), 'buy milk\n')
    await expect(locateProgram(manifest, './notes.txt', cwd)).rejects.toThrow('neither a program nor a script')
  })
})

describe('the command', () => {
  it.each(['bubblewrap', 'none'] as const)('runs the program with the tree’s loader (%s)', async (sandbox) => {
    if (sandbox === 'bubblewrap') expect((await probeSandbox()).kind, 'this host allows no sandbox').toBe('bubblewrap')
    const trace = join(folder.path, `trace-${sandbox}`)
    await mkdir(trace)
    const program = await locateProgram(manifest, 'true', cwd)
    const { argv, env } = rootCommand({ manifest, root, program, name: 'true', args: [], cwd, sandbox, trace })
    execFileSync(argv[0], argv.slice(1), { env })
    const report = execFileSync('sh', ['-c', 'cat "$1"/ld.*', 'sh', trace], { encoding: 'utf8' })
    const libc = sandbox === 'none' ? join(root, 'usr/lib/libc.so.6') : '/libc.so.6'
    expect(report).toContain(libc)
  })

  it('never lets a program write into the store', async () => {
    const program = await locateProgram(manifest, 'true', cwd)
    const { argv } = rootCommand({ manifest, root, program, name: 'true', args: [], cwd, sandbox: 'bubblewrap' })
    const writable = argv.flatMap((word, index) => (word === '--bind' ? [argv[index + 1]] : []))
    expect(writable).toEqual([cwd])
  })
})
