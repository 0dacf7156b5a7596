/** A comparison as rows: sizes, components, drivers, settings; what is alike is not said. Pure. */
import type { ComparedEntry, ComparedForm, ComparedSize, Comparison } from '../../configure/compare.ts'
import { formatSize } from '../../system/size.ts'
import type { Glyphs, Token } from '../theme.ts'
import { type Row, spread } from '../widgets/line.tsx'
import { differenceRows } from './difference.ts'
import { pad, width } from './text.ts'

const MARKS: Record<ComparedEntry['change'], readonly [mark: string, token: Token]> = {
  added: ['+', 'good'],
  removed: ['-', 'bad'],
  changed: ['~', 'warning'],
}

/** Rows of at most `columns`; none where nothing differs. */
export function comparisonRows({ sizes, entries, settings }: Comparison, columns: number, glyphs: Glyphs): Row[] {
  const changed = sizes.filter(({ before, after }) => before.bytes !== after.bytes)
  const of = (kind: ComparedEntry['kind']) => entries.filter((entry) => entry.kind === kind)
  return [
    ...section('Sizes', '', sizeRows(changed, columns, glyphs)),
    ...section('Components', counts(of('component')), entryRows(of('component'), columns, glyphs)),
    ...section('Drivers', counts(of('driver')), entryRows(of('driver'), columns, glyphs)),
    ...section('Settings', '', differenceRows(settings, columns - 2, glyphs).map(indented)),
  ].slice(0, -1)
}

function section(title: string, words: string, rows: Row[]): Row[] {
  return rows.length === 0
    ? []
    : [
        [
          [title, 'title'],
          [words === '' ? '' : `  ${words}`, 'muted'],
        ],
        ...rows,
        [],
      ]
}

function indented(row: Row): Row {
  return [['  '], ...row]
}

function sizeRows(sizes: Comparison['sizes'], columns: number, glyphs: Glyphs): Row[] {
  const names = Math.max(0, ...sizes.map(({ name }) => width(name)))
  const before = Math.max(0, ...sizes.map((size) => width(sizeText(size.before))))
  return sizes.map((size) => {
    const by = size.after.bytes - size.before.bytes
    return spread(
      [
        [`  ${pad(size.name, names)}  `, 'muted'],
        [pad(sizeText(size.before), before, 'right'), 'muted'],
        [` ${glyphs.arrow} `, 'rule'],
        [sizeText(size.after)],
      ],
      [[`${by < 0 ? '-' : '+'}${formatSize(Math.abs(by))}`, by < 0 ? 'good' : 'warning']],
      columns,
    )
  })
}

function counts(entries: readonly ComparedEntry[]): string {
  return (['added', 'removed', 'changed'] as const)
    .map((change) => [entries.filter((entry) => entry.change === change).length, change] as const)
    .filter(([count]) => count > 0)
    .map(([count, change]) => `${count} ${change}`)
    .join(', ')
}

function entryRows(entries: readonly ComparedEntry[], columns: number, glyphs: Glyphs): Row[] {
  const ids = Math.min(24, Math.max(0, ...entries.map(({ id }) => width(id))))
  return entries.map(({ id, change, before, after }) => {
    const [mark, token] = MARKS[change]
    const form = after ?? before
    return spread(
      [
        [`  ${mark} `, token],
        [`${pad(id, ids)}  `, 'accent'],
        ...(change === 'changed' && before && after ? changeWords(before, after, glyphs) : formWords(form)),
      ],
      form && form.size.bytes > 0 ? [[`  ${sizeText(form.size)}`, 'muted']] : [],
      columns,
    )
  })
}

/** Only what differs: `source › package`, `1.35 › 1.36`. */
function changeWords(before: ComparedForm, after: ComparedForm, glyphs: Glyphs): Row {
  return (['origin', 'mode', 'version'] as const)
    .filter((part) => before[part] !== after[part] && (before[part] ?? after[part]) !== undefined)
    .flatMap(
      (part): Row => [
        [before[part] ?? glyphs.dash, 'muted'],
        [` ${glyphs.arrow} `, 'rule'],
        [`${after[part] ?? glyphs.dash}  `, 'good'],
      ],
    )
}

function formWords(form: ComparedForm | undefined): Row {
  return [[[form?.origin, form?.mode, form?.version].filter(Boolean).join(' '), 'muted']]
}

function sizeText({ bytes, estimated }: ComparedSize): string {
  return `${estimated ? '~' : ''}${formatSize(bytes)}`
}
