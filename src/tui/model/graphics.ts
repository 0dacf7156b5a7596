/** What a terminal can show of a picture, by what its environment says, and kitty's graphics protocol. */
import type { ColorDepth } from './picture.ts'

export interface Graphics {
  kitty: boolean
  depth: ColorDepth
}

/** Asks nothing of the terminal: what it says of itself in the environment has to be enough. */
export function detectGraphics(env: NodeJS.ProcessEnv): Graphics {
  return { kitty: speaksKitty(env), depth: colorDepth(env) }
}

/** Whether the terminal speaks kitty's graphics protocol. A multiplexer between would swallow it. */
function speaksKitty({ TERM = '', TERM_PROGRAM = '', KITTY_WINDOW_ID, TMUX, STY }: NodeJS.ProcessEnv): boolean {
  if (TMUX || STY || /^(?:screen|tmux)/.test(TERM)) return false
  return (
    Boolean(KITTY_WINDOW_ID) || /^xterm-(?:kitty|ghostty)$/.test(TERM) || /^(?:ghostty|WezTerm)$/i.test(TERM_PROGRAM)
  )
}

/** Colours that half blocks can be drawn in. */
function colorDepth({ NO_COLOR, COLORTERM = '', TERM = '' }: NodeJS.ProcessEnv): ColorDepth {
  if (NO_COLOR) return 'none'
  if (/truecolor|24bit/i.test(COLORTERM) || /-direct$|^xterm-(?:kitty|ghostty)$/.test(TERM)) return 'true'
  return /256/.test(TERM) ? '256' : 'none'
}

/** One number for all pictures: the next one takes the place of the one before. */
const IMAGE = 7341
/** Base64 characters in one command, as the protocol has it. */
const CHUNK = 4096

/** Shows a PNG in so many cells from the upper left one (from 1) on; the cursor is where it was afterwards. */
export function kittyShow(
  png: Uint8Array,
  place: { row: number; column: number; rows: number; columns: number },
): string {
  const data = Buffer.from(png).toString('base64')
  const pieces = data.match(new RegExp(`.{1,${CHUNK}}`, 'g')) ?? []
  const commands = pieces.map((piece, index) => {
    const more = index < pieces.length - 1 ? 1 : 0
    const head =
      index === 0 ? `a=T,f=100,t=d,q=2,C=1,i=${IMAGE},p=1,c=${place.columns},r=${place.rows},m=${more}` : `m=${more}`
    return `\x1b_G${head};${piece}\x1b\\`
  })
  return `\x1b7\x1b[${place.row};${place.column}H${commands.join('')}\x1b8`
}

/** Takes the picture away. */
export function kittyHide(): string {
  return `\x1b_Ga=d,d=I,q=2,i=${IMAGE}\x1b\\`
}
