import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkBudget } from '../../src/image/budget.ts'
import { composeRootfs } from '../../src/image/compose.ts'
import { writeCpio } from '../../src/image/cpio.ts'
import { globToRegExp, rootfsFilter } from '../../src/image/glob.ts'
import { writeInitramfs, writeSegment } from '../../src/image/initramfs.ts'
import { orderedServices } from '../../src/image/services.ts'
import { bytesByComponent } from '../../src/image/sizes.ts'
import type { RootfsEntry } from '../../src/image/types.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { machineRequest } from './fixture.ts'

const file = (path: string, component: string, size: number): RootfsEntry => ({
  type: 'file',
  path,
  component,
  size,
  mode: 0o644,
  uid: 0,
  gid: 0,
  sha256: path,
  from: path,
})

describe('the budget', () => {
  const manifest = { entries: [file('/usr/lib/libbig.so', 'big', 900), file('/bin/small', 'small', 50)] }
  it('lets through what fits to the byte', () => {
    expect(() => checkBudget({ kernel: 500, initramfs: 300, root: 200 }, 1000, manifest)).not.toThrow()
  })
  it('fails with the exact overshoot, the biggest component and the biggest file', () => {
    const failing = () => checkBudget({ kernel: 500, initramfs: 300, root: 201 }, 1000, manifest)
    expect(failing).toThrow(/is 1 bytes .* over its budget/)
    expect(failing).toThrow(/big {2}900 B[\s\S]*libbig\.so \(big\)/)
  })
  it('counts bytes by component', () => {
    expect(bytesByComponent(manifest)).toEqual({ big: 900, small: 50 })
  })
})

describe('rootfs globs', () => {
  it.each([
    ['usr/lib/*.so', 'usr/lib/a.so', true],
    ['usr/lib/*.so', 'usr/lib/sub/a.so', false],
    ['**/*.a', 'usr/lib/x/lib.a', true],
    ['**/*.a', 'lib.a', true],
    ['usr/share/{man,doc}', 'usr/share/doc/x/y', true],
    ['usr/share/{man,doc}', 'usr/share/docs', false],
    ['/etc/', 'etc/passwd', true],
    ['a+b(c)', 'a+b(c)', true],
  ])('%j on %j: %j', (glob, path, expected) => {
    expect(globToRegExp(glob).test(path)).toBe(expected)
  })
  it('let a component ask for headers by name, and never give a machine the host tools', () => {
    const keep = rootfsFilter({ include: ['**'], exclude: ['etc/secret'] })
    expect([keep('/usr/include/stdio.h'), keep('/tools/bin/cc'), keep('/etc/secret')]).toEqual([true, false, false])
    expect(rootfsFilter({ include: [], exclude: [] })('/usr/include/stdio.h')).toBe(false)
  })
})

describe('the initramfs', () => {
  it('unpacks to the same tree whether its installed part was compressed before or not', async () => {
    await using folder = await temporaryFolder('smart-os-initramfs-')
    const request = await machineRequest(folder.path)
    const { entries } = await composeRootfs(request)
    const tools = { run, scratch: folder.path, compression: 'xz' as const }
    const at = (name: string) => join(folder.path, name)
    const installed = entries.filter(({ component }) => component === 'glibc' || component === 'tool')
    const segment = await writeSegment(installed, at('segment'), tools)
    await writeInitramfs(entries, at('two'), { ...tools, segment: { ...segment, file: at('segment') } })
    // A segment with a file that is no longer wanted must not bring it back.
    const gone = { ...segment, files: [...segment.files, { path: '/gone', mode: 0o644, sha256: '' }] }
    await writeInitramfs(entries, at('one'), { ...tools, segment: { ...gone, file: at('segment') } })
    const unpacked = async (name: string) => {
      await run(['sh', '-c', 'xz -dc "$1" >"$1.cpio"', 'sh', at(name)])
      const found = readCpio(await readFile(at(`${name}.cpio`)))
      // As the kernel does: what comes later wins.
      return { count: found.length, tree: new Map(found.map((entry) => [entry.name, entry.line])) }
    }
    const [one, two] = [await unpacked('one'), await unpacked('two')]
    expect([...one.tree].sort()).toEqual([...two.tree].sort())
    expect([...one.tree.keys()].sort()).toEqual(entries.map(({ path }) => path.slice(1)).sort())
    expect(two.count).toBeGreaterThan(one.count)
  })

  it('keeps owners, modes and devices', async () => {
    await using folder = await temporaryFolder('smart-os-cpio-')
    const { entries } = await composeRootfs(await machineRequest(folder.path))
    const archive = join(folder.path, 'archive')
    await writeCpio(archive, entries)
    const lines = readCpio(await readFile(archive)).map(({ line }) => line)
    expect(lines).toContain('40700 1000:1000 home/ann')
    expect(lines).toContain('20600 0:0 5,1 dev/console')
    expect(lines).toContain('120777 0:0 bin = usr/bin')
    expect(lines).toContain('100644 0:0 etc/hostname = tester\n')
  })
})

/** Entries of one or more archives behind each other, as the kernel's buffer-format.rst has them. */
function readCpio(bytes: Buffer): { name: string; line: string }[] {
  const found: { name: string; line: string }[] = []
  for (let at = 0; at + 110 <= bytes.length; ) {
    expect(bytes.toString('latin1', at, at + 6)).toBe('070701')
    const field = (index: number) =>
      Number.parseInt(bytes.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16)
    const [mode, uid, gid, size, major, minor, nameSize] = [1, 2, 3, 6, 9, 10, 11].map(field) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const name = bytes.toString('utf8', at + 110, at + 110 + nameSize - 1)
    const data = (at + 110 + nameSize + 3) & ~3
    const content = size > 0 && size < 100 ? ` = ${bytes.toString('utf8', data, data + size)}` : ''
    const device = major > 0 ? ` ${major},${minor}` : ''
    if (name !== 'TRAILER!!!')
      found.push({ name, line: `${mode.toString(8)} ${uid}:${gid}${device} ${name}${content}` })
    at = (data + size + 3) & ~3
  }
  return found
}

describe('services', () => {
  const component = (id: string, services: { name: string; after: string[] }[]) =>
    ({ id, services }) as unknown as Parameters<typeof orderedServices>[0][number]
  it('start behind what they name, else by name; what is not selected is not waited for', () => {
    const order = orderedServices([
      component('web', [{ name: 'a-web', after: ['network', 'firewall'] }]),
      component('base', [{ name: 'network', after: [] }]),
    ])
    expect(order.map(({ name }) => name)).toEqual(['network', 'a-web'])
  })
  it('that wait for each other are named', () => {
    const circle = [
      component('x', [
        { name: 'one', after: ['two'] },
        { name: 'two', after: ['one'] },
      ]),
    ]
    expect(() => orderedServices(circle)).toThrow(/one, two/)
  })
})
