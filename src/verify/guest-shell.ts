/**
 * Commands in the guest over nothing but its console: the shell at the prompt is asked to read command lines one by one,
 * each answered by a marker before the next is sent. So no line is ever longer than a tty takes (4096 bytes in cooked
 * mode), nothing is lost where the guest is slow, and no agent has to be in the image.
 */
import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { CancelledError, SmartError } from '../system/error.ts'
import { shellQuote } from '../system/exec.ts'

export interface GuestResult {
  /** Undefined when it ran out of time. */
  exitCode: number | undefined
  /** The last 4000 bytes (or `outputLimit`) of stdout and stderr together. */
  output: string
}

export interface GuestShell extends Disposable {
  /** Runs a script's text with `sh`, standard input closed, from `/`. Throws SmartError when the console itself fails. */
  run(
    script: string,
    options?: { env?: Record<string, string>; seconds?: number; outputLimit?: number },
  ): Promise<GuestResult>
}

export interface GuestShellOptions {
  signal?: AbortSignal
  /** Seconds that the console may take to answer anything that does no work of its own. */
  patience?: number
}

/** Characters of script in one line; encoded at worst five times as long, and still far from 4096. */
const CHUNK = 512
const OUTPUT_LIMIT = 4000
const CTRL_C = '\x03'
const CTRL_BACKSLASH = '\x1c'

/** Takes over a console at its prompt. */
export async function openGuestShell(console: Duplex, options: GuestShellOptions = {}): Promise<GuestShell> {
  const { signal, patience = 30 } = options
  const nonce = randomBytes(6).toString('hex')
  const folder = `/tmp/.check-${nonce}`
  let received = ''
  let sequence = 0
  let wake = (): void => undefined
  const onData = (bytes: Buffer): void => {
    received += bytes.toString('latin1')
    wake()
  }
  const onEnd = (): void => wake()
  console.on('data', onData)
  console.on('end', onEnd)

  /** What came before the marker with this label, and the number in it; undefined after `seconds`. */
  const marker = async (label: string, seconds: number): Promise<{ before: string; value: number } | undefined> => {
    const pattern = new RegExp(`${nonce}:${label}:(\\d+);`)
    const deadline = performance.now() + seconds * 1000
    for (;;) {
      if (signal?.aborted) throw new CancelledError()
      const match = pattern.exec(received)
      if (match) {
        const before = received.slice(0, match.index)
        received = received.slice(match.index + match[0].length)
        return { before, value: Number(match[1]) }
      }
      const left = deadline - performance.now()
      if (left <= 0) return undefined
      if (console.readableEnded) throw new SmartError('The machine ended while its console was in use')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 1000))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  // The nonce is cut in two where it is typed: an echo of the line is then never taken for the marker.
  const say = (label: string, value: string): string =>
    `printf '%s%s:%s:%s;\\n' ${nonce.slice(0, 6)} ${nonce.slice(6)} ${label} ${value}`

  const takeOver = async (): Promise<void> => {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (attempt > 0) console.write(`${CTRL_C}\n`)
      const label = `open${++sequence}`
      // Kernel messages would land inside our lines; emergencies still may.
      const quiet = '{ echo 1 >/proc/sys/kernel/printk; stty -echo; mkdir -p /tmp; } 2>/dev/null'
      console.write(`${quiet}; ${say(label, '0')}; while IFS= read -r smart_os; do eval "$smart_os"; done\n`)
      if (await marker(label, patience)) return
    }
    throw new SmartError('The console has a prompt but does not answer commands')
  }
  const command = async (text: string, seconds: number): Promise<{ before: string; value: number } | undefined> => {
    const label = `c${++sequence}`
    console.write(`${text}; ${say(label, '$?')}\n`)
    return marker(label, seconds)
  }
  const must = async (text: string): Promise<string> => {
    const result = await command(text, patience)
    if (!result) throw new SmartError(`The console did not answer within ${patience} s`)
    if (result.value !== 0)
      throw new SmartError(`The guest cannot prepare a check: ${result.before.trim() || `status ${result.value}`}`)
    return result.before
  }

  await takeOver()
  await must(`mkdir -p ${folder}`)

  return {
    async run(script, { env = {}, seconds = 60, outputLimit = OUTPUT_LIMIT } = {}) {
      const exports = Object.entries(env).map(([name, value]) => `export ${name}=${shellQuote(value)}\n`)
      await must(`: >${folder}/script`)
      for (const piece of encode(exports.join('') + script)) await must(`printf '%b' '${piece}' >>${folder}/script`)
      const ran = await command(`(cd /; exec sh ${folder}/script </dev/null >${folder}/output 2>&1)`, seconds)
      if (!ran) await interrupt()
      const output = await must(`tail -c ${outputLimit} ${folder}/output`)
      return { exitCode: ran?.value, output: output.replaceAll('\r\n', '\n').replace(/^\n/, '') }
    },
    [Symbol.dispose]() {
      console.off('data', onData)
      console.off('end', onEnd)
    },
  }

  /** Ends what runs in the foreground. That also ends the reading loop, so the console is taken over anew. */
  async function interrupt(): Promise<void> {
    console.write(CTRL_C)
    if (await marker(`c${sequence}`, 2)) return
    console.write(CTRL_BACKSLASH)
    await takeOver()
  }
}

/** Pieces of a text for `printf %b` between single quotes: plain where it can be, \\0ooo for everything else. */
export function encode(script: string): string[] {
  const bytes = Buffer.from(script, 'utf8')
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; start += CHUNK) {
    let piece = ''
    for (const byte of bytes.subarray(start, start + CHUNK)) {
      const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c
      piece += plain ? String.fromCharCode(byte) : `\\0${byte.toString(8).padStart(3, '0')}`
    }
    pieces.push(piece)
  }
  return pieces
}
