/** The menu of a component's own configuration: the kernel's, busybox's. Entries as in menuconfig, their help always beside them. */
import { Box } from 'ink'
import { useMemo } from 'react'
import { useKernelKeys } from '../hooks/use-kernel-keys.ts'
import { Priority } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { budgetSegments, workSegments } from '../model/figures.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import { kernelList, withKernel } from '../state/kernel.ts'
import type { Editor } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { FindLine } from '../widgets/find-line.tsx'
import { Frame } from '../widgets/frame.tsx'
import { HelpPane } from '../widgets/help-pane.tsx'
import { kernelRowSegments } from '../widgets/kernel-row.ts'
import { Divider, type Row, Rows, ruleRow } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { rowPlace } from '../widgets/row-cursor.tsx'
import { KernelValue } from './kernel-value.tsx'
import { KernelWait } from './kernel-wait.tsx'

/** From this width on the help stands beside the entries instead of below them. */
const WIDE = 116

export function KernelMenu({ active }: { active: boolean }) {
  const { session } = useAppContext()
  const editor = useAppState((state) => state.editor)
  const component = useAppState((state) => state.kernel.component)
  const status = useAppState((state) => state.kernel.trees[state.kernel.component]?.status)
  const model = editor && status === 'ready' ? session.kernel.model(component) : undefined
  if (!editor || !model) return <KernelWait component={component} active={active} />
  return <Entries editor={editor} model={model} active={active} />
}

function Entries({ editor, model, active }: { editor: Editor; model: KernelModel; active: boolean }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { calls } = session.kernel
  const kernel = useAppState((state) => state.kernel)
  const plan = useAppState((state) => state.plan)
  const { hidden, names } = useAppState((state) => state.menu)
  const { glyphs } = theme
  const { configuration } = editor.project
  const { menus, tree, unfolded, editing, finding } = kernel
  const menu = model.nodeAt(menus.at(-1) ?? 0)
  const oneList = tree && menus.length === 0
  const { revision } = model.configuration
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that the model's values are others
  const rows = useMemo(
    () =>
      model.rows(menu, {
        hidden,
        ...(oneList ? { unfolded: new Set(unfolded.map((number) => model.nodeAt(number))) } : {}),
      }),
    [model, menu, hidden, oneList, unfolded, revision, configuration],
  )
  const wide = columns >= WIDE
  const helpRows = wide ? bodyRows : Math.min(10, Math.max(4, Math.floor(bodyRows * 0.4)))
  const helpColumns = wide ? Math.floor(columns * 0.4) : columns - 2
  const listRows = wide ? bodyRows - 1 : bodyRows - helpRows - 1
  const listColumns = wide ? columns - helpColumns - 3 : columns
  const list = useList({
    name: kernelList(kernel),
    length: rows.length,
    rows: listRows,
    priority: Priority.pane,
    active: active && editing === undefined && !finding,
    onMove: () => store.setState({ message: undefined }),
  })
  const focused = rows[list.cursor]
  const current = () =>
    rows[store.getState().positions[kernelList(store.getState().kernel)]?.cursor ?? list.cursor]?.node
  useKernelKeys({ active: active && editing === undefined && !finding, model, current })
  const trail = [model.title, ...menus.map((number) => calls.promptOf(model.nodeAt(number)))].join(` ${glyphs.arrow} `)
  const edited =
    editing !== undefined && focused && model.numberOf(focused.node) === editing ? focused.node.symbol : undefined
  const help = focused ? calls.describeNode(focused.node, model, helpColumns - 1, glyphs) : EMPTY
  const helpPlace = wide ? { x: listColumns + 2, y: 0 } : { x: 1, y: listRows + 1 }
  const helpPane = edited ? (
    <KernelValue model={model} symbol={edited} columns={helpColumns} height={helpRows} place={helpPlace} />
  ) : (
    <HelpPane rows={help} columns={helpColumns} height={helpRows} ruled={!wide} />
  )
  const within = menu.symbol?.isChoice ? menu.symbol : undefined
  return (
    <Frame
      // A line that is being typed has the cursor.
      cursor={edited || finding ? undefined : rowPlace(list, { y: 1, height: listRows, length: rows.length })}
      {...(finding && active
        ? {
            finder: (
              <FindLine
                rows={rows.map(({ node }) => `${calls.promptOf(node)} ${node.symbol?.name ?? ''}`)}
                cursor={list.cursor}
                onFound={list.to}
                onClose={() => store.setState((state) => withKernel(state, { finding: false }), true)}
              />
            ),
          }
        : {})}
      status={[...budgetSegments(editor.footprint, glyphs), ...workSegments(plan, configuration, glyphs)]}
    >
      <Box flexDirection={wide ? 'row' : 'column'}>
        <Box flexDirection="column">
          <Rows rows={[ruleRow(listColumns, glyphs.horizontal, trail, 'title')]} columns={listColumns} height={1} />
          <List
            length={rows.length}
            cursor={list.cursor}
            top={list.top}
            columns={listColumns}
            height={listRows}
            keyOf={(index) => String(rows[index] ? model.numberOf(rows[index].node) : index)}
            row={(index, isFocused, room) => {
              const row = rows[index]
              const look = row && calls.lookOf(row, model, within)
              return row && look
                ? kernelRowSegments(look, { depth: row.depth, focused: isFocused, columns: room, glyphs, names })
                : []
            }}
          />
        </Box>
        {wide ? <Divider height={bodyRows} /> : null}
        <Box paddingLeft={1}>{helpPane}</Box>
      </Box>
    </Frame>
  )
}

const EMPTY: Row[] = [[['There is nothing in this menu as things stand; a shows what is hidden.', 'muted']]]
