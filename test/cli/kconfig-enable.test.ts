/** `smart-os kconfig enable` as a person calls it. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smartOs } from '../e2e/program.ts'
import { type TreeFolder, treeFolder } from '../kconfig/folder.ts'

let tree: TreeFolder
let env: Record<string, string>
let config: string
beforeAll(async () => {
  tree = await treeFolder({
    Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION =\n',
    Kconfig: [
      'mainmenu "Test"',
      'config MODULES\n\tbool "modules"\n\tmodules\n\tdefault y',
      'config NET\n\tbool "net"',
      'config PCI\n\tbool "pci"',
      'config USB\n\tbool "usb"',
      'config CARD\n\ttristate "card"\n\tdepends on NET && (PCI || USB)\n\tselect LIB',
      'config LIB\n\ttristate',
      'config ONLY\n\ttristate "only"\n\tdepends on m',
      'config FOREIGN\n\tbool "foreign"\n\tdepends on ARM',
      'config SIZE\n\tint "size"\n\trange 1 9\n\tdefault 3',
      '',
    ].join('\n'),
  })
  env = { XDG_CACHE_HOME: join(tree.path, '..', 'xdg') }
  config = join(tree.path, 'given')
  await writeFile(config, '')
})
afterAll(() => tree[Symbol.asyncDispose]())

const enable = (...args: string[]) =>
  smartOs(['kconfig', 'enable', ...args, '--tree', tree.path, '--config', config], env)

describe('kconfig enable', () => {
  it('lists the values to give with their reasons, what follows, and the other way', async () => {
    const { stdout, status } = await enable('CARD')
    expect(stdout).toBe(
      [
        'NET=y   CARD depends on it',
        'PCI=y   CARD depends on it',
        'CARD=y  wanted',
        'follows: LIB n → y (selected by CARD)',
        'or: NET=y USB=y CARD=y',
        '',
      ].join('\n'),
    )
    expect(status).toBe(0)
  })

  it('writes the whole configuration where that is asked for', async () => {
    const out = join(tree.path, 'out')
    expect((await enable('CARD=m', 'SIZE=7', '--out', out)).status).toBe(0)
    const text = await readFile(out, 'utf8')
    for (const line of ['CONFIG_NET=y', 'CONFIG_CARD=m', 'CONFIG_LIB=m', 'CONFIG_SIZE=7'])
      expect(text).toContain(`\n${line}\n`)
    expect(text.startsWith('#\n# Automatically generated file; DO NOT EDIT.\n')).toBe(true)
  })

  it('takes m for what can only be a module, unless y is said', async () => {
    expect((await enable('ONLY')).stdout).toBe('ONLY=m  wanted\n')
    const { stdout, status } = await enable('ONLY=y')
    expect(stdout).toContain('ONLY cannot be y: it needs to be a module')
    expect(status).toBe(1)
  })

  it('gives the same as JSON', async () => {
    const answer = JSON.parse((await enable('CARD', '--json', '--alternatives', '0')).stdout)
    expect(answer).toMatchObject({
      status: 'planned',
      assignments: [
        { symbol: 'NET', from: 'n', value: 'y', neededBy: 'CARD', servedBy: 'CARD' },
        { symbol: 'PCI', value: 'y' },
        { symbol: 'CARD', why: 'wanted', neededBy: null },
      ],
      automatic: [{ symbol: 'LIB', from: 'n', to: 'y', by: 'selected by CARD' }],
      alternatives: [],
    })
    const none = JSON.parse((await enable('FOREIGN', '--json')).stdout)
    expect(none).toMatchObject({ status: 'unreachable', obstacles: [{ symbol: 'FOREIGN', impossible: ['ARM=y'] }] })
  })

  it('says what is wrong with a wish', async () => {
    const cases = {
      CARDS: 'There is no symbol CARDS in this tree',
      'A B': 'A B is neither SYMBOL nor SYMBOL=VALUE',
      'CARD=yes': 'so it cannot be yes',
      'SIZE=10': 'SIZE cannot be 10: here its value has to be in the range 1..9',
      'SIZE=x': 'so it cannot be x',
    }
    for (const [wish, words] of Object.entries(cases)) {
      const { stdout, stderr, status } = await enable(wish)
      expect(stdout + stderr).toContain(words)
      expect(status).toBeGreaterThan(0)
    }
  })
})
