/** Counts what the configurator writes: when a frame went out, and how many. */
import type { Pipeline } from '../../../src/pipeline/types.ts'
import type { Core } from '../../../src/tui/core.ts'
import { memorySettings, startConfigurator } from '../../../src/tui/index.ts'
import { TestTerminal } from '../../tui/terminal.ts'

export interface Press {
  /** Milliseconds by the clock, and of this thread's work: on a busy machine only the second says something. */
  wall: number
  cpu: number
}

export interface Watched extends AsyncDisposable {
  terminal: TestTerminal
  /** Frames written since the start. */
  frames: () => number
  /** From writing the key until the next frame has been written. */
  press: (key: string) => Promise<Press>
}

/** Opens the configurator over a pipeline in a terminal of true size; every write that draws is a frame. Without a core, over the real one. */
export async function watch(
  { pipeline, core }: { pipeline: Pipeline; core?: Core },
  columns = 80,
  rows = 24,
): Promise<Watched> {
  const terminal = new TestTerminal(columns, rows)
  let frames = 0
  let onFrame = () => {}
  const write = terminal.stdout.write.bind(terminal.stdout)
  terminal.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    const result = write(chunk, ...rest)
    // The marks around a frame (synchronized output) are short and draw nothing.
    if (chunk.length > 12) {
      frames++
      onFrame()
    }
    return result
  }) as typeof terminal.stdout.write
  const leave = new AbortController()
  const ended = startConfigurator({
    pipeline: async () => pipeline,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    settings: memorySettings(),
    env: { LANG: 'C.UTF-8', TERM: 'xterm-256color' },
    signal: leave.signal,
    ...(core ? { loadCore: async () => core } : {}),
  })
  ended.catch(() => {})
  return {
    terminal,
    frames: () => frames,
    press: (key) =>
      new Promise((resolve, reject) => {
        const started = performance.now()
        const work = process.threadCpuUsage()
        const timer = setTimeout(() => reject(new Error(`no frame within 5 s after ${JSON.stringify(key)}`)), 5000)
        onFrame = () => {
          clearTimeout(timer)
          onFrame = () => {}
          const { user, system } = process.threadCpuUsage(work)
          resolve({ wall: performance.now() - started, cpu: (user + system) / 1000 })
        }
        terminal.write(key)
      }),
    [Symbol.asyncDispose]: async () => {
      leave.abort()
      await ended.catch(() => {})
    },
  }
}

/** From a key until the bytes that say it have been written. */
export async function until({ terminal }: Watched, key: string, wanted: string): Promise<Press> {
  const before = terminal.written.length
  const started = performance.now()
  const work = process.threadCpuUsage()
  terminal.write(key)
  while (!terminal.written.slice(before).includes(wanted)) {
    if (performance.now() - started > 20_000) throw new Error(`never shown: ${wanted}\n${await terminal.text()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { user, system } = process.threadCpuUsage(work)
  return { wall: performance.now() - started, cpu: (user + system) / 1000 }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
