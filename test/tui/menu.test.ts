/** The menu as menuconfig has it: marks, finding, hidden entries, names, one tree, the page about a row, why and fix. */
import { expect, test } from 'vitest'
import type { Component, OptionSpec } from '../../src/catalog/types.ts'
import { fakeCatalog } from './fake-catalog.ts'
import { open } from './open.ts'

test('marks: what is fixed, what is needed but may be a module, and what a change brought as new', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/e1000<enter>')
  await terminal.shows(/▌ <\*> e1000/)
  await terminal.keys('/openssh<enter><space>')
  await terminal.shows(/-\*- zlib +.*\(NEW\)/)
  await terminal.keys('/machine.disks<enter><enter>+1G<down><space><enter><esc>/ahci<enter>')
  await terminal.shows(/▌ \{\*\} ahci/)
  await terminal.keys('m')
  // Chosen by the person now, so that it stays when the disk goes.
  await terminal.shows(/▌ <M> ahci/)
})

test('f finds a row by letters, in the menu, and Esc stays there', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('<enter>fzl')
  await terminal.shows(/▌ \[ \] zlib/)
  await terminal.keys('<c-u>nothing-like-it')
  await terminal.shows('nothing here is called so')
  await terminal.keys('<esc>')
  // The first letters had led on.
  await terminal.shows(/▌ \[ \] nginx-rtmp/)
})

test('a shows hidden entries, c the names in files and kernel symbols', async () => {
  await using opened = await open({ profile: 'minimal', columns: 120 })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/busybox<enter>')
  expect(await terminal.text()).not.toContain('headers')
  await terminal.keys('a')
  await terminal.shows(/headers/)
  await terminal.keys('c/nvme<enter>')
  await terminal.shows('CONFIG_BLK_DEV_NVME')
  await terminal.keys('/host name<enter>')
  await terminal.shows(/Host name +\(minimal\) +system\.hostname/)
})

test('t puts all sections into one list, in which Enter folds one', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('t')
  await terminal.shows(/▌ \[-\] System/)
  await terminal.shows('Host name')
  await terminal.keys('<enter>')
  await terminal.shows(/▌ \[\+\] System[\s\S]+\[-\] Components/)
  expect(await terminal.text()).not.toContain('Host name')
  await terminal.keys('G')
  await terminal.shows(/› Machine/)
  await terminal.keys('t')
  await terminal.shows(/▌ Memory/)
})

test('? tells all about any row: value, default, where it comes from, what is unmet', async () => {
  await using opened = await open({ profile: 'minimal', rows: 40 })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/openssh<enter><space>/dropbear<enter>?')
  await terminal.shows('All about dropbear')
  await terminal.shows('not openssh  unmet')
  await terminal.shows('/catalog/dropbear/component.yaml:7')
  await terminal.keys('<esc>/cpus<enter><enter><c-u>2<enter>?')
  await terminal.shows('All about machine.cpus')
  await terminal.shows(/range +1 to 64/)
  await terminal.shows('you, not saved yet')
})

test('a setting with a problem offers ways out, with their cost, and the chosen one is one step', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/machine.memory<enter><enter><c-u>16M<enter>')
  // The help breaks it to two lines, beside the line between the panes.
  await terminal.shows(/nothing boots directly below[\s│]+32 MB/)
  await terminal.keys('w')
  await terminal.shows('set machine.memory to 32M')
  await terminal.shows(/\+0 B, no time/)
  await terminal.keys('<enter>')
  await terminal.shows(/Memory +\(32M\)/)
  await terminal.keys('u')
  await terminal.shows(/Memory +⊘ \(16M\)/)
})

test('what a setting holds on can be let go of by another value of it; several ways are told apart', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/system.timezone<enter><enter><c-u>Europe/Berlin<enter>/tzdata<enter><space>')
  await terminal.shows('The setting system.timezone needs tzdata')
  await terminal.shows('set system.timezone to UTC')
  await terminal.keys('<enter>')
  await terminal.shows(/▌ \[ \] tzdata/)
})

test('each row has size and build time: measured ones as they are, the others marked as estimates', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/openssh<enter>')
  await terminal.shows(/openssh .* 2\.19 MB +1 min 15 s/)
  await terminal.shows(/dropbear .* ~586 KB +~40 s/)
})

test('why a row is off that nothing blocks: how it is switched on, and what comes with it', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/gcc<enter>')
  await terminal.shows(/▌ \[ \] gcc/)
  await terminal.keys('w')
  await terminal.shows('gcc: off')
  const text = await terminal.shows('Nothing stands in its way')
  expect(text.replace(/\s+/g, ' ')).toContain('y switches it on, and brings binutils')
})

test('Enter on a component opens the page about it, as ? does; what is blocked says why instead', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/zlib<enter><enter>')
  await terminal.shows('All about zlib')
  await terminal.keys('<esc>/openssh<enter><space>/dropbear<enter><enter>')
  await terminal.shows(/dropbear: off[\s\S]*switch openssh off/)
})

test('at 80 columns a row is name and cost: no first words of a summary; where there is room all of it stands', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/openssh<enter><space>')
  await terminal.shows(/▌ \[\*\] openssh +2\.19 MB/)
  // What is new stands in the column in which all else begins.
  await terminal.shows(/ -\*- zlib {15}\(NEW\) {2,}~586 KB/)
  terminal.resize(200, 40)
  await terminal.shows(/▌ \[\*\] openssh +Login and file copy over the network/)
})

test('the footer ends with the work to do, also when the budget is exceeded at 80 columns', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.shows(/RAM 64 MB, floor 32 MB · 9 steps, ~\d+ min/)
  await terminal.keys('/gcc<enter><space>')
  await terminal.shows(/Image ~54\.5 MB of 64 MB · RAM 64 MB < 184 MB needed · \d+ steps, ~\d+ min *\n/)
  await terminal.keys(':image.budget=32M<enter>')
  await terminal.shows(/Image [\d,]+ B over 32 MB · RAM 64 MB < 184 MB needed · \d+ steps, ~\d+ min *\n/)
})

test('the cursor stays on its row when a switch brings rows above it, and when undo takes them away', async () => {
  const zlib = fakeCatalog.entries.get('zlib') as Component
  const level: OptionSpec = { type: 'int', title: 'Level', help: 'How hard it tries.', default: 6, min: 1, max: 9 }
  const entries = new Map([...fakeCatalog.entries, ['zlib', { ...zlib, options: { level } }]])
  await using opened = await open({ profile: 'minimal', catalog: { ...fakeCatalog, entries } })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/nginx<enter>')
  await terminal.shows(/▌ \[ \] nginx-rtmp/)
  await terminal.keys('<space>')
  await terminal.shows(/▌ \[\*\] nginx-rtmp/)
  await terminal.shows(/Level +\(6\)/)
  // A second key before anything is drawn goes to the same row.
  await terminal.keys('<space>')
  await terminal.shows(/▌ \[ \] nginx-rtmp/)
  await terminal.keys('<space>u')
  await terminal.shows(/▌ \[ \] nginx-rtmp/)
})

test('all about what is on does not call it blocked', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/glibc<enter>?')
  const text = await terminal.shows('All about glibc')
  expect(text).not.toContain('unmet')
  expect(text).not.toContain('not all met')
})

test('a section that is broken is marked, however long its title', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys(':components.openssh=true<enter>')
  await terminal.shows('openssh=true')
  await terminal.keys(':components.dropbear=true<enter>')
  await terminal.shows(/Components +!/)
})
