/** A terminal without a screen: the guest's serial bytes in, rows of styled runs out, for a pane that draws them. */
import type { IBufferCell, Terminal } from '@xterm/headless'

/** Colours as SGR has them: 0–15 by theme, 16–255 of the palette, or `#rrggbb`. Absent: the terminal's default. */
export type VtColor = number | string

export interface VtStyle {
  fg?: VtColor
  bg?: VtColor
  bold?: true
  dim?: true
  italic?: true
  underline?: true
  inverse?: true
  strikethrough?: true
}

/** Neighbouring cells of one style. */
export interface VtRun extends VtStyle {
  text: string
}

export interface VtCursor {
  column: number
  row: number
}

export interface VtModes {
  applicationCursor: boolean
  bracketedPaste: boolean
  /** False while it draws without one, or draws its own. */
  cursorVisible: boolean
}

export interface Vt extends Disposable {
  /** Resolves when the bytes are drawn. */
  write(bytes: Uint8Array | string): Promise<void>
  resize(columns: number, rows: number): void
  /** The visible rows, or those `scrolled` lines further up. Trailing blanks are left out. */
  rows(scrolled?: number): VtRun[][]
  /** The same as text. */
  text(scrolled?: number): string[]
  readonly cursor: VtCursor
  /** What the program on this terminal has asked of it. */
  readonly modes: VtModes
  /** Lines that can be scrolled up. */
  readonly scrollback: number
}

export interface VtOptions {
  columns: number
  rows: number
  /** Lines kept above the screen. */
  scrollback?: number
  /** What a terminal answers (cursor reports, …): to be sent to the guest. */
  onReply?: (text: string) => void
}

/** Loads the emulator on first use: it is not needed for anything else. */
export async function createVt(options: VtOptions): Promise<Vt> {
  // The package is CommonJS inside: bundled and unbundled loaders disagree on where its names are.
  const module = await import('@xterm/headless')
  const TerminalClass = module.Terminal ?? (module as unknown as { default: typeof module }).default.Terminal
  const terminal = new TerminalClass({
    cols: options.columns,
    rows: options.rows,
    scrollback: options.scrollback ?? 1000,
    allowProposedApi: true,
    // What a guest writes may be nonsense; a complaint about it would be written over the screen.
    logLevel: 'off',
  })
  if (options.onReply) terminal.onData(options.onReply)
  const cursorVisible = watchCursor(terminal)
  const firstRow = (scrolled: number): number => Math.max(0, terminal.buffer.active.baseY - scrolled)
  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    resize: (columns, rows) => terminal.resize(Math.max(2, columns), Math.max(1, rows)),
    rows: (scrolled = 0) => rowsOf(terminal, firstRow(scrolled)),
    text: (scrolled = 0) => rowsOf(terminal, firstRow(scrolled)).map((runs) => runs.map((run) => run.text).join('')),
    get cursor() {
      return { column: terminal.buffer.active.cursorX, row: terminal.buffer.active.cursorY }
    },
    get modes() {
      const { applicationCursorKeysMode, bracketedPasteMode } = terminal.modes
      return {
        applicationCursor: applicationCursorKeysMode,
        bracketedPaste: bracketedPasteMode,
        cursorVisible: cursorVisible(),
      }
    },
    get scrollback() {
      return terminal.buffer.active.baseY
    },
    [Symbol.dispose]: () => terminal.dispose(),
  }
}

/** DECTCEM, which the emulator keeps to itself. A reset (RIS, DECSTR) shows the cursor again. */
function watchCursor({ parser }: Terminal): () => boolean {
  const DECTCEM = 25
  let visible = true
  // False lets the emulator do its own part as well.
  const seen = (now: boolean) => {
    visible = now
    return false
  }
  for (const [final, now] of [
    ['h', true],
    ['l', false],
  ] as const)
    parser.registerCsiHandler({ prefix: '?', final }, (params) => (params.includes(DECTCEM) ? seen(now) : false))
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, () => seen(true))
  parser.registerEscHandler({ final: 'c' }, () => seen(true))
  return () => visible
}

function rowsOf(terminal: Terminal, first: number): VtRun[][] {
  return Array.from({ length: terminal.rows }, (_value, index) => rowOf(terminal, first + index))
}

function rowOf(terminal: Terminal, row: number): VtRun[] {
  const line = terminal.buffer.active.getLine(row)
  const runs: VtRun[] = []
  if (!line) return runs
  let cell: IBufferCell | undefined
  let previous = ''
  for (let column = 0; column < line.length; column++) {
    cell = line.getCell(column, cell)
    // The second half of a wide character has width 0 and no text of its own.
    if (!cell || cell.getWidth() === 0) continue
    const style = styleOf(cell)
    const key = JSON.stringify(style)
    const last = runs.at(-1)
    const text = cell.isInvisible() ? ' '.repeat(cell.getWidth()) : cell.getChars() || ' '
    if (last && key === previous) last.text += text
    else runs.push({ text, ...style })
    previous = key
  }
  const last = runs.at(-1)
  if (last && last.bg === undefined && !last.inverse && !last.underline) {
    last.text = last.text.trimEnd()
    if (!last.text) runs.pop()
  }
  return runs
}

function styleOf(cell: IBufferCell): VtStyle {
  const style: VtStyle = {}
  const fg = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor())
  const bg = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor())
  if (fg !== undefined) style.fg = fg
  if (bg !== undefined) style.bg = bg
  if (cell.isBold()) style.bold = true
  if (cell.isDim()) style.dim = true
  if (cell.isItalic()) style.italic = true
  if (cell.isUnderline()) style.underline = true
  if (cell.isInverse()) style.inverse = true
  if (cell.isStrikethrough()) style.strikethrough = true
  return style
}

function colorOf(isDefault: boolean, isRgb: boolean, value: number): VtColor | undefined {
  if (isDefault) return undefined
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value
}
