/**
 * The boot timeline: reads the serial console as it comes and names the moments that a boot passes through. Bytes may be
 * cut anywhere, in the middle of a word or of an escape code; nothing is remembered beyond the line in progress.
 */
import type { Milestone, TimelineEntry } from './types.ts'

/** Milestones that a whole line (or what there is of it so far) can show. The system's own lines are made by its /init. */
const LINE_PATTERNS: readonly [Milestone, RegExp][] = [
  ['boot-loader', /smart-os: boot loader|\bGRUB\b|^Booting `|BdsDxe: starting Boot/],
  ['kernel', /\bLinux version \d/],
  ['init', /smart-os: init\b/],
  ['switch-root', /smart-os: switching root\b/],
  ['system-init', /smart-os: system init\b/],
  ['services', /smart-os: services started\b/],
]

/** A getty's prompt, or a shell's: `/ # `, `~ # `, `smart-os:~# `, `root@smart-os:/# `, `[root@host ~]# `. */
const PROMPT = /^(?:[\w.-]+ login: |(?:[\w.-]+@?[\w.-]*:)?[~/][^\s#$]* ?[#$] |\[[^\]]{1,80}\][#$] )/

/** A prompt counts only after one of these: firmware and boot loaders print what looks like one. */
const BEFORE_PROMPT: readonly Milestone[] = ['kernel', 'init', 'switch-root', 'system-init', 'services']

/** Longest line looked at; nothing of interest is longer. */
const LINE_LIMIT = 2048

export interface TimelineReader {
  readonly entries: readonly TimelineEntry[]
  /** Feeds serial bytes that came `at` seconds after power-on; returns the milestones they completed. */
  feed(bytes: Uint8Array, at: number): TimelineEntry[]
  /** Adds what the serial line does not show. */
  mark(milestone: Milestone, at: number): TimelineEntry
  /** Starts anew, as at a reset: entries and the line in progress are forgotten, firmware runs at once. */
  restart(): void
}

/** A timeline whose first entry is the power-on at 0. */
export function createTimeline(): TimelineReader {
  const entries: TimelineEntry[] = [{ milestone: 'power-on', at: 0 }]
  const escapes = createEscapeFilter()
  let line = ''

  const seen = (milestone: Milestone): boolean => entries.some((entry) => entry.milestone === milestone)
  const matches = (text: string): Milestone[] => {
    const found = LINE_PATTERNS.filter(([milestone, pattern]) => !seen(milestone) && pattern.test(text)).map(
      ([name]) => name,
    )
    if (!seen('login') && BEFORE_PROMPT.some((name) => seen(name)) && PROMPT.test(text)) found.push('login')
    return found
  }
  return {
    entries,
    feed(bytes, at) {
      const added: TimelineEntry[] = []
      const add = (milestone: Milestone): void => {
        const entry = { milestone, at }
        entries.push(entry)
        added.push(entry)
      }
      const text = escapes(bytes)
      const parts = text.split(/[\r\n]/)
      parts.forEach((part, index) => {
        if (line.length < LINE_LIMIT) line += part.slice(0, LINE_LIMIT)
        for (const milestone of matches(line)) add(milestone)
        if (index < parts.length - 1) line = ''
      })
      return added
    },
    mark(milestone, at) {
      const entry = { milestone, at }
      entries.push(entry)
      return entry
    },
    restart() {
      entries.splice(0, entries.length, { milestone: 'power-on', at: 0 }, { milestone: 'firmware', at: 0 })
      line = ''
    },
  }
}

type EscapeState = 'text' | 'escape' | 'csi' | 'string' | 'string-end'

/** Removes ECMA-48 escape sequences and control characters other than line ends, across chunk borders. */
function createEscapeFilter(): (bytes: Uint8Array) => string {
  let state: EscapeState = 'text'
  const step = (byte: number): string => {
    switch (state) {
      case 'escape':
        // [ opens a control sequence; ] P X ^ _ open strings that end with BEL or ESC \; ( ) * + # take one more byte.
        if (byte === 0x5b) state = 'csi'
        else if ([0x5d, 0x50, 0x58, 0x5e, 0x5f].includes(byte)) state = 'string'
        else if (byte < 0x20 || byte > 0x2f) state = 'text'
        return ''
      case 'csi':
        if (byte >= 0x40 && byte <= 0x7e) state = 'text'
        return ''
      case 'string':
        if (byte === 0x07) state = 'text'
        else if (byte === 0x1b) state = 'string-end'
        return ''
      case 'string-end':
        state = 'text'
        return ''
      default:
        if (byte === 0x1b) {
          state = 'escape'
          return ''
        }
        return byte >= 0x20 || byte === 0x0a || byte === 0x0d ? String.fromCharCode(byte) : ''
    }
  }
  return (bytes) => {
    let text = ''
    for (const byte of bytes) text += step(byte)
    return text
  }
}
