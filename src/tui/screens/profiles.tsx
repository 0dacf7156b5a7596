/** The first screen: which system. The list, and beside it what the highlighted profile is, costs, and whether it is built. */
import { basename } from 'node:path'
import { Box } from 'ink'
import SelectInput, { type IndicatorProps, type ItemProps } from 'ink-select-input'
import { useContext, useEffect, useMemo, useRef } from 'react'
import type { DraftEntry } from '../../profile/drafts.ts'
import { KeyLayersContext, Priority, useKeys } from '../hooks/use-keys.ts'
import { useTurning } from '../hooks/use-turning.ts'
import { detailRows } from '../model/profile-details.ts'
import type { Preview, Standing } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import type { Glyphs } from '../theme.ts'
import { Frame } from '../widgets/frame.tsx'
import { Divider, Line, type Row, Rows, type Segment } from '../widgets/line.tsx'

const HEAD = 3

export function Profiles({ active }: { active: boolean }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const profiles = useAppState((state) => state.profiles)
  const highlighted = useAppState((state) => state.highlighted)
  const preview = useAppState((state) => state.previews[highlighted])
  const offered = useAppState((state) => state.tourOffered === true)
  const drafts = useAppState((state) => state.drafts)
  const layers = useContext(KeyLayersContext)
  const listColumns = Math.min(30, Math.max(22, Math.floor(columns * 0.3)))
  const open = async (then: () => void) => {
    if (await session.editing.open(store.getState().highlighted)) then()
  }
  useKeys(
    {
      'profiles.open': () => void open(() => session.editing.openConfigure()),
      'profiles.build': () => void open(() => void session.plan()),
      'profiles.run': () => void open(() => void session.buildAndRun()),
      'profiles.search': () => session.finding.openSearch(layers.commands()),
      'profiles.new': () => store.setState({ dialog: { type: 'new-profile', from: store.getState().highlighted } }),
      'profiles.compare': () => void session.comparing.open(),
      'profiles.result': () => void open(() => void session.showResult()),
      'profiles.tour': () => void session.touring.start(),
      ...(offered ? { 'profiles.noTour': () => session.touring.decline() } : {}),
      ...(drafts.length > 0 ? { 'profiles.drafts': () => session.drafts.offer() } : {}),
      'profiles.file': () => store.setState({ dialog: { type: 'open-file' } }),
    },
    { priority: Priority.screen, active: active && profiles.length > 0 },
  )
  // A stable list: SelectInput goes back to the top whenever its values change.
  const items = useMemo(() => profiles.map(({ name }) => ({ key: name, label: name, value: name })), [profiles])
  useHover(highlighted, (name) => void session.editing.preview(name))
  const limit = Math.max(1, bodyRows - HEAD)
  const index = profiles.findIndex(({ name }) => name === highlighted)
  const { turn, first, row, to } = useTurning(profiles.length, index, limit, (next) =>
    store.setState({ highlighted: profiles[next]?.name ?? highlighted, message: undefined }),
  )
  const page = Math.max(1, limit - 1)
  useKeys(
    {
      'list.pageUp': () => to(-page, 'by'),
      'list.pageDown': () => to(page, 'by'),
      'list.first': () => to(0),
      'list.last': () => to(profiles.length - 1),
    },
    { priority: Priority.pane, active: active && profiles.length > 0 },
  )
  const heading: Row = [['  Which system?', 'title']]
  return (
    <Frame
      status={drafts.length > 0 ? draftRow(drafts, theme.glyphs) : offered ? OFFER : NOTE}
      cursor={active && profiles.length > 0 ? { x: 3, y: HEAD + row } : undefined}
    >
      <Box>
        <Box flexDirection="column" width={listColumns} flexShrink={0}>
          <Rows rows={[[], heading, []]} columns={listColumns} height={HEAD} />
          {profiles.length === 0 ? (
            <Rows rows={[[['  reading profiles', 'muted']]]} columns={listColumns} height={1} />
          ) : (
            <SelectInput
              key={turn}
              items={items}
              initialIndex={first}
              limit={limit}
              isFocused={active}
              indicatorComponent={Indicator}
              itemComponent={Item}
              onHighlight={({ value }) => store.setState({ highlighted: value, message: undefined })}
            />
          )}
        </Box>
        <Divider height={bodyRows} />
        <Details preview={preview} columns={columns - listColumns - 1} />
      </Box>
    </Frame>
  )
}

const NOTE: Row = [['Opening a profile changes nothing: what is changed is written when it is saved', 'muted']]
const OFFER: Row = [
  ['New here? ', 'muted'],
  ['t', 'key'],
  [' takes a short tour, ', 'muted'],
  ['N', 'key'],
  [' does not ask again', 'muted'],
]

/** What earlier sessions left unsaved, and the key for it. */
function draftRow(drafts: readonly DraftEntry[], glyphs: Glyphs): Row {
  const names = [...new Set(drafts.map(({ profile }) => profile.name))].join(', ')
  return [[`${glyphs.edited} Unsaved changes of ${names}: `, 'warning'], ['u', 'key'], [' shows them']]
}

/** Previews cost something: only where the highlight rests. */
function useHover(name: string, show: (name: string) => void): void {
  const latest = useRef(show)
  latest.current = show
  useEffect(() => {
    if (name === '') return
    const timer = setTimeout(() => latest.current(name), 60)
    return () => clearTimeout(timer)
  }, [name])
}

function Indicator({ isSelected = false }: IndicatorProps) {
  const { theme } = useAppContext()
  return <Line segments={[[isSelected ? ` ${theme.glyphs.bar} ` : '   ', 'brand']]} columns={3} />
}

function Item({ label, isSelected = false }: ItemProps) {
  const { theme } = useAppContext()
  const preview = useAppState((state) => state.previews[label])
  const own = useAppState((state) => state.profiles.some(({ name, builtin }) => name === label && !builtin))
  const standing = useAppState((state) => state.standings[label])
  // A file that was opened before stands here by its name alone; where it is, the details say.
  const file = label.startsWith('/')
  return (
    <Line
      segments={[
        [file ? basename(label, '.yaml') : label, isSelected ? 'focus' : 'text'],
        [file ? '  file' : own ? '  own' : '', 'muted'],
        standingSegment(standing, preview, theme.glyphs),
      ]}
      columns={19}
    />
  )
}

/** Proven, built, or built with checks that failed; nothing where it was never built. */
function standingSegment(standing: Standing | undefined, preview: Preview | undefined, glyphs: Glyphs): Segment {
  const { record, proof } = preview ?? {}
  const known = record ? (proof === undefined ? 'built' : proof.passed ? 'proven' : 'failed') : standing
  if (known === undefined) return ['']
  return known === 'proven'
    ? [` ${glyphs.done} proven`, 'good']
    : known === 'built'
      ? [' built', 'muted']
      : [` ${glyphs.failed} failed`, 'bad']
}

function Details({ preview, columns }: { preview: Preview | undefined; columns: number }) {
  const { theme, bodyRows } = useAppContext()
  const inner = Math.min(columns - 4, 84)
  const rows = preview ? detailRows(preview, inner, theme.glyphs, bodyRows) : []
  return (
    <Box paddingLeft={2} flexDirection="column" width={columns}>
      <Rows rows={[[], ...rows]} columns={inner} height={bodyRows} />
    </Box>
  )
}
