import { describe, expect, test } from 'vitest'
import type { Component } from '../../src/catalog/types.ts'
import { resolve } from '../../src/configure/index.ts'
import { defaultProfile, profileAsFile } from '../../src/profile/index.ts'
import { moveList } from '../../src/tui/actions.ts'
import { type Command, KEY_TABLE, keyRow, SCOPES } from '../../src/tui/keys.ts'
import { LogBuffer } from '../../src/tui/model/log-buffer.ts'
import { searchIndex } from '../../src/tui/model/search.ts'
import { search } from '../../src/tui/model/searcher.ts'
import { parseSetting, SETTINGS, settingText } from '../../src/tui/model/settings-table.ts'
import { harmless, pad, truncate, width, wrap } from '../../src/tui/model/text.ts'
import { editLine } from '../../src/tui/widgets/text-input.tsx'
import { fakeCatalog } from './fake-catalog.ts'

describe('the key table', () => {
  const commands = Object.keys(KEY_TABLE) as Command[]
  // The second command with the same key could never be reached.
  test('no scope gives one key two meanings, but for states that exclude each other', () => {
    const exclusive = new Set(['build.result build.wide', 'launch.start launch.console', 'why.apply why.close'])
    for (const scope of Object.keys(SCOPES)) {
      const seen = new Map<string, Command>()
      for (const command of commands.filter((name) => name.startsWith(`${scope}.`)))
        for (const key of keyRow(command).keys) {
          const other = seen.get(key)
          if (other !== undefined && !exclusive.has(`${other} ${command}`) && !exclusive.has(`${command} ${other}`))
            throw new Error(`${key} is both ${other} and ${command}`)
          seen.set(key, command)
        }
    }
  })

  test('every command is on the help page: its scope has a heading', () => {
    for (const command of commands) expect(SCOPES).toHaveProperty(command.split('.')[0] ?? '')
  })
})

describe('text in cells', () => {
  test('padding and cutting count wide characters as two, so that columns stay straight', () => {
    expect(width(pad('漢字', 6))).toBe(6)
    expect(width(pad('漢字漢字', 5))).toBe(5)
    expect(truncate('abcdef', 4)).toBe('abc…')
  })

  test('wrapping never makes a line wider than the pane, and ends for words that do not fit', () => {
    for (const line of wrap(`a ${'b'.repeat(30)} 漢字漢字漢字 c`, 7)) expect(width(line)).toBeLessThanOrEqual(7)
    expect(wrap('漢', 1)).toBeDefined()
  })

  test('foreign lines lose everything that could move the cursor', () => {
    expect(harmless('\x1b[31mred\x1b[0m')).toBe('red')
    expect(harmless('a\rb\rdone')).toBe('done')
    expect(harmless('progress\r')).toBe('progress')
    expect(harmless('\u202eabc\u200d')).toBe('abc')
    expect(harmless('a\tb')).toBe('a       b')
  })
})

test('a log keeps a bounded tail, whole lines across chunks, at tens of thousands of lines a second', () => {
  const log = new LogBuffer()
  log.append('first ha')
  log.append('lf\nsecond\nthi')
  expect(log.slice(0, 3)).toEqual(['first half', 'second', 'thi'])
  const started = performance.now()
  for (let chunk = 0; chunk < 1000; chunk++)
    log.append('  CC      drivers/net/ethernet/intel/e1000/e1000_main.o\n'.repeat(100))
  // A generous bound: what is guarded against is copying the whole tail for every line.
  expect(performance.now() - started).toBeLessThan(2000)
  expect(log.length).toBeLessThan(7000)
})

test('a list never shows past its end, and the cursor is always visible', () => {
  expect(moveList({ cursor: 0, top: 0 }, 99, 10, 4)).toEqual({ cursor: 9, top: 6 })
  expect(moveList({ cursor: 9, top: 6 }, -5, 10, 4)).toEqual({ cursor: 0, top: 0 })
  expect(moveList({ cursor: 9, top: 6 }, 9, 10, 40)).toEqual({ cursor: 9, top: 0 })
  expect(moveList(undefined, 0, 0, 5)).toEqual({ cursor: 0, top: 0 })
})

test('a line is edited by whole characters', () => {
  const typed = editLine({ text: 'a😀', cursor: 2 }, { type: 'insert', text: 'é' })
  expect(typed).toEqual({ text: 'a😀é', cursor: 3 })
  expect(editLine(editLine(typed, { type: 'left' }), { type: 'erase' })).toEqual({ text: 'aé', cursor: 1 })
})

describe('search', () => {
  const configuration = resolve(defaultProfile('x'), fakeCatalog)
  const index = searchIndex(configuration, profileAsFile(configuration.profile))
  const titles = (query: string) => search(index, query).entries.map(({ title }) => title)

  test('names come before mentions, and every term must match', () => {
    expect(titles('zlib')[0]).toBe('zlib')
    expect(titles('ssh server')).toEqual(['dropbear'])
  })

  test('a pattern that would never end is stopped, says so, and the next one works', () => {
    const never = search(index, 're:^(\\w+\\s?)+$')
    expect(never.complaint).toContain('takes too long')
    expect(titles('re:^virtio-blk')).toEqual(['virtio-blk'])
  })

  test('re: or slashes make a pattern, and a broken one says what is wrong instead of finding nothing', () => {
    expect(titles('re:^virtio-(net|blk)')).toEqual(['virtio-blk', 'virtio-net'])
    expect(titles('/^virtio-(net|blk)/')).toEqual(['virtio-blk', 'virtio-net'])
    expect(search(index, 're:([').complaint).toMatch(/^Not a pattern: /)
    expect(search(index, '([').complaint).toBeUndefined()
  })

  test('the very name comes first, by whichever name one knows it', () => {
    expect(titles('hostname')[0]).toBe('Host name')
    expect(titles('system.hostname')[0]).toBe('Host name')
    expect(titles('Host Name')[0]).toBe('Host name')
  })

  test('an option of a component that is off is found, and leads to the component', () => {
    const busybox = fakeCatalog.entries.get('busybox')
    const off = { ...busybox, id: 'toybox', essential: false } as Component
    const catalog = { ...fakeCatalog, entries: new Map([...fakeCatalog.entries, ['toybox', off]]) }
    const more = resolve(defaultProfile('x'), catalog)
    const [found] = search(searchIndex(more, profileAsFile(more.profile)), 'toybox.telnet').entries
    expect(found?.target).toMatchObject({ type: 'row', row: { kind: 'entry', id: 'toybox' } })
  })
})

test('what a setting shows can be typed again and means the same', () => {
  const file = profileAsFile({
    ...defaultProfile('x'),
    system: {
      ...defaultProfile('x').system,
      dns: ['10.0.2.3'],
      network: { address: '10.0.2.20/24', gateway: '10.0.2.2' },
    },
  })
  const spec = (path: string) => SETTINGS.find((setting) => setting.path === path) ?? SETTINGS[0]
  const again = (path: string, value: unknown) => {
    const found = spec(path)
    return found && parseSetting(found, settingText(value))
  }
  const system = file.system as Record<string, unknown>
  expect(again('system.network', system.network)).toEqual({ address: '10.0.2.20/24', gateway: '10.0.2.2' })
  expect(again('machine.memory', '64M')).toBe('64M')
  expect(again('image.formats', ['disk', 'iso'])).toEqual(['disk', 'iso'])
})
