/** What a build left: the files with their sizes, where the bytes went, the proofs, and what to do next. */
import { Box } from 'ink'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { useScroll } from '../hooks/use-scroll.ts'
import { bytesRows, fileRows, headlineRow, nextRows, proofRows } from '../model/result-rows.ts'
import type { State } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { Frame } from '../widgets/frame.tsx'
import { Divider, type Row, Rows } from '../widgets/line.tsx'

/** From this width on, proofs and what to do next stand beside files and bytes. */
const TWO_FROM = 128
const MARGIN = 2

export function Result({ active }: { active: boolean }) {
  const { session, columns, bodyRows, theme } = useAppContext()
  const result = useAppState((state) => state.result)
  const proof = useAppState((state) => state.proof)
  const record = result?.record
  const two = columns >= TWO_FROM
  const leftColumns = two ? Math.floor(columns * 0.5) : columns
  const footprint = useAppState(({ editor }) =>
    editor?.project.configuration.profile.name === record?.profile ? editor?.footprint : undefined,
  )
  const [left, right] = result
    ? resultPages(result, proof, footprint, { left: leftColumns - 2 * MARGIN, two, glyphs: theme.glyphs, columns })
    : [[], []]
  const { scroll, keys } = useScroll(Math.max(left.length, right.length), bodyRows)
  useKeys(keys, { priority: Priority.pane, active })
  useKeys(
    {
      ...(record ? { 'result.launch': () => session.launching.open() } : {}),
      ...(record && proof.status !== 'running' ? { 'result.verify': () => session.proving.start() } : {}),
      'result.configure': () => session.editing.openConfigure(),
      'result.back': () => session.back(),
    },
    { priority: Priority.screen, active },
  )
  const hidden = Math.max(left.length, right.length) - bodyRows - scroll
  return (
    <Frame
      status={
        result && record
          ? [
              ['The files are in ', 'muted'],
              [result.out, 'accent'],
              [hidden > 0 ? `   ${theme.glyphs.down} ${hidden} more` : '', 'warning'],
            ]
          : []
      }
    >
      <Box>
        <Page rows={left.slice(scroll)} columns={leftColumns} height={bodyRows} />
        {two ? <Divider height={bodyRows} /> : null}
        {two ? <Page rows={right.slice(scroll)} columns={columns - leftColumns - 1} height={bodyRows} /> : null}
      </Box>
    </Frame>
  )
}

function Page({ rows, columns, height }: { rows: readonly Row[]; columns: number; height: number }) {
  return (
    <Box paddingLeft={MARGIN} width={columns}>
      <Rows rows={rows} columns={columns - MARGIN} height={height} />
    </Box>
  )
}

type ResultState = NonNullable<State['result']>

/** One page, or two side by side. */
export function resultPages(
  { record, proof, out, named }: ResultState,
  running: State['proof'],
  footprint: Parameters<typeof bytesRows>[1],
  { left, two, glyphs, columns }: { left: number; two: boolean; glyphs: Glyphs; columns: number },
): [Row[], Row[]] {
  if (!record)
    return [
      [
        [],
        [['Nothing has been built yet', 'title']],
        [],
        [
          ['A build puts its files into ', 'muted'],
          [out, 'accent'],
        ],
      ],
      [],
    ]
  const right = two ? columns - left - 3 * MARGIN - 1 : left
  const first: Row[] = [
    headlineRow(record, proof, running, glyphs),
    [],
    ...fileRows(record, left),
    [],
    ...bytesRows(record, footprint, left, glyphs),
  ]
  const second: Row[] = [...proofRows(proof, running, right, glyphs), [], ...nextRows(record, { out, named, proof })]
  return two ? [first, [[], [], ...second]] : [[...first, [], ...second], []]
}
