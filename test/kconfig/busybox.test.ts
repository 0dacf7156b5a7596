/** BusyBox's older language, and the Config.in files that its build makes from its C files. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entriesOf, fill, generateConfigFiles } from '../../src/kconfig/busybox-files.ts'
import { openKconfig, parseKconfig, runMode } from '../../src/kconfig/index.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { symbolOf } from './tree.ts'

const old = (text: string) => parseKconfig({ start: 'Config.in', dialect: 'busybox', readFile: () => text })

describe('the older language', () => {
  test('has boolean, enable, requires, depends without on, and help between dashes', () => {
    const tree = old(
      'config A\n\tboolean "a"\n\tdef_boolean y\n\trequires B && !C\n\tenable D\n\t---help---\n\t  Words.\nconfig B\n\tbool "b"\n\tdepends E\nconfig D\n\tbool\n',
    )
    const [a] = symbolOf(tree, 'A').nodes
    expect(symbolOf(tree, 'A').type).toBe('bool')
    expect(a?.selects[0]?.target.name).toBe('D')
    expect(a?.dependsOn).toMatchObject({ kind: 'and' })
    expect(a?.rawHelp).toContain('Words.')
    expect(symbolOf(tree, 'B').nodes[0]?.dependsOn).toMatchObject({ kind: 'symbol' })
  })

  test('has no macros: a dollar sign is text', () => {
    const tree = old('config A\n\tbool "Use $HISTFILESIZE or $(this)"\n')
    expect(symbolOf(tree, 'A').nodes[0]?.prompts[0]?.text).toBe('Use $HISTFILESIZE or $(this)')
  })

  test('compares a number with its range by the low 32 bits, as its conf does', () => {
    const tree = old('config A\n\tint "a"\n\trange 1 2147483647\n\tdefault 30\nconfig B\n\thex "b"\n\trange 0x1 0xf\n')
    const read = (a: string, b: string) =>
      runMode('olddefconfig', tree, { config: { name: '.config', text: `CONFIG_A=${a}\nCONFIG_B=${b}\n` } }).text
    // 99999999999 is 1215752191 in 32 bits; 2147483648 is negative there, and so is below 1.
    expect(read('99999999999', '0x100000002')).toContain('CONFIG_A=99999999999\nCONFIG_B=0x100000002\n')
    expect(read('2147483648', '0x10')).toContain('CONFIG_A=30\n')
  })

  test('takes paths without quotes, and names its root itself', () => {
    const files: Record<string, string> = {
      'Config.in': 'mainmenu "Other"\nsource sub/Config.in\n',
      'sub/Config.in': 'config A\n\tbool\n',
    }
    const tree = parseKconfig({ start: 'Config.in', dialect: 'busybox', readFile: (path) => files[path] })
    expect(tree.files).toEqual(['Config.in', 'sub/Config.in'])
    expect(tree.root.prompts[0]?.text).toBe('Busybox Configuration')
  })
})

test('entries of C files go where INSERT stands', () => {
  expect(entriesOf('//config:config A\n//config:\tbool "a"\nint x; //config:no\n //config:no\n//config:\n')).toBe(
    'config A\n\tbool "a"\n\n',
  )
  expect(fill('before\nINSERT\nafter\n', 'x\n')).toMatch(/^# DO NOT EDIT.*\nbefore\nx\nafter\n$/)
  expect(fill('INSERTED\nbefore', 'x\n')).toMatch(/\nINSERTED\nbefore\nx\n$/)
})

test('a tree is opened without being written to, its files in the order of the shell', async () => {
  await using folder = await temporaryFolder()
  const write = async (name: string, text: string) => {
    await mkdir(join(folder.path, name, '..'), { recursive: true })
    await writeFile(join(folder.path, name), text)
  }
  await write('Makefile', 'VERSION = 1\nPATCHLEVEL = 35\nSUBLEVEL = 0\nEXTRAVERSION =\n')
  await write('Config.in', 'source sub/Config.in\n')
  await write('sub/Config.src', 'menu "Sub"\nINSERT\nendmenu\n')
  await write('sub/b.c', '//config:config B\n//config:\tbool "b"\n//config:\tdefault y\n')
  await write('sub/Z.c', '//config:config Z\n//config:\tstring "z"\n//config:\tdefault "$x"\n')
  await write('sub/.hidden/Config.src', 'never read\n')
  await write('.git/Config.src', 'never read\n')
  expect([...generateConfigFiles(folder.path).keys()]).toEqual(['sub/Config.in'])
  const cacheDir = join(folder.path, '..', `${folder.path.split('/').pop()}-cache`)
  const open = () =>
    openKconfig(folder.path, { arch: 'x86_64', outside: { variables: {}, machine: 'x86_64' }, cacheDir })
  const { tree, environment, cached } = await open()
  expect(cached).toBe(false)
  expect(environment.get('KERNELVERSION')).toBe('1.35.0')
  expect([...tree.symbols.keys()].filter((name) => name.length === 1)).toEqual(['Z', 'B'])
  expect(await readdir(join(folder.path, 'sub'))).not.toContain('Config.in')
  const { text } = runMode('alldefconfig', tree, { version: '1.35.0' })
  expect(text).toContain('CONFIG_Z="$x"\nCONFIG_B=y\n')
  const again = await open()
  expect(again.cached).toBe(true)
  expect(runMode('alldefconfig', again.tree, {}).text).toBe(text)
  await write('sub/b.c', '//config:config NEW\n//config:\tbool "new"\n')
  expect([...(await open()).tree.symbols.keys()]).toContain('NEW')
})
