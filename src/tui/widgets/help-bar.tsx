/**
 * The help bar, from the key table: the most needed commands of the screen first, in the table's order, and as many as fit. The way
 * back, all keys and the way out are there at every width.
 */
import { useReachableLayers } from '../hooks/use-keys.ts'
import { type Command, KEY_TABLE, keyRow, showKey } from '../keys.ts'
import { useAppContext } from '../store.ts'
import { Line, type Row, rowWidth, spread } from './line.tsx'

const ORDER = new Map((Object.keys(KEY_TABLE) as Command[]).map((command, index) => [command, index]))

export interface BarItem {
  command: Command
  key: string
  label: string
}

export function HelpBar() {
  const { columns, theme } = useAppContext()
  const layers = useReachableLayers()
  return <Line segments={barRow(barItems(layers, theme.unicode), columns)} columns={columns} />
}

/** Commands with a word for the bar, of the highest layer first, each with a key that no higher layer takes. */
export function barItems(layers: readonly { commands: readonly Command[] }[], unicode: boolean): BarItem[] {
  const taken = new Set<string>()
  return layers.flatMap(({ commands }) => {
    const known = new Set(taken)
    const items = [...commands]
      .sort((a, b) => (ORDER.get(a) ?? 0) - (ORDER.get(b) ?? 0))
      .flatMap((command): BarItem[] => {
        const { keys, bar: label } = keyRow(command)
        const key = keys.find((candidate) => !known.has(candidate))
        for (const one of keys) taken.add(one)
        if (label === undefined || key === undefined) return []
        // Of two commands of a layer the first in its order has the key.
        known.add(key)
        return [{ command, key: showKey(key, unicode), label }]
      })
    return items
  })
}

/** The bar in at most `columns`: with air between the commands where all fit, tighter where not, and then without the last ones. */
export function barRow(items: readonly BarItem[], columns: number): Row {
  const airy = layOut(items, columns, 2)
  return airy.left === 0 ? airy.row : layOut(items, columns, 1).row
}

function layOut(items: readonly BarItem[], columns: number, air: number): { row: Row; left: number } {
  const segments = ({ key, label }: BarItem): Row => [
    [`${air === 2 ? ' ' : ''}${key}`, 'key'],
    [` ${label} `, 'muted'],
  ]
  const margin: Row = air === 2 ? [] : [[' ']]
  const right = items.filter((item) => isGlobal(item) && item.command !== 'global.palette')
  const back = items.filter((item) => !isGlobal(item) && item.key === 'Esc')
  // The palette is said where there is room for it: all keys tell of it, too.
  const others = [
    ...items.filter((item) => !isGlobal(item) && item.key !== 'Esc'),
    ...items.filter((item) => item.command === 'global.palette'),
  ]
  const end = right.flatMap(segments)
  const way = back.flatMap(segments)
  const row: Row[number][] = [...margin]
  let shown = 0
  for (const item of others) {
    const next = segments(item)
    if (rowWidth(row) + rowWidth(next) + rowWidth(way) + rowWidth(end) > columns) continue
    row.push(...next)
    shown++
  }
  return { row: spread([...row, ...way], end, columns), left: others.length - shown }
}

function isGlobal({ command }: BarItem): boolean {
  return command.startsWith('global.')
}
