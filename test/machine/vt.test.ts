/** The serial pane's terminal: what the guest draws is what a person sees. */
import { expect, test } from 'vitest'
import { createVt } from '../../src/machine/vt.ts'

test('styles, wide characters and cursor movement come out as runs', async () => {
  using vt = await createVt({ columns: 20, rows: 3 })
  await vt.write('plain \x1b[1;31mred\x1b[0m\r\n漢字 x\x1b[1;1HP')
  expect(vt.rows()).toEqual([[{ text: 'Plain ' }, { text: 'red', fg: 1, bold: true }], [{ text: '漢字 x' }], []])
  expect(vt.cursor).toEqual({ column: 1, row: 0 })
})

test('lines that scrolled away can be seen again, and a resize keeps them', async () => {
  using vt = await createVt({ columns: 10, rows: 2, scrollback: 10 })
  await vt.write('a\r\nb\r\nc\r\nd')
  expect(vt.text()).toEqual(['c', 'd'])
  expect(vt.text(1)).toEqual(['b', 'c'])
  vt.resize(10, 4)
  expect(vt.text().filter(Boolean)).toEqual(['a', 'b', 'c', 'd'])
})

test("the guest's question for the cursor is answered (busybox's shell asks it)", async () => {
  const replies: string[] = []
  using vt = await createVt({ columns: 10, rows: 2, onReply: (text) => replies.push(text) })
  await vt.write('ab\x1b[6n')
  expect(replies).toEqual(['\x1b[1;3R'])
})
