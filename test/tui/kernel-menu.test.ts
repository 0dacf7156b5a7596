/** The kernel's own menu in the configurator: what a person who knows menuconfig expects, and what it never had. */
import { expect, test } from 'vitest'
import { open } from './open.ts'

/** The kernel's menu at its top. */
async function inKernel(options: Parameters<typeof open>[0] = {}) {
  const opened = await open({ profile: 'minimal', ...options })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/kernel options<enter>')
  await terminal.shows('▌ Kernel options --->')
  await terminal.keys('<enter>')
  return opened
}

test('the menu of the real source stands below Kernel, with the marks of menuconfig and who asks for what', async () => {
  await using opened = await inKernel()
  const { terminal } = opened
  await terminal.shows(/Configure › Kernel options/)
  const screen = await terminal.shows('Linux kernel 6.1.0')
  expect(screen).toMatch(/▌ {5}General setup --->/)
  expect(screen).toMatch(/\[ \] Loadable modules/)
  expect(screen).toMatch(/\[\*\] PCI support +base/)
  expect(screen).toMatch(/\[\*\] Networking support ---> +base/)
  // Not a symbol without words of its own, and not the menu in which nothing is to be set.
  expect(screen).not.toMatch(/LIB_CRC/)
  await terminal.keys('fnetw<enter><enter>')
  const inside = await terminal.shows(/Linux kernel 6\.1\.0 › Networking support/)
  expect(inside).toMatch(/\[\*\] Network card of a virtual machine +virtio-net/)
  expect(inside).toMatch(/\[\*\] Old network card +e1000/)
  expect(inside).toContain('*** Rare cards need experts ***')
  expect(inside).not.toContain('Rare card ')
})

test('going back keeps the place in every menu, and the way out leads to Configure', async () => {
  await using opened = await inKernel()
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('<enter>')
  await terminal.shows(/▌ \[ \] Kernel \.config support/)
  await terminal.keys('<down>')
  await terminal.shows(/▌ \(17\) Log buffer size/)
  await terminal.keys('<esc><left>')
  await terminal.shows('▌ Kernel options --->')
  await terminal.keys('<enter>')
  await terminal.shows(/▌ {5}General setup/)
  await terminal.keys('<enter>')
  await terminal.shows(/▌ \(17\) Log buffer size/)
})

test('what is changed is kept as a minimal fragment, undone and done again, and gone when it is as it was', async () => {
  await using opened = await inKernel()
  const { terminal, fake } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('<enter>y')
  await terminal.shows(/\[\*\] Kernel \.config support +● you/)
  await terminal.shows('● unsaved')
  // What depends on it stands below it, new.
  await terminal.shows(/ {2}\[ \] Access to \.config through \/proc \(NEW\)/)
  await terminal.keys('u')
  await terminal.shows(/\[ \] Kernel \.config support/)
  expect(await terminal.text()).not.toContain('unsaved')
  await terminal.keys('U')
  await terminal.shows(/\[\*\] Kernel \.config support/)
  await terminal.keys('<down>y')
  await terminal.shows(/\[\*\] Access to \.config through \/proc +● you/)
  // Without the first the second cannot be: both leave the profile.
  await terminal.keys('<up>n')
  await terminal.shows('lets go of SHOWN_CONFIG_PROC')
  expect(await terminal.text()).not.toContain('unsaved')
  await terminal.keys('y<down>y')
  await terminal.shows(/\[\*\] Access to \.config through \/proc +● you/)
  await terminal.keys('s')
  await terminal.shows(/SHOWN_CONFIG: y/)
  await terminal.keys('<c-u>own<enter>')
  await terminal.shows('Saved')
  expect(fake.saved.at(-1)?.profile.kernel).toEqual({ SHOWN_CONFIG: 'y', SHOWN_CONFIG_PROC: 'y' })
})

test('what the recipe asks for and a change takes away is switched off too, or the build would insist on it', async () => {
  await using opened = await inKernel()
  const { terminal, fake } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('fpci<enter>n')
  // e1000 asks for a symbol that needs PCI: that is said at once, not by a failing build.
  await terminal.shows('e1000 would lose E1000')
  await terminal.shows('u takes it back')
  await terminal.keys('s<c-u>own<enter>')
  await terminal.shows('Saved')
  expect(fake.saved.at(-1)?.profile.kernel).toEqual({ PCI: 'n' })
})

