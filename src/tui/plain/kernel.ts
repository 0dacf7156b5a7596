/** The menu of a component's own configuration by questions: the entries of one menu, then one symbol and what can be done with it. */
import type { KconfigSymbol, MenuNode } from '../../kconfig/ast.ts'
import type { RowLook } from '../model/kernel/look.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import type { KernelRow } from '../model/kernel/rows.ts'
import type { Intent } from '../model/toggle.ts'
import type { Dialog } from '../state.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain, until } from './context.ts'

type Act = () => void | Promise<void>

export async function askKernel(plain: Plain): Promise<void> {
  const { store, session, asker } = plain
  const { component } = store.getState().kernel
  await session.kernel.prepare(component)
  const tree = store.getState().kernel.trees[component]
  const model = session.kernel.model(component)
  if (model && tree?.status === 'ready') return await askMenu(plain, model)
  if (tree?.status === 'failed') asker.tell(`${tree.error.text}${tree.error.hint ? `. ${tree.error.hint}` : ''}`)
  if (tree?.status !== 'missing') return session.back()
  const act = await asker.choose<Act>(
    `The source of ${component}, which has its options, is not unpacked on this computer. What now?`,
    [
      {
        text: 'Fetch and unpack it',
        word: 'fetch',
        value: async () => {
          asker.say('Fetching and unpacking; Ctrl-C ends smart-os.')
          await session.kernel.fetch(component)
        },
      },
      { text: 'Back', value: () => session.back(), back: true },
    ],
    { other: everywhere(plain) },
  )
  await act?.()
}

async function askMenu(plain: Plain, model: KernelModel): Promise<void> {
  const { store, session, asker } = plain
  const { calls } = session.kernel
  const { kernel, menu: shown } = store.getState()
  if (kernel.editing !== undefined) return await askText(plain, model, model.nodeAt(kernel.editing))
  const chosen = /^kernel:(\d+)$/.exec(plain.row ?? '')?.[1]
  if (chosen !== undefined) return await askEntry(plain, model, model.nodeAt(Number(chosen)))
  const menu = model.nodeAt(kernel.menus.at(-1) ?? 0)
  const within = menu.symbol?.isChoice ? menu.symbol : undefined
  const rows = model.rows(menu, { hidden: shown.hidden }).filter(({ node }) => node.kind !== 'comment')
  const choices = rows.map((row): Choice<KernelRow | 'back'> => {
    const look = calls.lookOf(row, model, within)
    return { text: lookWords(look), word: look.name || look.title, value: row }
  })
  const where = kernel.menus.length === 0 ? model.title : calls.promptOf(menu)
  const row = await asker.choose<KernelRow | 'back'>(
    `${where}: which one?`,
    [...choices, { text: 'Back', value: 'back', back: true }],
    { other: everywhere(plain) },
  )
  if (row === undefined) return
  if (row === 'back') {
    if (!session.kernelActing.back()) session.back()
  } else if (calls.opensMenu(row.node) && (!row.node.symbol || row.node.symbol.isChoice))
    session.kernelActing.press(model, row.node, 'open')
  else if (within) session.kernelActing.press(model, row.node, 'yes')
  else plain.row = `kernel:${model.numberOf(row.node)}`
}

/** Read aloud, a mark says less than a word. */
function lookWords({ mark, title, tail, by, isNew, name }: RowLook): string {
  const inner = mark.slice(1, -1)
  const value =
    mark === ''
      ? ''
      : mark.startsWith('(')
        ? inner || 'empty'
        : ({ '*': 'on', M: 'module', X: 'chosen' }[inner] ?? 'off')
  const chosen = /^ \((.*)\) ->/.exec(tail.replace('--->', '->'))?.[1]
  const said = [chosen ?? value, name, by === '' ? '' : `asked for by ${by}`, isNew ? 'new' : ''].filter(Boolean)
  return `${title}${said.length > 0 ? `: ${said.join(', ')}` : ''}`
}

