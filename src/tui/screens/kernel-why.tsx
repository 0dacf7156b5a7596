/** Why a symbol is as it is, and the ways to another value: what is chosen, what follows by itself, what falls; taken as one step. */
import { useMemo, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'

interface KernelWhyProps {
  component: string
  name: string
  /** What the person tried; otherwise the opposite of what is. */
  wanted: string | undefined
}

export function KernelWhy({ component, name, wanted }: KernelWhyProps) {
  const { session } = useAppContext()
  const model = session.kernel.model(component)
  const symbol = model?.source.tree.symbols.get(name)
  return model && symbol ? <Reasons model={model} name={name} wanted={wanted} /> : null
}

function Reasons({ model, name, wanted }: { model: KernelModel; name: string; wanted: string | undefined }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { calls } = session.kernel
  const { component, tree } = model.source
  const project = useAppState((state) => state.editor?.project)
  const [chosen, setChosen] = useState(0)
  const symbol = tree.symbols.get(name)
  const aim = symbol ? (wanted ?? calls.wantedOf(symbol, model)) : ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the project the values change
  const found = useMemo(
    () => (symbol ? calls.waysTo(symbol, aim, model) : undefined),
    [calls, symbol, aim, model, project],
  )
  const inner = dialogColumns(columns)
  const ways = found?.ways ?? []
  const { rows, at } =
    symbol && found
      ? calls.whyRows({ symbol, aim, found, chosen, model, columns: inner, glyphs: theme.glyphs })
      : { rows: [], at: 0 }
  const height = dialogHeight(bodyRows)
  const { scroll: asked, keys } = useScroll(rows.length, height)
  const scroll = asked === 0 && at >= height ? Math.min(at - 2, Math.max(0, rows.length - height)) : asked
  const close = () => store.setState({ dialog: undefined })
  const choose = (by: number) => setChosen((now) => (now + by + ways.length) % ways.length)
  useKeys(
    {
      ...(ways.length > 0
        ? {
            'why.apply': () => {
              const way = ways[chosen]
              close()
              if (way) session.kernelActing.take(model, way.proposal, `Fixed: ${name}=${aim}`)
            },
          }
        : {}),
      ...(ways.length > 1 ? { 'why.next': () => choose(1), 'why.previous': () => choose(-1) } : {}),
      'why.close': close,
      'configure.info': () => {
        const node = symbol && model.nodeOf(symbol)
        if (node) store.setState({ dialog: { type: 'kernel-info', component, entry: model.numberOf(node) } })
      },
      ...keys,
      'global.help': () => store.setState({ dialog: { type: 'help' } }),
    },
    { priority: Priority.dialog, modal: true },
  )
  const line = at - scroll
  const cursor = ways.length > 0 && line >= 0 && line < height ? { x: 2, y: line } : undefined
  const more = rows.length > height ? `  ${Math.min(rows.length, scroll + height)} of ${rows.length}` : ''
  return (
    <Dialog
      title={`Why is ${name} ${symbol ? model.configuration.text(symbol) || 'empty' : ''}?${more}`}
      rows={rows.slice(scroll, scroll + height)}
      cursor={cursor}
    />
  )
}
