/** Before there is a menu: the tree is being read, its source is not here yet (a key fetches it), or what went wrong. */
import { useKernelKeys } from '../hooks/use-kernel-keys.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useTicker } from '../hooks/use-ticker.ts'
import { wrap } from '../model/text.ts'
import type { TreeState } from '../state/kernel.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { bar } from '../widgets/bar.ts'
import { Frame } from '../widgets/frame.tsx'
import { type Row, Rows } from '../widgets/line.tsx'

const BAR = 30

export function KernelWait({ component, active }: { component: string; active: boolean }) {
  const { session, columns, bodyRows, theme } = useAppContext()
  const tree = useAppState((state) => state.kernel.trees[component])
  const entry = useAppState((state) => state.editor?.project.catalog.entries.get(component))
  const fetching = tree?.status === 'fetching'
  const busy = fetching || tree?.status === 'opening'
  const frame = useTicker(busy)
  const { glyphs } = theme
  const canFetch = tree?.status === 'missing' || fetching
  useKernelKeys({ active, model: undefined, current: () => undefined })
  useKeys(canFetch ? { 'kernel.fetch': () => void session.kernel.fetch(component) } : {}, {
    priority: Priority.pane,
    active,
  })
  const spin = glyphs.spinner[frame % glyphs.spinner.length] ?? ''
  const title = entry?.title ?? component
  const rows = waitRows(tree, title, { columns: Math.min(columns - 4, 90), spin, glyphs })
  return (
    <Frame status={[]}>
      <Rows rows={[[], ...rows.map((row): Row => [['  '], ...row])]} columns={columns} height={bodyRows} />
    </Frame>
  )
}

function waitRows(
  tree: TreeState | undefined,
  title: string,
  look: { columns: number; spin: string; glyphs: Glyphs },
): Row[] {
  const text = (words: string): Row[] => wrap(words, look.columns).map((line): Row => [[line]])
  switch (tree?.status) {
    case 'missing':
      return [
        [[`The source of ${title} is not unpacked on this computer`, 'title']],
        [],
        ...text(
          'Its options are in there. A build would fetch and unpack it first; that can be done now, without building anything.',
        ),
        [],
        [
          ['Enter', 'key'],
          [' fetches and unpacks it', 'muted'],
        ],
      ]
    case 'fetching': {
      const { full, empty } = bar(tree.fraction, BAR, look.glyphs)
      return [
        [
          [`${look.spin} `, 'busy'],
          [`Getting the source of ${title}`, 'title'],
        ],
        [],
        [
          [full, 'accent'],
          [empty, 'rule'],
          [`  ${tree.note}`, 'muted'],
        ],
        [],
        [
          ['Enter', 'key'],
          [' cancels it', 'muted'],
        ],
      ]
    }
    case 'failed':
      return [
        ...text(tree.error.text).map((row): Row => row.map(([words]) => [words, 'bad'])),
        ...(tree.error.hint ? text(tree.error.hint).map((row): Row => row.map(([words]) => [words, 'muted'])) : []),
      ]
    default:
      return [
        [
          [`${look.spin} `, 'busy'],
          [`Reading the options of ${title}`, 'title'],
        ],
      ]
  }
}
