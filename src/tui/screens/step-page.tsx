/** The page about a step of the plan. */
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import { stepPage } from '../model/step-page.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'

export function StepPage({ id }: { id: string }) {
  const { store, columns, bodyRows, theme } = useAppContext()
  const plan = useAppState((state) => state.plan.plan)
  const step = plan?.steps.find((one) => one.id === id)
  const rows = plan && step ? stepPage(step, plan, dialogColumns(columns), theme.glyphs) : []
  const height = dialogHeight(bodyRows)
  const { scroll, keys } = useScroll(rows.length, height)
  useKeys(
    {
      ...keys,
      'step.close': () => store.setState({ dialog: undefined }),
    },
    { priority: Priority.dialog, modal: true },
  )
  const more = rows.length > height ? `  ${Math.min(rows.length, scroll + height)} of ${rows.length}` : ''
  return (
    <Dialog
      title={`${step?.title ?? 'This step is no longer in the plan'}${more}`}
      rows={rows.slice(scroll, scroll + height)}
    />
  )
}
