/** Finding in the menu by typing letters: the rows whose name or title has them. Pure. */
import { type MenuRow, SECTION_TITLES } from './menu.ts'

/** The words of a row that are looked into. */
export function rowWords(row: MenuRow): string {
  switch (row.kind) {
    case 'entry':
      return `${row.id} ${row.state.entry.title}`
    case 'option':
    case 'setting':
      return `${row.spec.title} ${row.id}`
    case 'symbol':
      return row.symbol
    case 'item':
    case 'options':
      return row.title
    case 'value':
      return row.value
    case 'section':
      return SECTION_TITLES[row.section]
    default:
      return ''
  }
}

/** The next row with `text` at or after `from` (before it, backwards), going round; one whose words begin with it comes first. -1: none. */
export function findRow(rows: readonly MenuRow[], text: string, from: number, direction: 1 | -1 = 1): number {
  return findText(
    rows.map((row) => rowWords(row)),
    text,
    from,
    direction,
  )
}

/** The same over the words of any rows. */
export function findText(rows: readonly string[], text: string, from: number, direction: 1 | -1 = 1): number {
  const wanted = text.toLowerCase()
  if (wanted === '') return -1
  const order = rows.map((_, offset) => (from + direction * offset + rows.length * 2) % rows.length)
  const words = (index: number) => rows[index]?.toLowerCase() ?? ''
  return (
    order.find((index) => words(index).startsWith(wanted)) ?? order.find((index) => words(index).includes(wanted)) ?? -1
  )
}