test('numbers and texts are judged while they are typed, against the range that is shown', async () => {
  await using opened = await inKernel()
  const { terminal, fake } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('<enter><down><enter>')
  await terminal.shows('A whole number from 12 to 25.')
  await terminal.keys('<c-u>99')
  await terminal.shows('Expected a whole number from 12 to 25')
  await terminal.keys('<enter>')
  await terminal.shows('Expected a whole number from 12 to 25')
  await terminal.keys('<c-u>18<enter>')
  await terminal.shows(/▌ \(18\) Log buffer size .*● you/)
  await terminal.keys('<down><enter><c-u>0x400000<enter>')
  await terminal.shows(/▌ \(0x400000\) Where the kernel stands/)
  await terminal.keys('<down><enter>-mine<enter>')
  await terminal.shows(/▌ \(-mine\) Local version/)
  await terminal.keys('s<c-u>own<enter>')
  await terminal.shows('Saved')
  expect(fake.saved.at(-1)?.profile.kernel).toEqual({ LOG_SHIFT: 18, BASE_ADDRESS: '0x400000', NAME_PART: '-mine' })
})

test('a choice is a list of its own with one (X), and leads back once it is made', async () => {
  await using opened = await inKernel()
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('<enter>fcompr<enter>')
  await terminal.shows(/▌ {5}Compression \(Fast\) --->/)
  await terminal.keys('<enter>')
  const inside = await terminal.shows(/\(X\) Fast/)
  expect(inside).toMatch(/\( \) Small/)
  expect(inside).not.toContain('Rare')
  await terminal.keys('<down><space>')
  await terminal.shows(/▌ {5}Compression \(Small\) --->/)
})

test('tristates go round n, m, y where there are modules; m asks for them where there are none', async () => {
  await using opened = await inKernel()
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('<enter>m')
  await terminal.shows('Why is SHOWN_CONFIG n?')
  await terminal.shows(/MODULES=y/)
  await terminal.keys('<enter>')
  await terminal.shows(/▌ <M> Kernel \.config support/)
  await terminal.keys('<space>')
  await terminal.shows(/▌ <\*> Kernel \.config support/)
  await terminal.keys('<space>')
  await terminal.shows(/▌ < > Kernel \.config support/)
})

test('a shows what is hidden, greyed; w says what it needs and f does all of it as one step that can be undone', async () => {
  await using opened = await inKernel({ rows: 40 })
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('fnetw<enter><enter>a')
  await terminal.shows(/- - Fast path/)
  await terminal.keys('ffast<enter>')
  await terminal.shows('Not shown as things stand; it needs')
  await terminal.shows('EXPERT [=n]')
  await terminal.keys('w')
  await terminal.shows('Why is FAST_PATH n?')
  await terminal.shows(/The way to FAST_PATH=y|Ways to FAST_PATH=y/)
  await terminal.shows(/EXPERT=y \(was n\)/)
  await terminal.keys('f')
  await terminal.shows(/\[\*\] Fast path +● you/)
  await terminal.keys('u')
  await terminal.shows(/- - Fast path/)
  expect(await terminal.text()).not.toContain('unsaved')
})

test('what is held by others says by whom', async () => {
  await using opened = await inKernel({ rows: 40 })
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('/lib_crc<enter>')
  // It has no row: its page is shown.
  await terminal.shows('CONFIG_LIB_CRC = y')
  await terminal.shows('Selected by VIRTIO_NET, E1000')
  await terminal.shows('without a prompt')
})

test('the page of a symbol tells all about it, and its numbers lead to the pages of others and back', async () => {
  await using opened = await inKernel({ rows: 40 })
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('/e1000<enter>')
  await terminal.keys('<esc><esc>')
  await terminal.keys('/config_fast_path<enter>')
  await terminal.shows(/▌ +- - Fast path|▌ - - Fast path/)
  await terminal.keys('?')
  const page = await terminal.shows('CONFIG_FAST_PATH = n')
  expect(page).toMatch(/Defined at Kconfig:\d+/)
  expect(page).toContain('Networking support › Fast path, not shown as things stand')
  expect(page).toMatch(/✓ +any of:|any of:/)
  expect(page).toMatch(/✓ E1000 \[=y\]/)
  expect(page).toMatch(/✗ EXPERT \[=n\]/)
  const number = /(\d) +✗ EXPERT/.exec(page)?.[1] ?? ''
  await terminal.keys(number)
  await terminal.shows('CONFIG_EXPERT = n')
  await terminal.shows('Shows what most people never need.')
  await terminal.keys('<bs>')
  await terminal.shows('CONFIG_FAST_PATH = n')
  await terminal.keys(`${number}p`)
  await terminal.shows(/▌ \[ \] Experts/)
})

test('search finds symbols by name, words and help, and leads to their row, a hidden one too', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/made of')
  // By its help alone.
  await terminal.shows(/SHOWN_CONFIG +Kernel \.config supp.+linux › General/)
  await terminal.keys('<c-u>rare card')
  await terminal.shows(/1 - - +RARE_CARD/)
  await terminal.keys('<enter>')
  await terminal.shows(/Linux kernel 6\.1\.0 › Networking support/)
  await terminal.shows(/▌ - - Rare card/)
  await terminal.shows('Hidden options are shown, this one among them')
})

