/** What symbols add, measured in objects that a compiler made here. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadedBytes } from '../../src/image/elf-sections.ts'
import { noteCosts, symbolCosts } from '../../src/pipeline/symbol-costs.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'

type Cost = Parameters<typeof symbolCosts>

/** 1000 bytes of constants, 200 of data, and a .bss, a comment and a .modinfo that do not count. */
const OBJECT = `
const char table[1000] = {1};
char state[200] = {2};
char room[5000];
const char info[30] __attribute__((section(".modinfo"))) = {3};
`

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

const PROJECT = {
  catalog: {
    entries: new Map([
      ['linux', { kind: 'component', kconfig: {} }],
      ['busybox', { kind: 'component', kconfig: { option: 'config' } }],
    ]),
  },
  configuration: { profile: { arch: 'x86_64' } },
}

const project = (cache: string) => ({ ...PROJECT, cache }) as unknown as Cost[0]

describe('a kept tree of objects', () => {
  let object: Buffer
  beforeAll(async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'a.c'), OBJECT)
    await run(
      ['gcc', '-c', '-fno-pic', '-fno-asynchronous-unwind-tables', '-fcf-protection=none', '-o', 'a.o', 'a.c'],
      {
        cwd: folder.path,
      },
    )
    object = await readFile(join(folder.path, 'a.o'))
  })

  test('an object counts with what is loaded and has contents', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'a.o')
    await writeFile(path, object)
    expect(await loadedBytes(path)).toBe(1200)
  })

  test('what is no whole object, or is not there, counts with nothing', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'a.o')
    expect(await loadedBytes(path)).toBeUndefined()
    for (const bytes of [
      Buffer.alloc(0),
      object.subarray(0, 40),
      object.subarray(0, object.length - 100),
      Buffer.alloc(500, 0xff),
    ]) {
      await writeFile(path, bytes)
      expect(await loadedBytes(path)).toBeUndefined()
    }
    const wild = Buffer.from(object)
    wild.writeBigUInt64LE(2n ** 63n, 40)
    await writeFile(path, wild)
    expect(await loadedBytes(path)).toBeUndefined()
  })

  async function machine(folder: string, key: string, objects: readonly string[], source = 'aa') {
    const tree = join(folder, 'store', source, 'output')
    await put(join(tree, 'Kbuild'), 'obj-y += cards/\n')
    await put(
      join(tree, 'cards/Makefile'),
      'obj-$(CONFIG_ONE) += one.o both.o\nobj-$(CONFIG_TWO) += two.o both.o\nobj-$(CONFIG_NEVER) += never.o\n',
    )
    await put(join(tree, 'arch/x86/Makefile'), '')
    const scratch = join(folder, 'scratch/build-linux')
    await put(
      join(scratch, 'state.json'),
      JSON.stringify({
        id: 'build:linux',
        key,
        inputs: { arch: 'x86_64' },
        needs: { 'unpack:linux': 'aa' },
        finished: true,
      }),
    )
    await put(join(scratch, 'tree/build/.config'), 'CONFIG_64BIT=y\n')
    await mkdir(join(scratch, 'tree/build/cards'), { recursive: true })
    for (const name of objects) await writeFile(join(scratch, 'tree/build/cards', name), object)
    return { component: 'linux', folder: tree }
  }

  test('symbols that a build compiled are known, and stay so when the next build is of others', async () => {
    await using folder = await temporaryFolder()
    const { path } = folder
    const source = await machine(path, 'first', ['one.o', 'both.o'])
    const first = await symbolCosts(project(path), source)
    expect(Object.fromEntries(first)).toEqual({ ONE: { bytes: 2400, shared: 1200 } })
    // The same build is not read again.
    await machine(path, 'first', ['two.o'])
    expect(await symbolCosts(project(path), source)).toEqual(first)
    await machine(path, 'second', [])
    await run(['rm', join(path, 'scratch/build-linux/tree/build/cards/one.o')])
    expect(Object.fromEntries(await symbolCosts(project(path), source))).toEqual({
      ONE: { bytes: 2400, shared: 1200 },
      TWO: { bytes: 2400, shared: 1200 },
    })
    const kept = JSON.parse(await readFile(join(path, 'kconfig/costs/aa.x86_64.json'), 'utf8'))
    expect(kept.builds).toEqual(['first', 'second'])
  })

  test('nothing is known of another source, without a build, or for a component that is not the kernel', async () => {
    await using folder = await temporaryFolder()
    const { path } = folder
    const source = await machine(path, 'first', ['one.o', 'both.o'], 'bb')
    expect((await symbolCosts(project(path), source)).size).toBe(0)
    const empty = join(path, 'empty')
    expect(
      (await symbolCosts(project(empty), { component: 'linux', folder: join(empty, 'store/aa/output') })).size,
    ).toBe(0)
    const fits = await machine(path, 'first', ['one.o', 'both.o'])
    expect((await symbolCosts(project(path), { ...fits, component: 'busybox' })).size).toBe(0)
    expect((await symbolCosts(project(path), fits)).size).toBe(1)
  })

  test('the end of a build notes what it compiled, and a build without a kernel nothing', async () => {
    await using folder = await temporaryFolder()
    const { path } = folder
    const source = await machine(path, 'first', ['one.o', 'both.o'])
    const entry = {
      kind: 'component',
      kconfig: { fragment: 'base.config' },
      inputs: ['kernel-config'],
      folder: '/recipe',
    }
    const catalog = { entries: new Map([['linux', entry]]) }
    const whole = {
      ...project(path),
      catalog,
      configuration: { ...PROJECT.configuration, catalog },
    } as unknown as Cost[0]
    const steps = [
      { id: 'unpack:linux', kind: 'unpack', needs: [], inputs: {} },
      { id: 'build:linux', kind: 'build', component: 'linux', needs: ['unpack:linux'], inputs: {} },
    ] as unknown as Parameters<typeof noteCosts>[1]
    const outputs = new Map([['unpack:linux', { path: source.folder }]]) as unknown as Parameters<typeof noteCosts>[2]
    const file = join(path, 'kconfig/costs/aa.x86_64.json')
    await noteCosts(whole, [], outputs)
    await expect(readFile(file)).rejects.toThrow('ENOENT')
    await noteCosts(whole, steps, outputs)
    expect(JSON.parse(await readFile(file, 'utf8')).symbols).toEqual({ ONE: { bytes: 2400, shared: 1200 } })
  })

  test('a file of costs that is broken is measured anew', async () => {
    await using folder = await temporaryFolder()
    const { path } = folder
    const source = await machine(path, 'first', ['one.o', 'both.o'])
    for (const text of ['{"builds":["first"', '[]', '{"builds":["first"],"symbols":{"ONE":5}}', 'null']) {
      await put(join(path, 'kconfig/costs/aa.x86_64.json'), text)
      expect((await symbolCosts(project(path), source)).get('ONE')).toEqual({ bytes: 2400, shared: 1200 })
    }
  })

  test('a measurement that is stopped keeps nothing half done as done', async () => {
    await using folder = await temporaryFolder()
    const { path } = folder
    const source = await machine(path, 'first', ['one.o', 'both.o'])
    expect((await symbolCosts(project(path), source, AbortSignal.abort())).size).toBe(0)
    expect((await symbolCosts(project(path), source)).size).toBe(1)
  })
})
