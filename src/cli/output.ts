/** The only place that writes to the terminal: colours where they are wanted, tables, and a quiet end when the reader leaves. */
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colour on stderr/stdout only where the stream is a terminal and NO_COLOR is not set. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return wantsColor(stream) ? styleText(style, text, { validateStream: false }) : text
}

export function wantsColor(stream: NodeJS.WriteStream): boolean {
  if (process.env.NO_COLOR) return false
  if (process.env.FORCE_COLOR && process.env.FORCE_COLOR !== '0') return true
  return Boolean(stream.isTTY) && process.env.TERM !== 'dumb'
}

/** Prints to stdout: what was asked for. */
export function print(text = ''): void {
  writeTo(process.stdout, `${text}\n`)
}

/** Prints to stderr: progress and remarks. */
export function say(text = ''): void {
  writeTo(process.stderr, `${text}\n`)
}

/** Writes as it is. */
export function writeTo(stream: NodeJS.WriteStream, text: string): void {
  ignoreClosed(stream)
  stream.write(text)
}

/** Rows as aligned columns, two spaces apart; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `smart-os … | head` is no error, and neither is a terminal that went away (EIO): what has to be ended is still ended. */
export function ignoreClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) ignoreClosed(stream)
}

const ignoring = new WeakSet<NodeJS.WriteStream>()

function ignoreClosed(stream: NodeJS.WriteStream): void {
  if (ignoring.has(stream)) return
  ignoring.add(stream)
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}
