/** What the help pane and the why dialog say about a row, as lines of segments. Pure. */
import type { EntryState, Problem, Reason } from '../../configure/types.ts'
import type { Measurements } from '../../pipeline/types.ts'
import { formatDuration, formatSize } from '../../system/size.ts'
import type { Row } from '../widgets/line.tsx'
import { estimatesIn, roughly } from './figures.ts'
import type { MenuRow } from './menu.ts'
import { width, wrap } from './text.ts'

/** The reason in words. */
export function reasonWords(reason: Reason): string {
  switch (reason.type) {
    case 'chosen':
      return 'chosen by you'
    case 'essential':
      return 'part of every system'
    case 'required':
      return `on because ${reason.by.join(', ')} ${reason.by.length === 1 ? 'needs' : 'need'} it`
    case 'setting':
      return `on because the setting ${reason.setting} needs it`
    case 'off':
      return 'off'
  }
}

/** Size and build time, `~` where they are estimates. */
export function costWords(state: EntryState, measured: Measurements): string {
  const { entry, origin } = state
  const bytes = measured.bytes[entry.id]
  const seconds = measured.seconds[entry.id]
  const estimates = estimatesIn(state)
  const size = bytes === undefined ? `~${formatSize(estimates.bytes)}` : formatSize(bytes)
  if (origin === 'package') return `${size}, from packages`
  if (seconds !== undefined) return `${size}, ${formatDuration(seconds)} to build`
  return estimates.cpuSeconds > 0 ? `${size}, ${roughly(estimates.cpuSeconds)} to build` : size
}

/** Title, then paragraphs, for a pane `columns` wide. */
export function describeRow(row: MenuRow | undefined, columns: number, measured: Measurements): Row[] {
  switch (row?.kind) {
    case 'entry':
      return describeEntry(row.state, columns, measured, row.problem)
    case 'option':
      return [[[row.spec.title, 'title']], ...text(row.spec.help, columns), ...facts(columns, allowed(row.spec))]
    case 'setting':
      return [
        [
          [row.spec.title, 'title'],
          [`  ${row.spec.path}`, 'muted'],
        ],
        ...(row.problem ? problemRows(row.problem, columns) : []),
        ...text(row.spec.help, columns),
        ...facts(columns, [
          row.spec.values ? ['values', row.spec.values.join(', ')] : ['for example', row.spec.example ?? ''],
          ...allowed({
            ...(row.spec.min === undefined ? {} : { min: row.spec.min }),
            ...(row.spec.max === undefined ? {} : { max: row.spec.max }),
          }),
        ]),
      ]
    case 'item':
    case 'add':
      return [
        [
          [row.kind === 'item' ? row.title : `A further ${row.spec.items?.noun ?? 'member'}`, 'title'],
          [`  ${row.spec.path}`, 'muted'],
        ],
        ...(row.kind === 'item' ? text(row.summary, columns) : []),
        ...text(row.spec.help, columns),
        ...text(
          row.spec.items?.ordered
            ? 'Enter changes, + adds, - removes, K and J move.'
            : 'Enter changes, + adds, - removes.',
          columns,
        ).map((line): Row => line.map(([words]) => [words, 'muted'] as const)),
      ]
    case 'value':
      return [[[`${row.parent.spec.title}: ${row.value}`, 'title']], ...text(row.parent.spec.help, columns)]
    case 'options':
      return [[[row.title, 'title']], ...text(OPTIONS_HELP, columns)]
    case 'symbol':
      return [
        [
          [`CONFIG_${row.symbol}`, 'title'],
          [` = ${row.value}`, 'accent'],
        ],
        ...facts(columns, [['asked for by', row.by.join(', ')]]),
      ]
    default:
      return []
  }
}

const OPTIONS_HELP =
  'Every option of the source that will be built, in its own menu and with its own help, as menuconfig shows it. The values are those that ' +
  'the build would come to; what you change is kept in the profile, and only that. / searches all of them by name, words and help.'

function problemRows({ message, hint, severity }: Problem, columns: number): Row[] {
  return [
    ...wrap(message, columns).map((line): Row => [[line, severity === 'error' ? 'bad' : 'warning']]),
    ...(hint ? wrap(hint, columns).map((line): Row => [[line, 'muted']]) : []),
  ]
}

function allowed(spec: { values?: string[]; min?: number; max?: number }): [string, string][] {
  if (spec.values) return [['values', spec.values.join(', ')]]
  if (spec.min === undefined && spec.max === undefined) return []
  return [['range', `${spec.min ?? '…'} to ${spec.max ?? '…'}`]]
}

/** Everything about a component or driver. */
export function describeEntry(state: EntryState, columns: number, measured: Measurements, problem?: Problem): Row[] {
  const { entry, blocks, neededBy, selected, reason } = state
  const rows: Row[] = [
    [
      [entry.title, 'title'],
      [`  ${costWords(state, measured)}`, 'muted'],
    ],
  ]
  if (problem) rows.push(...problemRows(problem, columns))
  for (const block of selected ? [] : blocks)
    rows.push(...wrap(`Blocked: ${block.text}.`, columns).map((line): Row => [[line, 'warning']]))
  if (reason.type !== 'chosen' && reason.type !== 'off')
    rows.push(...wrap(capital(reasonWords(reason)), columns).map((line): Row => [[line, 'auto']]))
  rows.push(...text(entry.help || entry.summary, columns))
  const kernel = Object.entries(entry.kernel).map(([symbol, value]) => `${symbol}=${value}`)
  rows.push(
    ...facts(columns, [
      [
        'comes',
        state.origin === undefined
          ? ''
          : `${state.origin === 'package' ? 'from packages' : 'from source'}: ${state.why}`,
      ],
      ['needs', entry.requires.join(', ')],
      ['needed by', neededBy.join(', ')],
      ['conflicts with', entry.conflicts.join(', ')],
      ['kernel', kernel.join(' ')],
      ...(entry.kind === 'component'
        ? ([
            ['listens on', entry.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(', ')],
            ['licence', entry.licence],
          ] as [string, string][])
        : []),
    ]),
  )
  return rows
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1)
}

function text(paragraphs: string, columns: number): Row[] {
  const blocks = paragraphs.trimEnd().split(/\n{2,}/)
  return blocks.flatMap((block, index): Row[] => [
    ...(index === 0 ? [] : [[['']] as Row]),
    ...lines(block.replace(/^\n+/, ''), columns).map((line): Row => [[line]]),
  ])
}

/** Lines of a block are one paragraph, but for items of a list; an indented block (commands to type) stays as it is where it fits. */
function lines(block: string, columns: number): string[] {
  if (!block.startsWith(' ')) return wrap(block.replace(/\n *(?!- )/g, ' '), columns)
  return block.split('\n').flatMap((line) => (width(line) <= columns ? [line] : wrap(line.trim(), columns)))
}

/** `needs  glibc, linux`, wrapped with a hanging indent; empty ones are left out. */
export function facts(columns: number, pairs: readonly (readonly [string, string])[]): Row[] {
  return pairs
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) =>
      wrap(value, columns - name.length - 2).map(
        (line, index): Row => [
          [index === 0 ? `${name}  ` : ' '.repeat(name.length + 2), 'muted'],
          [line, 'accent'],
        ],
      ),
    )
}