async function askEntry(plain: Plain, model: KernelModel, node: MenuNode): Promise<void> {
  const { session, store, asker, glyphs } = plain
  const { calls } = session.kernel
  const { symbol } = node
  asker.say()
  asker.rows(calls.describeNode(node, model, COLUMNS, glyphs))
  const press = (intent: Intent | 'open') => () => session.kernelActing.press(model, node, intent)
  const { component } = model.source
  const choices: Choice<Act>[] = [
    ...(symbol ? valueChoices(symbol, press, calls.isText(symbol)) : []),
    ...(calls.opensMenu(node)
      ? [
          {
            text: 'What is inside',
            word: 'inside',
            value: () => {
              plain.row = undefined
              press('open')()
            },
          },
        ]
      : []),
    ...(symbol && model.own.has(symbol.name)
      ? [{ text: 'Take your own value away', word: 'remove', value: () => session.kernelActing.forget(model, symbol) }]
      : []),
    ...(symbol
      ? [
          {
            text: 'Why it is so, and what would change that',
            word: 'why',
            value: () => store.setState({ dialog: { type: 'kernel-why', component, symbol: symbol.name } }),
          },
        ]
      : []),
    {
      text: 'All about it',
      word: 'all',
      value: () => {
        asker.say()
        asker.rows(calls.infoOf(node, model, COLUMNS, glyphs).map(({ row }) => row))
      },
    },
    {
      text: 'Back to the list',
      back: true,
      value: () => {
        plain.row = undefined
      },
    },
  ]
  const act = await asker.choose<Act>(`${calls.promptOf(node)}. What now?`, choices, { other: everywhere(plain) })
  await act?.()
}

function valueChoices(symbol: KconfigSymbol, press: (intent: Intent) => Act, text: boolean): Choice<Act>[] {
  if (text) return [{ text: 'Change it', word: 'change', value: press('next') }]
  return [
    { text: 'On', word: 'y', value: press('yes') },
    ...(symbol.type === 'tristate' ? [{ text: 'As a module', word: 'm', value: press('module') }] : []),
    { text: 'Off', word: 'n', value: press('no') },
  ]
}

async function askText({ session, store, asker }: Plain, model: KernelModel, { symbol }: MenuNode): Promise<void> {
  const close = () => store.setState((state) => ({ kernel: { ...state.kernel, editing: undefined } }))
  if (!symbol) return close()
  const now = model.configuration.text(symbol)
  const range = model.configuration.range(symbol)
  const bounds = range ? `, from ${range.low} to ${range.high}` : ''
  const text = (await asker.text(`${symbol.name}, now ${now || 'empty'}${bounds}. Enter leaves it`)).trim()
  const wrong = text === '' ? undefined : session.kernelActing.takeText(model, symbol, text)
  if (wrong !== undefined) return asker.tell(`Expected ${wrong}.`)
  close()
}

/** The reasons of a symbol, and the ways to another value by number. */
export async function askKernelWhy(
  { session, store, asker, glyphs }: Plain,
  { component, symbol: name, wanted }: Extract<Dialog, { type: 'kernel-why' }>,
): Promise<void> {
  store.setState({ dialog: undefined })
  const model = session.kernel.model(component)
  const symbol = model?.source.tree.symbols.get(name)
  if (!model || !symbol) return
  const { calls } = session.kernel
  const aim = wanted ?? calls.wantedOf(symbol, model)
  const found = calls.waysTo(symbol, aim, model)
  asker.say()
  asker.rows(
    calls.whyRows({ symbol, aim, found: { ...found, ways: [] }, chosen: 0, model, columns: COLUMNS, glyphs }).rows,
  )
  if (found.ways.length === 0) return
  const choices = found.ways.map(
    (way): Choice<typeof way | undefined> => ({
      text: way.plan.assignments.map((one) => `${one.symbol.name}=${one.value} (${one.why})`).join(', '),
      value: way,
    }),
  )
  const way = await asker.choose(`Ways to ${name}=${aim}. Which one?`, [
    ...choices,
    { text: 'Leave it as it is', value: undefined, back: true },
  ])
  if (way) session.kernelActing.take(model, way.proposal, `Fixed: ${name}=${aim}`)
}

/** A symbol that was searched for: its page is asked about next. */
export async function jumpToSymbol(plain: Plain, component: string, name: string): Promise<void> {
  const { session, store } = plain
  await session.kernelActing.jump(component, name)
  const model = session.kernel.model(component)
  const symbol = model?.source.tree.symbols.get(name)
  const node = symbol && model?.nodeOf(symbol)
  store.setState({ dialog: undefined })
  plain.row = model && node ? `kernel:${model.numberOf(node)}` : undefined
}

/** Symbols of all trees that are on this machine; waits until they are read. */
export async function readSymbols(plain: Plain): Promise<void> {
  const { session } = plain
  const components = session.kernel.components()
  await Promise.all(components.map((component) => session.kernel.prepare(component)))
  await until(plain, ({ kernel }) =>
    components.every((one) => kernel.trees[one]?.status !== 'ready' || kernel.searchable.includes(one)),
  )
}
