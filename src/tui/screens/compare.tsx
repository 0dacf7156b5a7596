/** What a profile has otherwise than another one, its own file, or what was last built of it: the counterparts on the left, the differences beside them. */
import { Box } from 'ink'
import { useEffect, useMemo, useState } from 'react'
import { isSame } from '../../configure/same.ts'
import type { Project } from '../../pipeline/types.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import { comparisonRows } from '../model/comparison.ts'
import { wrap } from '../model/text.ts'
import { type ComparisonResult, type Counterpart, labelOf } from '../session/comparing.ts'
import { useAppContext } from '../store.ts'
import { Dialog } from '../widgets/dialog.tsx'
import { Divider, type Row, Rows } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { rowPlace } from '../widgets/row-cursor.tsx'

/** A plan is not made for every row that one passes. */
const SETTLE_MS = 60

export function Compare({ project }: { project: Project }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { name } = project.configuration.profile
  const counterparts = useMemo(() => session.comparing.counterparts(project), [session, project])
  const height = bodyRows - 2
  const side = Math.min(28, Math.max(20, Math.floor(columns * 0.24)))
  const inner = Math.min(columns - side - 5, 90)
  const [reverse, setReverse] = useState(false)
  const list = useList({
    name: 'compare',
    length: counterparts.length,
    rows: height,
    priority: Priority.dialog,
    keys: ({ by, to }) => ({
      'compare.next': () => by(1),
      'compare.previous': () => by(-1),
      'list.first': () => to(0),
      'list.last': () => to(counterparts.length - 1),
    }),
  })
  const counterpart = counterparts[list.cursor]
  const result = useComparison(project, counterpart, reverse)
  const rows = useMemo(() => resultRows(result, inner, theme.glyphs), [result, inner, theme.glyphs])
  const { scroll, keys } = useScroll(rows.length, height - 2)
  useKeys(
    {
      'compare.swap': () => setReverse((now) => !now),
      'list.pageUp': keys['list.pageUp'],
      'list.pageDown': keys['list.pageDown'],
      'compare.close': () => store.setState({ dialog: undefined }),
      'global.interrupt': () => session.interrupt(),
    },
    { priority: Priority.dialog, modal: true },
  )
  const other = counterpart ? labelOf(counterpart) : ''
  const more = rows.length > height - 2 ? `  ${Math.min(rows.length, scroll + height - 2)} of ${rows.length}, PgDn` : ''
  const [from, to] = reverse ? [name, other] : [other, name]
  const heading: Row = [
    [from, 'muted'],
    [` ${theme.glyphs.arrow} `, 'rule'],
    [to, 'title'],
    [more, 'muted'],
  ]
  return (
    <Dialog
      title={`Compare ${name}`}
      rows={[]}
      childrenHeight={height}
      cursor={rowPlace(list, { height, length: counterparts.length })}
    >
      <Box>
        <List
          length={counterparts.length}
          cursor={list.cursor}
          top={list.top}
          columns={side}
          height={height}
          row={(index, focused) => {
            const one = counterparts[index]
            return one ? [[labelOf(one), focused ? 'focus' : 'text']] : []
          }}
        />
        <Divider height={height} />
        <Box paddingLeft={2}>
          <Rows rows={[heading, [], ...rows.slice(scroll)]} columns={inner} height={height} />
        </Box>
      </Box>
    </Dialog>
  )
}

/** The comparison with what is chosen; undefined while it is being made. */
function useComparison(
  project: Project,
  counterpart: Counterpart | undefined,
  reverse: boolean,
): ComparisonResult | undefined {
  const { session } = useAppContext()
  const [shown, setShown] = useState<{ of: Counterpart; result: ComparisonResult; reverse: boolean }>()
  useEffect(() => {
    if (!counterpart) return
    let wanted = true
    const timer = setTimeout(() => {
      void session.comparing.compare(project, counterpart, reverse).then((result) => {
        if (wanted) setShown({ of: counterpart, result, reverse })
      })
    }, SETTLE_MS)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [session, project, counterpart, reverse])
  return shown?.of === counterpart && shown?.reverse === reverse ? shown.result : undefined
}

function resultRows(
  result: ComparisonResult | undefined,
  columns: number,
  glyphs: Parameters<typeof comparisonRows>[2],
): Row[] {
  if (!result) return [[['comparing', 'muted']]]
  if ('error' in result) {
    const { text, hint, tone } = result.error
    return [
      ...wrap(text, columns).map((line): Row => [[line, tone === 'bad' ? 'bad' : 'text']]),
      ...(hint ? wrap(hint, columns).map((line): Row => [[line, 'muted']]) : []),
    ]
  }
  if (isSame(result.comparison)) return [[[`${glyphs.done} No difference`, 'good']]]
  return comparisonRows(result.comparison, columns, glyphs)
}
