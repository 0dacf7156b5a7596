/** A build as lines: each step that starts and ends, and quarters of the long ones; a failure in words, and what now. */
import type { BuildView, StepView } from '../../build/view.ts'
import { formatDuration } from '../../system/size.ts'
import { goTo } from '../actions.ts'
import { LogFile } from '../model/log-file.ts'
import { componentOf } from '../screens/build.tsx'
import { failureRows } from '../screens/failure-card.ts'
import type { BuildState } from '../state.ts'
import { type Choice, COLUMNS } from './asker.ts'
import { everywhere, type Plain, until } from './context.ts'

/** Nothing of the card is left out for want of height. */
const CARD_ROWS = 40
const LINES_AT_ONCE = 1000

/** What there is to say of a step that was as `before`. Pure. */
export function stepLine(before: StepView | undefined, step: StepView, done: number, all: number): string | undefined {
  const quarter = (one: StepView | undefined) => (one?.state === 'running' ? Math.floor((one.fraction ?? 0) * 4) : 0)
  if (before?.state === step.state)
    return quarter(step) > quarter(before) && (step.fraction ?? 0) < 1
      ? `${step.title}: ${Math.floor((step.fraction ?? 0) * 100)} percent`
      : undefined
  switch (step.state) {
    case 'running':
      return `${step.title}: started`
    case 'done':
      return `${step.title}: done in ${formatDuration(step.seconds ?? 0)}, ${done} of ${all}`
    case 'failed':
      return `${step.title}: failed`
    case 'cancelled':
      return `${step.title}: cancelled`
    default:
      return undefined
  }
}

/** Everything that is new since `before`. Pure. */
export function buildLines(before: BuildView | undefined, view: BuildView | undefined): string[] {
  if (!view || view === before) return []
  const steps = [...view.steps.values()]
  const work = steps.filter(({ state }) => state !== 'reused')
  const first =
    before || work.length === 0
      ? []
      : [`${work.length} ${work.length === 1 ? 'step' : 'steps'} to do, ${steps.length - work.length} reused`]
  let done = [...(before?.steps.values() ?? [])].filter(({ state }) => state === 'done').length
  const lines = steps.flatMap((step) => {
    const old = before?.steps.get(step.id)
    if (old === step) return []
    if (step.state === 'done' && old?.state !== 'done') done++
    return stepLine(old, step, done, work.length) ?? []
  })
  return [...first, ...lines]
}

const running = ({ status }: BuildState) => status === 'running' || status === 'cancelling'

export async function askBuild(plain: Plain): Promise<void> {
  const { store, session, asker } = plain
  const { build } = store.getState()
  if (!build) return session.back()
  if (running(build)) {
    asker.say()
    asker.say(`Building ${build.profile}. Ctrl-C cancels it; finished steps are kept.`)
    await follow(plain)
    return
  }
  if (build.status === 'done') return await built(plain, build)
  await failed(plain, build)
}

async function follow(plain: Plain): Promise<void> {
  const { store, asker } = plain
  let told: BuildState | undefined
  const tell = (build: BuildState | undefined) => {
    if (!build || build.view === told?.view) return
    for (const line of buildLines(told?.view, build.view)) asker.say(line)
    for (const notice of build.notices.slice(told?.notices.length ?? 0)) asker.tell(notice)
    told = build
  }
  const stop = store.subscribe(({ build }) => tell(build))
  tell(store.getState().build)
  await until(plain, ({ build }) => !build || !running(build))
  stop()
}

async function built({ store, session, asker }: Plain, build: BuildState): Promise<void> {
  const wanted = store.getState().runWhenBuilt === build.profile
  asker.tell(`The files are in ${build.project.out}`)
  if (!wanted) return await session.showResult()
  session.launching.open()
}

async function failed(plain: Plain, build: BuildState): Promise<void> {
  const { store, session, asker, glyphs } = plain
  const { failure } = build
  store.setState({ runWhenBuilt: undefined })
  asker.say()
  if (failure) asker.rows(failureRows(failure, { columns: COLUMNS, height: CARD_ROWS, glyphs, commands: new Set() }))
  const step = failure?.step
  const component = componentOf(build)
  const log = step === undefined ? undefined : build.logs[step]
  const choices: Choice<() => void | Promise<void>>[] = [
    { text: 'Try again from there', word: 'retry', value: () => session.building.start(build.project) },
    ...(log === undefined
      ? []
      : [{ text: 'Print the whole log of the step', word: 'log', value: () => printLog(plain, log) }]),
    ...(component !== undefined && asker.input.terminal
      ? [
          {
            text: 'A shell in the sandbox of the failed step',
            word: 'shell',
            value: () => session.handoff.shell(build.project, component),
          },
        ]
      : []),
    {
      text: component === undefined ? 'To the settings' : `To the setting of ${component}`,
      word: 'settings',
      value: () => {
        plain.row = component
        store.setState((state) => goTo(state, 'configure'), true)
      },
    },
    { text: 'Back', value: () => session.back(), back: true },
  ]
  const question = failure ? 'The build failed. What now?' : 'The build was cancelled. What now?'
  const act = await asker.choose(question, choices, { other: everywhere(plain) })
  await act?.()
}

async function printLog({ asker }: Plain, path: string): Promise<void> {
  try {
    using file = await LogFile.open(path)
    for (let at = 0; at < file.length; at += LINES_AT_ONCE)
      for (const line of file.read(at, LINES_AT_ONCE)) asker.say(line)
    asker.tell(`That was ${path}`)
  } catch (error) {
    asker.tell(`The log cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