test('t shows all menus in one list, and Enter folds and unfolds them there', async () => {
  await using opened = await inKernel()
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('t')
  await terminal.shows(/▌ \[\+\] General setup/)
  await terminal.keys('<enter>')
  await terminal.shows(/▌ \[-\] General setup/)
  await terminal.shows(/\[ \] Kernel \.config support/)
  await terminal.keys('<enter>')
  await terminal.shows(/▌ \[\+\] General setup/)
  expect(await terminal.text()).not.toContain('[ ] Kernel .config support')
})

test('where the source is not here yet it is said, and one key brings it', async () => {
  await using opened = await inKernel({ unfetched: ['linux'], stepMs: 300 })
  const { terminal, fake } = opened
  await terminal.shows('is not unpacked on this computer')
  await terminal.keys('<enter>')
  await terminal.shows('fetching, 5 MB of 10 MB')
  await terminal.shows('Linux kernel 6.1.0')
  expect(fake.calls).toContain('fetch linux')
})

test('a fetch can be cancelled', async () => {
  await using opened = await inKernel({ unfetched: ['linux'], stepMs: 60_000 })
  const { terminal } = opened
  await terminal.shows('is not unpacked on this computer')
  await terminal.keys('<enter>')
  await terminal.shows('fetching, 5 MB of 10 MB')
  await terminal.keys('<enter>')
  await terminal.shows('is not unpacked on this computer')
})

test("busybox's own menu keeps what is changed under its component", async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('/busybox options<enter><enter>')
  await terminal.shows('BusyBox 1.35.0')
  await terminal.shows(/▌ \[\*\] Editor/)
  await terminal.keys('<down>n')
  await terminal.shows(/\[ \] Undo +● you/)
  await terminal.keys('<down><enter><c-u>8192<enter>')
  await terminal.shows(/\(8192\) Longest line/)
  await terminal.keys('s<c-u>own<enter>')
  await terminal.shows('Saved')
  expect(fake.saved.at(-1)?.profile.components.busybox).toEqual({
    config: ['EDITOR_LINE=8192', 'EDITOR_UNDO=n'],
  })
  await terminal.keys('<esc>')
  await terminal.shows(/BusyBox options ---> +2 of your own/)
})

test('names beside the prompts, and the value of the profile taken away', async () => {
  await using opened = await inKernel()
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('<enter>cy')
  await terminal.shows(/\[\*\] Kernel \.config support +SHOWN_CONFIG/)
  await terminal.keys('x')
  await terminal.shows(/\[ \] Kernel \.config support/)
  expect(await terminal.text()).not.toContain('unsaved')
})

test('a menu with nothing to see inside says so, instead of leading into it', async () => {
  await using opened = await inKernel()
  const { terminal } = opened
  await terminal.shows('Linux kernel 6.1.0')
  await terminal.keys('fnothing<enter><enter>')
  await terminal.shows('Nothing in it can be set as things stand; a shows what is there')
  await terminal.keys('a<enter>')
  await terminal.shows(/Linux kernel 6\.1\.0 › Nothing yet/)
  await terminal.shows(/- - Nothing/)
})

test.each([
  [80, 24],
  [160, 50],
])(
  'at %ix%i the terminal’s cursor stands at the entry, in the line that is typed, and on the page',
  async (columns, rows) => {
    await using opened = await inKernel({ columns, rows })
    const { terminal } = opened
    const at = () => terminal.atCursor()
    await terminal.shows('Linux kernel 6.1.0')
    await terminal.keys('<enter><down>')
    await expect.poll(at).toMatch(/^\(17\) Log buffer size/)
    await terminal.keys('<enter>')
    await terminal.shows('A whole number from 12 to 25.')
    await terminal.keys('<home>')
    await expect.poll(at).toMatch(/^17/)
    await terminal.keys('<esc>?')
    await expect.poll(at).toMatch(/^ *CONFIG_LOG_SHIFT = 17/)
  },
)

test('a symbol that is asked for is told about from its tree, in the list of Configure, too', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('/kernel:e1000<enter>')
  await terminal.shows(/▌ E1000 = y/)
  await terminal.keys('?')
  await terminal.shows('CONFIG_E1000 = y')
  await terminal.shows('e1000 asks for y.')
  await terminal.keys('p')
  await terminal.shows(/Linux kernel 6\.1\.0 › Networking support/)
  await terminal.shows(/▌ {3}\[\*\] Old network card|▌ \[\*\] Old network card/)
})
