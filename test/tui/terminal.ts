/** A terminal of a true size for tests: streams for Ink, and the frame read back through a terminal emulator. */
import { PassThrough } from 'node:stream'
import xterm from '@xterm/headless'

/** Characters that are kept of what was written. */
const WRITTEN = 1 << 17

export class TestTerminal {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  /** Whether the program asked for raw keys. */
  raw = false
  bytes = 0
  /** The end of all that was written, as it was. */
  written = ''
  readonly #emulator: InstanceType<typeof xterm.Terminal>
  readonly #input = new PassThrough()

  constructor(columns = 80, rows = 24) {
    // A terminal's line discipline turns line feeds into new lines; there is none here.
    this.#emulator = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 0,
      convertEol: true,
    })
    const output = new PassThrough()
    output.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length
      this.written = (this.written + chunk.toString('latin1')).slice(-WRITTEN)
      this.#emulator.write(chunk)
    })
    this.stdout = Object.assign(output, { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream
    this.stdin = Object.assign(this.#input, {
      isTTY: true,
      setRawMode: (mode: boolean) => {
        this.raw = mode
        return this.stdin
      },
      ref: () => this.stdin,
      unref: () => this.stdin,
    }) as unknown as NodeJS.ReadStream
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows)
    Object.assign(this.stdout, { columns, rows })
    this.stdout.emit('resize')
  }

  /** Sends keys as a terminal would: text, or names in angle brackets (`<down>`, `<c-a>`), one write each. */
  async keys(text: string): Promise<void> {
    for (const [, name, character] of text.matchAll(/<([a-z0-9-]+)>|([^<])/gu)) {
      this.#input.write(name === undefined ? (character ?? '') : (KEYS[name] ?? controlKey(name)))
      await pause(name === 'esc' ? 60 : 12)
    }
    await pause(40)
  }

  /** Writes bytes to the program, and waits for nothing. */
  write(bytes: string | Buffer): void {
    this.#input.write(bytes)
  }

  /** Sends text in one piece. */
  async chunk(text: string, wait = 120): Promise<void> {
    this.#input.write(text)
    await pause(wait)
  }

  /** The rows that are on the screen now, without trailing blanks. */
  async frame(): Promise<string[]> {
    await pause(30)
    await new Promise<void>((resolve) => this.#emulator.write('', resolve))
    const { active } = this.#emulator.buffer
    return Array.from(
      { length: this.#emulator.rows },
      (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
    )
  }

  async text(): Promise<string> {
    return (await this.frame()).join('\n')
  }

  /** Waits until the screen shows it; fails with the screen that there is. */
  async shows(wanted: string | RegExp, milliseconds = 20_000): Promise<string> {
    const end = Date.now() + milliseconds
    let text = ''
    do {
      text = await this.text()
      if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) return text
    } while (Date.now() < end)
    throw new Error(`The screen never showed ${wanted}; it shows:\n${text}`)
  }

  /** Where the hardware cursor stands, and whether it is shown. */
  async cursor(): Promise<{ column: number; row: number; visible: boolean }> {
    await this.frame()
    const { cursorX: column, cursorY: row } = this.#emulator.buffer.active
    const visible = this.written.lastIndexOf('\x1b[?25h') > this.written.lastIndexOf('\x1b[?25l')
    return { column, row, visible }
  }

  /** The rows after everything was drawn anew: what the state looks like, whatever was on the screen before. */
  async redrawn(): Promise<string[]> {
    const { cols, rows } = this.#emulator
    // A terminal too small to show anything loses the frame; back at its size, all of it is written again.
    this.resize(20, 5)
    await pause(80)
    await new Promise<void>((resolve) => this.#emulator.write('\x1b[2J\x1b[H', resolve))
    this.resize(cols, rows)
    await pause(120)
    return this.frame()
  }

  /** What stands where the terminal's own cursor is, to the end of the row. */
  async atCursor(): Promise<string> {
    const frame = await this.frame()
    const { cursorY, cursorX } = this.#emulator.buffer.active
    return (frame[cursorY] ?? '').slice(cursorX)
  }

  /** Whether the alternate screen is shown, and so the person's own screen is hidden. */
  get alternate(): boolean {
    return this.#emulator.buffer.active.type === 'alternate'
  }
}

const KEYS: Record<string, string> = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  enter: '\r',
  esc: '\x1b',
  tab: '\t',
  space: ' ',
  del: '\x1b[3~',
  bs: '\x7f',
  pgup: '\x1b[5~',
  pgdn: '\x1b[6~',
  home: '\x1b[H',
  end: '\x1b[F',
  lt: '<',
}

function controlKey(name: string): string {
  const letter = /^c-([a-z])$/.exec(name)?.[1]
  if (letter === undefined) throw new Error(`No key is called <${name}>`)
  return String.fromCharCode(letter.charCodeAt(0) - 96)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
