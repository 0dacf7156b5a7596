/** What a build left: the files with their sizes, where the bytes went, the proofs, and what to do next. */

import { shellQuote } from '../../system/shell-words.ts'
import { formatSize } from '../../system/size.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useList } from '../hooks/use-list.ts'
import { pad } from '../model/text.ts'
import type { State } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { bar } from '../widgets/bar.ts'
import { Frame } from '../widgets/frame.tsx'
import type { Row } from '../widgets/line.tsx'
import { List } from '../widgets/list.tsx'
import { checkRow } from './console.tsx'

export function Result({ active }: { active: boolean }) {
  const { session, columns, bodyRows, theme } = useAppContext()
  const result = useAppState((state) => state.result)
  const proof = useAppState((state) => state.proof)
  const rows = result ? resultRows(result, proof, columns - 4, theme.glyphs) : []
  const list = useList({
    name: 'result',
    length: Math.max(1, rows.length - bodyRows + 1),
    rows: 1,
    priority: Priority.pane,
    active,
  })
  useKeys(
    {
      ...(result?.record ? { 'result.launch': () => session.launching.open() } : {}),
      ...(result?.record && proof.status !== 'running' ? { 'result.verify': () => session.proving.start() } : {}),
      'result.configure': () => session.editing.openConfigure(),
      'result.back': () => session.back(),
    },
    { priority: Priority.screen, active },
  )
  return (
    <Frame
      status={
        result?.record
          ? [
              ['The files are in ', 'muted'],
              [result.out, 'accent'],
            ]
          : []
      }
    >
      <List
        length={rows.length}
        cursor={-1}
        top={list.cursor}
        columns={columns}
        height={bodyRows}
        row={(index) => rows[index] ?? []}
        keyOf={String}
      />
    </Frame>
  )
}

type ResultState = NonNullable<State['result']>

/** All that a build left, as rows. */
export function resultRows(
  { record, proof, out }: ResultState,
  running: State['proof'],
  columns: number,
  glyphs: Glyphs,
): Row[] {
  if (!record)
    return [
      [],
      [['Nothing has been built yet', 'title']],
      [],
      [
        ['A build puts its files into ', 'muted'],
        [out, 'accent'],
      ],
    ]
  const files = Object.entries(record.files).sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = Object.entries(record.components).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const largest = Math.max(1, ...parts.map(([, bytes]) => bytes))
  const barColumns = Math.max(10, Math.min(50, columns - 34))
  return [
    [],
    [[`${record.profile} is built`, 'title']],
    [],
    ...files.map(
      ([name, { bytes, sha256 }]): Row => [
        [pad(name, 16), 'accent'],
        [pad(formatSize(bytes), 9, 'right')],
        [`   sha256 ${sha256.slice(0, 16)}`, 'muted'],
      ],
    ),
    [],
    [
      ['Where the bytes went', 'title'],
      [`  ${formatSize(record.rootfsBytes)} in the system`, 'muted'],
    ],
    ...parts.map(([id, bytes]): Row => {
      const { full } = bar(bytes / largest, barColumns, glyphs)
      return [[pad(id, 16)], [pad(formatSize(bytes), 9, 'right')], ['  '], [full || glyphs.dot, 'accent']]
    }),
    [],
    ...proofRows(proof, running, glyphs),
    [],
    [['Next', 'title']],
    [
      ['smart-os run --profile ', 'accent'],
      [shellQuote(record.profile), 'accent'],
      ['      boots it in this terminal', 'muted'],
    ],
    [
      ['smart-os verify --profile ', 'accent'],
      [shellQuote(record.profile), 'accent'],
      ['   proves it', 'muted'],
    ],
  ]
}

function proofRows(proof: ResultState['proof'], running: State['proof'], glyphs: Glyphs): Row[] {
  if (running.status !== 'none' && running.runs.length > 0)
    return running.runs.flatMap((run): Row[] => [
      [
        [`Checks, ${run.boot} boot`, 'title'],
        [`  ${formatSize(run.memory)}`, 'muted'],
      ],
      ...run.checks.map((check) => checkRow(check, glyphs)),
    ])
  if (!proof)
    return [
      [
        ['Proof', 'title'],
        ['  not verified yet; ', 'muted'],
        ['v', 'key'],
        [' boots it and runs every check', 'muted'],
      ],
    ]
  return proof.runs.flatMap((run): Row[] => {
    const passed = run.checks.filter(({ status }) => status === 'passed').length
    const failed = run.checks.filter(({ status }) => status === 'failed')
    const login = run.timeline.login
    return [
      [
        [failed.length > 0 ? `${glyphs.failed} ` : `${glyphs.done} `, failed.length > 0 ? 'bad' : 'good'],
        [pad(`${run.boot} boot`, 12)],
        [
          `${passed} of ${run.checks.length} checks passed in ${formatSize(run.memory)}`,
          failed.length > 0 ? 'bad' : 'text',
        ],
        [login === undefined ? '' : `, shell after ${login.toFixed(2)} s (${run.acceleration})`, 'muted'],
      ],
      ...failed.map(({ id, reason }) => checkRow({ id, state: 'failed', reason, seconds: 0 }, glyphs)),
    ]
  })
}
