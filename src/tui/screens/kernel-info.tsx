/** The page of a symbol, a choice or a menu: everything its Kconfig entries say, with what holds and what does not, and ways to other pages. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { moveList } from '../actions.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import type { InfoLine } from '../model/kernel/info.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import type { ListPosition } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import type { Row } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { rowPlace } from '../widgets/row-cursor.tsx'

/** Room for the number of a line that leads on. */
const NUMBER = 2
const START: ListPosition = { cursor: 0, top: 0 }

/** A page that was left for another, and where one was on it. */
interface Left {
  entry: number
  position: ListPosition
}

export function KernelInfo({ component, entry }: { component: string; entry: number }) {
  const { session } = useAppContext()
  const model = session.kernel.model(component)
  return model ? <Page model={model} entry={entry} /> : null
}

function Page({ model, entry: first }: { model: KernelModel; entry: number }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { component } = model.source
  const [entry, setEntry] = useState(first)
  const [position, setPosition] = useState(START)
  const left = useRef<Left[]>([])
  useEffect(() => {
    left.current = []
    setEntry(first)
    setPosition(START)
  }, [first])
  const inner = dialogColumns(columns)
  const node = model.nodeAt(entry)
  const project = useAppState((state) => state.editor?.project)
  const tree = useAppState((state) => state.kernel.trees[component])
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the project the values change, with the tree what was measured
  const lines = useMemo(
    () => session.kernel.calls.infoOf(node, model, inner - 6, theme.glyphs),
    [session, node, model, inner, theme.glyphs, project, tree],
  )
  const height = dialogHeight(bodyRows)
  const to = (cursor: number) => setPosition((now) => moveList(now, cursor, lines.length, height))
  const by = (rows: number) => setPosition((now) => moveList(now, now.cursor + rows, lines.length, height))
  const follow = (line: InfoLine | undefined) => {
    const next = line?.symbol && model.nodeOf(line.symbol)
    if (!next) return
    left.current.push({ entry, position })
    setEntry(model.numberOf(next))
    setPosition(START)
  }
  const numbered = numbers(lines, position.top, height)
  const close = () => store.setState({ dialog: undefined })
  const { symbol } = node
  useKeys(
    {
      'list.up': () => by(-1),
      'list.down': () => by(1),
      'list.pageUp': () => by(1 - height),
      'list.pageDown': () => by(height - 1),
      'list.first': () => to(0),
      'list.last': () => to(lines.length - 1),
      'symbol.follow': () => follow(lines[position.cursor]),
      'symbol.nth': (key) => follow(lines[numbered.indexOf(Number(key))]),
      'symbol.back': () => {
        const page = left.current.pop()
        if (!page) return close()
        setEntry(page.entry)
        setPosition(page.position)
      },
      ...(symbol && !symbol.isChoice
        ? {
            'symbol.why': () => store.setState({ dialog: { type: 'kernel-why', component, symbol: symbol.name } }),
            'symbol.place': () => void session.kernelActing.jump(component, symbol.name),
          }
        : {}),
      'symbol.close': close,
      'global.help': () => store.setState({ dialog: { type: 'help' } }),
    },
    { priority: Priority.dialog, modal: true },
  )
  const title = session.kernel.calls.promptOf(node)
  const more = lines.length > height ? `  ${Math.min(lines.length, position.top + height)} of ${lines.length}` : ''
  return (
    <Dialog
      title={`${title}${more}`}
      rows={[]}
      childrenHeight={height}
      cursor={rowPlace(position, { height, length: lines.length })}
    >
      <List
        length={lines.length}
        cursor={position.cursor}
        top={position.top}
        columns={inner}
        height={height}
        row={(index, focused) => lineRow(lines[index], numbered[index], focused)}
      />
    </Dialog>
  )
}

/** By index: the number of each line in sight that leads somewhere. */
function numbers(lines: readonly InfoLine[], top: number, height: number): number[] {
  let next = 1
  return lines.map(({ symbol }, index) => (symbol && index >= top && index < top + height && next <= 9 ? next++ : 0))
}

function lineRow(line: InfoLine | undefined, number: number | undefined, focused: boolean): Row {
  if (!line) return []
  const lead = number ? String(number).padEnd(NUMBER) : ' '.repeat(NUMBER)
  return [[lead, 'key'], ...(focused && line.symbol ? line.row.map(([text]) => [text, 'focus'] as const) : line.row)]
}
