/** What a build would do and why; then whether to start it. */

import { roughly } from '../model/figures.ts'
import { headRows, missingWords, noteRows, orderSteps } from '../model/plan-rows.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain, until } from './context.ts'

export async function askPlan(plain: Plain): Promise<void> {
  const { session, store, asker, glyphs } = plain
  if (store.getState().plan.status === 'loading') {
    asker.say()
    asker.say('Working out what has to be built.')
    await until(plain, ({ plan }) => plan.status !== 'loading')
  }
  const { plan: state, editor, runWhenBuilt } = store.getState()
  const { plan, error } = state
  const errors = (editor?.project.configuration.problems ?? []).filter(({ severity }) => severity === 'error')
  const free = editor && (await session.core.freeBytes(editor.project.cache).catch(() => undefined))
  asker.say()
  if (plan) asker.rows(headRows(plan, '', free))
  for (const { message, hint } of errors) asker.rows(noteRows(message, hint, 'bad', glyphs.failed, COLUMNS))
  if (error && errors.length === 0) asker.rows(noteRows(error.text, error.hint, 'bad', glyphs.failed, COLUMNS))
  const missing = session.core.missingTools()
  if (missing.length > 0) asker.rows(noteRows(...missingWords(missing), 'warning', glyphs.blocked, COLUMNS))
  const choices: Choice<() => void | Promise<void>>[] = [
    ...(errors.length === 0
      ? [
          {
            text: runWhenBuilt === undefined ? 'Build it' : 'Build it, then start its machine',
            word: 'build',
            value: () => session.build(),
          },
        ]
      : []),
    ...(missing.length > 0 && asker.input.terminal
      ? [{ text: 'Install what this computer lacks', word: 'install', value: () => session.installTools() }]
      : []),
    { text: 'Every step, and why', word: 'steps', value: () => tellSteps(plain) },
    { text: 'Back', value: () => session.back(), back: true },
  ]
  const act = await asker.choose('The plan. What now?', choices, { other: everywhere(plain) })
  await act?.()
}

function tellSteps({ store, asker }: Plain): void {
  const { plan } = store.getState().plan
  asker.say()
  if (!plan) asker.say('There is no plan.')
  for (const step of orderSteps(plan))
    asker.tell(
      step.action === 'reuse'
        ? `${step.title}: reused`
        : `${step.title}: ${step.reasons.join('; ') || 'to build'}, ${roughly(step.seconds)}`,
    )
}
