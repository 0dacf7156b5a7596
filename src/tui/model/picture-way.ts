/** How a picture is drawn: the best that the terminal has, or what the person chose. Pure. */
import type { Graphics } from './graphics.ts'

/** Best first. */
const WAYS = ['kitty', 'sixel', 'blocks', 'characters'] as const
export type DrawnAs = (typeof WAYS)[number]

export const PICTURE_WAYS = ['auto', ...WAYS] as const
/** What a person can choose; `auto` takes the best. */
export type PictureWay = (typeof PICTURE_WAYS)[number]

/** What decides: undefined sixels are asked for still. */
export interface Means extends Graphics {
  sixels: boolean | undefined
  /** A theme without colours. */
  mono: boolean
  unicode: boolean
}

/** How it is drawn; undefined while that depends on what the terminal has not answered yet. */
export function drawnAs(way: PictureWay, { kitty, sixels, depth, mono, unicode }: Means): DrawnAs | undefined {
  const blocks = depth !== 'none' && unicode ? 'blocks' : 'characters'
  // Who wants no colours gets none, whatever the terminal could show.
  if (mono || way === 'characters') return 'characters'
  if (way === 'blocks') return blocks
  if (way !== 'auto') return way
  if (kitty) return 'kitty'
  if (sixels === undefined) return undefined
  return sixels ? 'sixel' : blocks
}

/** The next choice, round and round. */
export function nextWay(way: PictureWay): PictureWay {
  return PICTURE_WAYS[(PICTURE_WAYS.indexOf(way) + 1) % PICTURE_WAYS.length] ?? 'auto'
}

/** In words, for the line above the picture. */
export const WAY_TEXT: Record<DrawnAs, string> = {
  kitty: 'kitty’s protocol',
  sixel: 'sixels',
  blocks: 'half blocks',
  characters: 'characters',
}
