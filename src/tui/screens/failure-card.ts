/** A failed step, as a card: what happened, the first real error, the lines around it, the likely cause, the way on. */
import { harmless, wrap } from '../model/text.ts'
import type { BuildState } from '../state.ts'
import type { Glyphs, Token } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'

type Failure = NonNullable<BuildState['failure']>

export function failureRows({ diagnosis, message }: Failure, columns: number, height: number, glyphs: Glyphs): Row[] {
  const lines = (text: string, token: Token): Row[] => wrap(harmless(text), columns).map((line): Row => [[line, token]])
  const title = wrap(harmless(diagnosis?.title ?? message.text), columns - 2).map(
    (line, index): Row => [
      [index === 0 ? `${glyphs.failed} ` : '  ', 'bad'],
      [line, 'bad'],
    ],
  )
  const hint = diagnosis?.hint ?? message.hint
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
  const foot: Row[] = diagnosis?.log
    ? [
        [],
        [
          ['whole log ', 'muted'],
          [diagnosis.log, 'accent'],
        ],
      ]
    : []
  const excerpt = diagnosis?.configLog ?? diagnosis?.excerpt ?? []
  const room = height - head.length - foot.length - 2
  const around: Row[] =
    room > 1 && excerpt.length > 0
      ? [[], ...excerpt.slice(0, room).map((line): Row => excerptRow(line, diagnosis?.error, glyphs))]
      : []
  return [...head, ...around, ...foot]
}

function excerptRow(line: string, error: string | undefined, glyphs: Glyphs): Row {
  const isError = error !== undefined && line.includes(error)
  return [
    [isError ? `${glyphs.bar} ` : '  ', 'bad'],
    [harmless(line), isError ? 'bad' : 'muted'],
  ]
}
