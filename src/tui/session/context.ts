/** What every part of the session works with. */
import type { Pipeline } from '../../pipeline/types.ts'
import { messageOf, SmartError } from '../../system/error.ts'
import type { Core } from '../core.ts'
import type { InputTap } from '../input-tap.ts'
import type { Graphics } from '../model/graphics.ts'
import type { SixelScreen } from '../model/sixel-screen.ts'
import type { Settings } from '../settings.ts'
import type { Message, State } from '../state.ts'
import type { Store } from '../store.ts'

export interface SessionContext {
  pipeline: Pipeline
  store: Store
  settings: Settings
  /** Where raw bytes and single keys come from. */
  input: Pick<InputTap, 'capture' | 'nextKey'>
  stdout: NodeJS.WritableStream
  /** What the terminal can show of a picture. */
  graphics: Graphics
  /** Asks the terminal for sixels; undefined where it has none. */
  askSixels(): Promise<SixelScreen | undefined>
  /** Runs a program with the person's terminal until it ends. Must not return before. */
  runChild(argv: readonly string[], options: { env: Record<string, string>; cwd: string }): void
  /** Defined once the first frame is out and the lower rooms are loaded. */
  core(): Core
  update(step: (state: State) => State): void
}

/** Anything thrown as a message for the status line. */
export function failureMessage(error: unknown): Message {
  const text = messageOf(error)
  if (error instanceof SmartError) return { tone: error.exitStatus === 130 ? 'warning' : 'bad', text, hint: error.hint }
  return { tone: 'bad', text }
}
