/** Before a build: what will be built and why, what is reused, how long it takes, and what the host lacks. */
import { Box } from 'ink'
import { useEffect, useMemo, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { useTicker } from '../hooks/use-ticker.ts'
import { headRows, missingWords, noteRows, orderSteps, stepSegments, whyRow } from '../model/plan-rows.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Frame } from '../widgets/frame.tsx'
import { type Row, Rows } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { rowPlace } from '../widgets/row-cursor.tsx'

const HEAD = 4

export function Plan({ active }: { active: boolean }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { status, plan, error } = useAppState((state) => state.plan)
  const problems = useAppState((state) => state.editor?.project.configuration.problems)
  const [missing, setMissing] = useState(() => session.core.missingTools())
  const free = useFreeBytes()
  const frame = useTicker(status === 'loading')
  const errors = (problems ?? []).filter(({ severity }) => severity === 'error')
  const steps = useMemo(() => orderSteps(plan), [plan])
  const warnings = [
    ...errors.flatMap(({ message, hint }) => noteRows(message, hint, 'bad', theme.glyphs.failed, columns - 4)),
    ...(error && errors.length === 0 ? noteRows(error.text, error.hint, 'bad', theme.glyphs.failed, columns - 4) : []),
    ...(missing.length > 0 ? noteRows(...missingWords(missing), 'warning', theme.glyphs.blocked, columns - 4) : []),
  ]
  const warningRows = warnings.slice(0, Math.max(0, bodyRows - HEAD - 4))
  const height = bodyRows - HEAD - warningRows.length
  const list = useList({ name: 'plan', length: steps.length, rows: height, priority: Priority.pane, active })
  const focused = steps[list.cursor]
  useKeys(
    {
      ...(errors.length === 0 ? { 'plan.build': () => session.build() } : {}),
      ...(missing.length > 0
        ? {
            'plan.install': () => void session.installTools().then(() => setMissing(session.core.missingTools())),
          }
        : {}),
      ...(focused ? { 'plan.why': () => store.setState({ dialog: { type: 'step', id: focused.id } }) } : {}),
      'plan.back': () => session.back(),
    },
    { priority: Priority.screen, active },
  )
  const spinner = theme.glyphs.spinner[frame % theme.glyphs.spinner.length] ?? ''
  // What cannot be planned is said below, with its reason.
  const head = status === 'failed' && !plan ? [] : headRows(plan, status === 'loading' ? spinner : '', free)
  return (
    <Frame
      status={focused ? whyRow(focused) : []}
      cursor={rowPlace(list, { y: HEAD + warningRows.length, height, length: steps.length })}
    >
      <Rows rows={[[], ...head]} columns={columns} height={HEAD} />
      <Rows rows={warningRows.map((row): Row => [['  '], ...row])} columns={columns} height={warningRows.length} />
      <Box>
        <List
          length={steps.length}
          cursor={list.cursor}
          top={list.top}
          columns={columns}
          height={height}
          keyOf={(index) => steps[index]?.id ?? String(index)}
          row={(index, isFocused, room) => stepSegments(steps[index], isFocused, room, theme.glyphs)}
        />
      </Box>
    </Frame>
  )
}

/** Room where the steps are built; undefined until it is known. */
function useFreeBytes(): number | undefined {
  const { session } = useAppContext()
  const cache = useAppState((state) => state.editor?.project.cache)
  const [free, setFree] = useState<number | undefined>(undefined)
  useEffect(() => {
    if (cache !== undefined) void session.core.freeBytes(cache).then(setFree, () => {})
  }, [session, cache])
  return free
}
