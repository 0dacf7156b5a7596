import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../../src/catalog/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'

async function put(root: string, path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true })
  await writeFile(join(root, path), text)
}

const COMPONENT = (id: string, more = '') => `id: ${id}\ntitle: T\nsummary: S\nlicence: MIT\n${more}`

describe('the catalog', () => {
  it('of the program loads whole: every entry is valid and names only what exists', async () => {
    const { entries } = await loadCatalog()
    expect([...entries.keys()]).toEqual(expect.arrayContaining(['base', 'busybox', 'glibc', 'linux']))
    for (const entry of entries.values()) expect(entry.summary.length, entry.id).toBeLessThanOrEqual(100)
  })

  it('has a check for every component and driver that a person can choose: a row without proof is not done', async () => {
    const { entries } = await loadCatalog()
    const unproven = [...entries.values()].filter(
      (entry) =>
        entry.check === undefined && entry.checkScreen === undefined && !(entry.kind === 'component' && entry.hidden),
    )
    expect(unproven.map((entry) => entry.id)).toEqual([])
  })

  it('takes entries of a person’s own folder, which override the program’s; no code is touched', async () => {
    await using folder = await temporaryFolder()
    await put(folder.path, 'components/hello/component.yaml', COMPONENT('hello', 'requires: []\n'))
    await put(folder.path, 'components/hello/build.sh', 'true\n')
    await put(folder.path, 'components/hello/patches/1.patch', '')
    const { entries } = await loadCatalog([], folder.path)
    const hello = entries.get('hello')
    expect(hello).toMatchObject({
      kind: 'component',
      build: join(folder.path, 'components/hello/build.sh'),
      sourceName: 'hello',
    })
    expect(hello?.kind === 'component' && hello.patches).toHaveLength(1)
  })

  it.each([
    ['an unknown key', COMPONENT('x', 'licnce: a\n'), /component\.yaml:5:1: licnce: unknown key/],
    ['another id than the folder', COMPONENT('y'), /id is y, but its folder is x/],
    [
      'a requirement that nobody has',
      COMPONENT('x', 'requires: [glibcc]\n'),
      /requires glibcc, which is not in the catalog/,
    ],
    [
      'a source without a hash',
      COMPONENT('x', 'sources: [{ type: url, url: "https://example.org/a.tar.gz" }]\n'),
      /sources\.0\.sha256/,
    ],
    ['a kernel symbol with its prefix', COMPONENT('x', 'kernel: { CONFIG_NET: y }\n'), /without the prefix CONFIG_/],
  ])('refuses %s with file and line', async (_what, text, message) => {
    await using folder = await temporaryFolder()
    await put(folder.path, 'components/x/component.yaml', text)
    await expect(loadCatalog([], folder.path)).rejects.toThrow(message)
  })

  it('says so when a folder is not a catalog', async () => {
    await using folder = await temporaryFolder()
    await expect(loadCatalog([folder.path])).rejects.toThrow(/neither components nor drivers/)
  })
})
