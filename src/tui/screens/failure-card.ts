/** A failed step, as a card: what happened, the first real error, the lines around it, the likely cause, the way on and its keys. */
import { type Command, keyRow, showKey } from '../keys.ts'
import { harmless, wrap } from '../model/text.ts'
import type { BuildState } from '../state.ts'
import type { Glyphs, Token } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'

type Failure = NonNullable<BuildState['failure']>

/** What a failure can be answered with, in the order of the card. */
const ANSWERS = ['build.retry', 'build.shell', 'build.log', 'build.settings'] as const satisfies readonly Command[]

/** `commands`: those of the screen that are possible now. */
export function failureRows(
  { diagnosis, message }: Failure,
  {
    columns,
    height,
    glyphs,
    commands,
  }: { columns: number; height: number; glyphs: Glyphs; commands: ReadonlySet<Command> },
): Row[] {
  const lines = (text: string, token: Token): Row[] => wrap(harmless(text), columns).map((line): Row => [[line, token]])
  const title = wrap(harmless(diagnosis?.title ?? message.text), columns - 2).map(
    (line, index): Row => [
      [index === 0 ? `${glyphs.failed} ` : '  ', 'bad'],
      [line, 'bad'],
    ],
  )
  // Here the sandbox is one key away.
  const shell = commands.has('build.shell') ? showKey(keyRow('build.shell').keys[0] ?? '', true) : undefined
  const told = diagnosis?.hint ?? message.hint
  const hint = shell === undefined ? told : told?.replace(/\bsmart-os shell \S+(?= opens)/, shell)
  const head: Row[] = [
    ...title,
    [],
    ...(diagnosis?.error ? [...lines(diagnosis.error, 'title'), [] as Row] : []),
    ...(diagnosis?.cause ? [...lines(diagnosis.cause, 'text')] : []),
    ...(hint
      ? wrap(hint, columns - 2).map(
          (line, index): Row => [
            [index === 0 ? `${glyphs.arrow} ` : '  ', 'good'],
            [line, 'good'],
          ],
        )
      : []),
  ]
  const keys = ANSWERS.filter((command) => commands.has(command)).flatMap((command): Row => {
    const { keys: of, bar = '' } = keyRow(command)
    return [
      [showKey(of[0] ?? '', true), 'key'],
      [` ${bar}  `, 'muted'],
    ]
  })
  const foot: Row[] = [
    [],
    ...(diagnosis?.log
      ? [
          [
            ['whole log ', 'muted'],
            [diagnosis.log, 'accent'],
          ] as Row,
        ]
      : []),
    ...(keys.length > 0 ? [keys] : []),
  ]
  const excerpt = diagnosis?.configLog ?? diagnosis?.excerpt ?? []
  const room = height - head.length - foot.length - 1
  const around: Row[] =
    room > 1 && excerpt.length > 0
      ? [
          [],
          ...aroundError(excerpt, diagnosis?.error, room).map(
            (line): Row => excerptRow(line, diagnosis?.error, glyphs),
          ),
        ]
      : []
  return [...head, ...around, ...foot]
}

/** As many lines as there is room for: the error among them, and more of what follows it, where its source line stands. */
export function aroundError(excerpt: readonly string[], error: string | undefined, room: number): readonly string[] {
  const at = error === undefined ? -1 : excerpt.findIndex((line) => line.includes(error))
  const wanted = at - Math.floor((room - 1) / 3)
  const from = Math.max(0, Math.min(wanted, excerpt.length - room))
  return excerpt.slice(from, from + room)
}

function excerptRow(line: string, error: string | undefined, glyphs: Glyphs): Row {
  const isError = error !== undefined && line.includes(error)
  return [
    [isError ? `${glyphs.bar} ` : '  ', 'bad'],
    [harmless(line), isError ? 'bad' : 'muted'],
  ]
}
