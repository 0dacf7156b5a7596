/** Moving in the menu as menuconfig's hands know it, and coming back to the very place. */
import { expect, test } from 'vitest'
import { open } from './open.ts'

test('pages, ends, and the keys that lead in and out', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  const on = (id: string) => terminal.shows(new RegExp(`▌ \\S+(?: \\S)?(?:\\])? *${id}\\b`))
  await terminal.shows('Configure')
  await terminal.shows('› Configure')
  // Right leads into the rows, Backspace and Left out of them.
  await terminal.chunk('\x1b[C')
  await on('linux')
  await terminal.keys('<end>')
  await on('nginx-rtmp')
  await terminal.keys('<c-u>')
  await expect.poll(() => terminal.text()).not.toMatch(/▌ \[ \] nginx-rtmp/)
  await terminal.keys('<c-d>')
  await on('nginx-rtmp')
  await terminal.keys('<home>')
  await on('linux')
  await terminal.keys('<pgdn>')
  await expect.poll(() => terminal.text()).not.toMatch(/▌ -\*- linux/)
  await terminal.keys('<pgup>')
  await on('linux')
  await terminal.keys('jh')
  await terminal.shows('All about')
  await terminal.keys('h')
  await terminal.keys('<bs>')
  await terminal.shows(/▌ Components/)
  await terminal.keys('<left>')
  await terminal.shows('Which system?')
})

test('coming back finds the cursor and what was scrolled, as it was left', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows('Configure')
  await terminal.keys('<enter><end><up><up>')
  await terminal.shows(/▌ \[ \] dropbear/)
  // The rows beside the sections, above the help.
  const rows = async () => (await terminal.frame()).slice(2, 14).map((row) => row.slice(20))
  const before = await rows()
  await terminal.keys('<esc>')
  await terminal.shows(/▌ Components/)
  await terminal.keys('<down>')
  await terminal.shows(/▌ Drivers/)
  await terminal.keys('<enter>')
  await terminal.shows(/▌ \[\*\] virtio-blk/)
  await terminal.keys('<esc>')
  await terminal.shows(/▌ Drivers/)
  await terminal.keys('<up>')
  await terminal.shows(/▌ Components/)
  await terminal.keys('<enter>')
  await expect.poll(rows).toEqual(before)
  await terminal.keys('b')
  await terminal.shows('never built')
  await terminal.keys('<esc>')
  await expect.poll(rows).toEqual(before)
})

test('the first Down among the sections leads from the one that is shown to the next, also after a search', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal } = opened
  await terminal.shows(/▌ Components/)
  await terminal.keys('<down>')
  await terminal.shows(/▌ Drivers/)
  await terminal.keys('/host name<enter>')
  await terminal.shows(/▌ Host name/)
  await terminal.keys('<esc>')
  await terminal.shows(/▌ System/)
  await terminal.keys('<down>')
  await terminal.shows(/▌ Components/)
})
