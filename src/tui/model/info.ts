/** The page that tells all about a row: type, value and where it comes from, what it hangs on, where it is written. Pure. */
import type { Configuration, EntryState } from '../../configure/types.ts'
import type { Measurements } from '../../pipeline/types.ts'
import type { Glyphs } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'
import { describeRow, facts, reasonWords } from './describe.ts'
import type { MenuRow } from './menu.ts'
import { rowValue } from './menu.ts'
import { settingText } from './settings-table.ts'

/** Keys of a profile file under which the row's value stands. */
export function fileKeys(row: MenuRow): string[] {
  switch (row.kind) {
    case 'entry':
      return [row.state.entry.kind === 'component' ? 'components' : 'drivers', row.id]
    case 'option':
      return ['components', row.component, row.option]
    case 'setting':
      return row.spec.path.split('.')
    case 'item':
    case 'add':
      return row.spec.path.split('.')
    case 'value':
      return fileKeys(row.parent)
    case 'symbol':
      return ['kernel', 'config', row.symbol]
    default:
      return []
  }
}

/** File and keys where the catalog defines the row; undefined for what the profile's schema defines. */
export function definition(row: MenuRow, { states }: Configuration): { file: string; keys: string[] } | undefined {
  if (row.kind === 'value') return definition(row.parent, { states } as Configuration)
  if (row.kind === 'symbol') {
    const entry = row.by.map((id) => states.get(id)?.entry).find((one) => one !== undefined)
    return entry && { file: catalogFile(entry), keys: ['kernel', row.symbol] }
  }
  if (row.kind !== 'entry' && row.kind !== 'option') return undefined
  const entry = states.get(row.kind === 'entry' ? row.id : row.component)?.entry
  if (!entry || (row.kind === 'option' && row.option === 'origin')) return undefined
  return { file: catalogFile(entry), keys: row.kind === 'entry' ? ['id'] : ['options', row.option] }
}

function catalogFile({ folder, kind }: EntryState['entry']): string {
  return `${folder}/${kind}.yaml`
}

export interface InfoFacts {
  configuration: Configuration
  measured: Measurements
  glyphs: Glyphs
  /** Where the value comes from, in words. */
  from: string
  /** `file:line`, once it is known. */
  defined: string
}

/** The whole page, `columns` wide. */
export function infoRows(
  row: MenuRow,
  { configuration, measured, glyphs, from, defined }: InfoFacts,
  columns: number,
): Row[] {
  const about = describeRow(row, columns, measured)
  const pairs: [string, string][] = [
    ['type', typeWords(row)],
    ['value', valueWords(row)],
    ['default', defaultWords(row)],
    ['comes from', from],
    ['range', rangeWords(row)],
    ['defined in', defined],
  ]
  return [
    ...about,
    [],
    ...facts(columns, pairs),
    ...(row.kind === 'entry' ? dependencies(row.state, configuration, glyphs) : []),
  ]
}

function typeWords(row: MenuRow): string {
  switch (row.kind) {
    case 'entry':
      return row.state.entry.kind === 'component'
        ? 'component (on or off)'
        : `driver (${['off', ...row.state.entry.modes.map((mode) => (mode === 'module' ? 'module' : 'built in'))].join(', ')})`
    case 'option':
    case 'setting':
      return row.spec.type === 'items'
        ? 'list'
        : row.spec.type === 'part'
          ? 'on or off, with settings of its own'
          : row.spec.type
    case 'item':
    case 'add':
      return `member of the list ${row.spec.path}`
    case 'value':
      return `one value of ${row.parent.id}`
    case 'symbol':
      return 'kernel symbol'
    default:
      return ''
  }
}

function valueWords(row: MenuRow): string {
  if (row.kind === 'entry') {
    const { selected, mode } = row.state
    return selected ? (mode === 'module' ? 'a module' : mode === 'builtin' ? 'built in' : 'on') : 'off'
  }
  if (row.kind === 'item') return row.summary || row.title
  if (row.kind === 'value') return row.chosen ? 'chosen' : 'not chosen'
  return rowValue(row) || 'none'
}

function defaultWords(row: MenuRow): string {
  if (row.kind === 'entry') return row.state.entry.kind === 'component' && row.state.entry.essential ? 'on' : 'off'
  if (row.kind === 'option') return row.spec.type === 'secret' ? 'none' : settingText(row.spec.default) || 'none'
  if (row.kind === 'setting') return row.spec.unset ?? ''
  return ''
}

function rangeWords(row: MenuRow): string {
  if (row.kind !== 'option' && row.kind !== 'setting') return ''
  const { min, max, values } = row.spec
  if (values) return values.join(', ')
  return min === undefined && max === undefined ? '' : `${min ?? 'anything'} to ${max ?? 'anything'}`
}

/** What it depends on, each part on a line with what is unmet marked; what it brings, and who brings it. */
function dependencies(
  { entry, reason, neededBy, blocks, selected }: EntryState,
  configuration: Configuration,
  glyphs: Glyphs,
): Row[] {
  const on = (id: string) =>
    [...configuration.states.values()].some(
      ({ entry: other, selected }) => selected && (other.id === id || other.provides.includes(id)),
    )
  const part = (text: string, met: boolean, index: number): Row => [
    [index === 0 ? '  ' : '&& ', 'muted'],
    [met ? `${glyphs.done} ` : `${glyphs.failed} `, met ? 'good' : 'bad'],
    [text, met ? 'text' : 'warning'],
    [met ? '' : '  unmet', 'bad'],
  ]
  const conflicts = entry.conflicts.map((id) => ({ text: `not ${id}`, met: !on(id) }))
  // What is on may be blocked, too: then against being switched off, and the list of who needs it says so.
  const others = (selected ? [] : blocks)
    .filter(({ by }) => by !== entry.id && !entry.conflicts.includes(by))
    .map(({ text }) => ({ text, met: false }))
  const parts = [...conflicts, ...others]
  const lines = (title: string, ids: readonly string[]): Row[] =>
    ids.length === 0
      ? []
      : [[[title, 'title']], ...ids.map((id): Row => [['  '], [id, 'accent'], [on(id) ? '  on' : '  off', 'muted']])]
  const symbols = Object.entries(entry.kernel).map(([symbol, value]): Row => {
    const asked = configuration.kernel.get(symbol)
    const met = asked === undefined || String(asked.value) === String(value) || (value === 'm' && asked.value === 'y')
    return [
      ['  '],
      [`CONFIG_${symbol}=${value}`, met ? 'text' : 'warning'],
      [asked ? `  asked for by ${asked.by.join(', ')}` : '  not asked for now', 'muted'],
    ]
  })
  return [
    ...(parts.length > 0
      ? ([
          [[parts.every(({ met }) => met) ? 'Depends on' : 'Depends on, not all met', 'title']],
          ...parts.map(({ text, met }, index) => part(text, met, index)),
        ] as Row[])
      : []),
    ...lines('Selects', entry.requires),
    ...lines('Selected by', neededBy),
    ...(reason.type === 'setting'
      ? ([
          [
            ['Switched on by ', 'muted'],
            [reasonWords(reason), 'auto'],
          ],
        ] as Row[])
      : []),
    ...(symbols.length > 0 ? ([[['Kernel symbols', 'title']], ...symbols] as Row[]) : []),
  ]
}
