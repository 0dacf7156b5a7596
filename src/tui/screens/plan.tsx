/** Before a build: what will be built and why, what is reused, how long it takes, and what the host lacks. */
import { Box } from 'ink'
import { useMemo } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { useTicker } from '../hooks/use-ticker.ts'
import { headRows, missingWords, noteRows, orderSteps, stepSegments, whyRow } from '../model/plan-rows.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Frame } from '../widgets/frame.tsx'
import { type Row, Rows } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'

const HEAD = 4

export function Plan({ active }: { active: boolean }) {
  const { session, columns, bodyRows, theme } = useAppContext()
  const { status, plan, error } = useAppState((state) => state.plan)
  const problems = useAppState((state) => state.editor?.project.configuration.problems)
  const missing = useMemo(() => session.core.missingTools(), [session])
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
  useKeys(
    {
      ...(errors.length === 0 ? { 'plan.build': () => session.build() } : {}),
      'plan.back': () => session.back(),
    },
    { priority: Priority.screen, active },
  )
  const focused = steps[list.cursor]
  const spinner = theme.glyphs.spinner[frame % theme.glyphs.spinner.length] ?? ''
  return (
    <Frame status={focused ? whyRow(focused) : []}>
      <Rows rows={[[], ...headRows(plan, status === 'loading' ? spinner : '')]} columns={columns} height={HEAD} />
      <Rows rows={warningRows.map((row): Row => [['  '], ...row])} columns={columns} height={warningRows.length} />
      <Box>
        <List
          length={steps.length}
          cursor={list.cursor}
          top={list.top}
          columns={columns}
          height={height}
          keyOf={(index) => steps[index]?.id ?? String(index)}
          row={(index, isFocused) => stepSegments(steps[index], isFocused, columns - 4, theme.glyphs)}
        />
      </Box>
    </Frame>
  )
}
