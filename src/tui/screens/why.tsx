/** Why a row is as it is, what stands in the way, and the ways out: each with its cost in size and build time, taken as one step. */
import { useEffect, useMemo, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import { describeRow } from '../model/describe.ts'
import { wrap } from '../model/text.ts'
import { overBudget, sizeWords, takeWay, timeWords, type Way, waysOut } from '../session/ways.ts'
import type { Editor } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Dialog, dialogColumns, dialogHeight } from '../widgets/dialog.tsx'
import type { Row } from '../widgets/line.tsx'
import { findMenuRow } from './info.tsx'

interface WhyProps {
  editor: Editor
  id: string
  /** What the person tried; otherwise the opposite of what is. */
  wanted: boolean | undefined
}

export function Why({ editor, id, wanted }: WhyProps) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { core } = session
  const { configuration } = editor.project
  const measured = useAppState((state) => state.menu.measured)
  const [chosen, setChosen] = useState(0)
  const state = configuration.states.get(id)
  const aim = wanted ?? !state?.selected
  const blocked = (state?.blocks.length ?? 0) > 0
  const problems = useMemo(
    () => core.problemsAbout(configuration, id.replace(/[[=+].*$/, '')),
    [core, configuration, id],
  )
  const ways = useMemo(() => waysOut(session, configuration, id, aim), [session, configuration, id, aim])
  const seconds = useWayTimes(ways)
  const inner = dialogColumns(columns)
  const rows: Row[] = []
  const say = (text: string, token: 'warning' | 'bad' | 'muted' | 'text', lead = '') => {
    const [first = '', ...rest] = wrap(text, inner - 2)
    rows.push(
      [
        [lead || '', token],
        [first, lead ? 'text' : token],
      ],
      ...rest.map((line): Row => [[lead ? '  ' : ''], [line, lead ? 'text' : token]]),
    )
  }
  if (blocked && state) {
    say(`It cannot be switched ${aim ? 'on' : 'off'} as things are`, 'warning')
    for (const block of state.blocks) say(block.text, 'warning', `${theme.glyphs.blocked} `)
  }
  for (const problem of problems) {
    say(problem.message, problem.severity === 'error' ? 'bad' : 'warning')
    if (problem.hint) say(problem.hint, 'muted')
  }
  if (state && !state.selected && !blocked && problems.length === 0) {
    const { requires } = state.entry
    const off = requires.filter((need) => configuration.states.get(need)?.selected === false)
    const brings = off.length > 0 ? `, and brings ${off.join(', ')}` : ''
    say(`It is off: nothing asks for it. Nothing stands in its way: y switches it on${brings}.`, 'text')
  }
  const over = overBudget(editor, id)
  if (over !== undefined) say(over, 'bad')
  let cursorRow = 0
  ways.forEach((way, index) => {
    const first = index === 0 || way.about !== ways[index - 1]?.about
    if (first) rows.push([], [[ways.length > 1 ? 'Ways out, the smallest first' : 'The smallest fix', 'title']])
    if (index === chosen) cursorRow = rows.length
    const focused = index === chosen
    way.changes.forEach((change, at) => {
      const lead = at > 0 ? '    and ' : `${focused ? theme.glyphs.arrow : ' '} `
      const cost: Row = at > 0 ? [] : [[`  ${sizeWords(way.bytes)}${timeWords(seconds[index])}`, 'muted']]
      rows.push([
        [lead, focused ? 'good' : 'muted'],
        [core.describeChange(change), focused ? 'focus' : 'text'],
        ...cost,
      ])
    })
  })
  const troubled = blocked || problems.length > 0 || over !== undefined
  const free = state !== undefined && !state.selected && !troubled
  if (ways.length > 0)
    rows.push(
      [],
      [
        ['Enter', 'key'],
        [' applies it as one step that can be undone', 'muted'],
      ],
    )
  else if (troubled) rows.push([], [['Nothing in the profile can change that.', 'muted']])
  const row = useMemo(
    () => findMenuRow(id, configuration, core.profileAsFile(configuration.profile)),
    [id, configuration, core],
  )
  if (troubled || free) rows.push([])
  rows.push(...(row ? describeRow(row, inner, measured) : [[[`There is no ${id}`, 'bad']] as Row]))
  const height = dialogHeight(bodyRows)
  const { scroll: wantedScroll, keys } = useScroll(rows.length, height)
  const scroll = wantedScroll === 0 && cursorRow >= height ? cursorRow - height + 2 : wantedScroll
  const close = () => store.setState({ dialog: undefined })
  const choose = (by: number) => setChosen((now) => (now + by + ways.length) % ways.length)
  useKeys(
    {
      ...(ways.length > 0
        ? {
            'why.apply': () => {
              close()
              const way = ways[chosen]
              if (way) takeWay(session, way)
            },
          }
        : {}),
      ...(ways.length > 1 ? { 'why.next': () => choose(1), 'why.previous': () => choose(-1) } : {}),
      'why.close': close,
      ...keys,
      'global.help': () => store.setState({ dialog: { type: 'help' } }),
    },
    { priority: Priority.dialog, modal: true },
  )
  const title = `${id}${state ? `: ${state.selected ? 'on' : 'off'}` : ''}`
  const at = cursorRow - scroll
  const cursor = ways.length > 0 && at >= 0 && at < height ? { x: 2, y: at } : undefined
  return <Dialog title={title} rows={rows.slice(scroll, scroll + height)} cursor={cursor} />
}

/** Build seconds of each way, as plans become known; null where none can be made. */
function useWayTimes(ways: readonly Way[]): readonly (number | null | undefined)[] {
  const { session } = useAppContext()
  const [seconds, setSeconds] = useState<readonly (number | null | undefined)[]>([])
  useEffect(() => {
    const leave = new AbortController()
    const plan = async () => {
      const found: (number | null)[] = []
      for (const { changes } of ways) {
        found.push((await session.editing.timeOf(changes, leave.signal)) ?? null)
        if (leave.signal.aborted) return
        setSeconds([...found])
      }
    }
    void plan()
    return () => leave.abort()
  }, [session, ways])
  return seconds
}
