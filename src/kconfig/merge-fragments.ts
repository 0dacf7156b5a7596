/**
 * Fragments of .config laid over each other and completed by olddefconfig, with a report of every requested value that did not
 * survive, and why. What a later fragment says of a symbol replaces what an earlier one said, as merge_config.sh does it.
 */
import type { KconfigSymbol, KconfigTree } from './ast.ts'
import { unquoteValue } from './dot-config.ts'
import { type DroppedExplanation, explainDroppedIn } from './dropped.ts'
import { type ModeResult, runMode } from './modes.ts'
import type { ConfigMessage, ConfigText } from './read-config.ts'
import { isLogical } from './user-values.ts'

/** A value that a later fragment replaced. */
export interface Redefinition {
  symbol: string
  previous: { file: string; line: number; value: string }
  next: { file: string; line: number; value: string }
}

export interface MergeResult extends ModeResult {
  redefined: Redefinition[]
  /** Requests that the result does not fulfil, in order of the fragments. */
  dropped: DroppedExplanation[]
}

interface Request {
  file: string
  /** From 1. */
  line: number
  /** As it stands there, quotes and all; `n` for what is not set. */
  raw: string
}

/** Merges the fragments, the base first. Never throws; what is wrong with a line is in the messages, with the fragment it is from. */
export function mergeFragments(tree: KconfigTree, fragments: readonly ConfigText[]): MergeResult {
  const requests = new Map<string, Request>()
  const redefined: Redefinition[] = []
  const messages: ConfigMessage[] = []
  for (const fragment of fragments) readFragment(fragment, requests, redefined, messages)

  const text = [...requests].map(([name, { raw }]) => lineOf(name, raw)).join('')
  const result = runMode('olddefconfig', tree, { config: { name: 'merged', text }, warnUnknown: true })
  for (const message of result.messages) {
    const place = message.file === undefined ? undefined : requests.get(message.symbol ?? '')
    messages.push(place ? { ...message, file: place.file, line: place.line } : message)
  }

  const lost = [...requests].flatMap(([symbol, { raw }]) => {
    const requested = unquoteValue(raw) ?? raw
    const got = valueIn(tree.symbols.get(symbol), result)
    return isSame(tree.symbols.get(symbol), requested, got) ? [] : [{ symbol, requested, got }]
  })
  const values = new Map([...tree.symbols.values()].map((symbol) => [symbol.name, valueIn(symbol, result)]))
  const dropped = lost.length > 0 ? explainDroppedIn(tree, values, lost) : []
  return { ...result, messages, redefined, dropped }
}

const notSet = /^# CONFIG_([A-Za-z0-9_]+) is not set$/
const assignment = /^CONFIG_([A-Za-z0-9_]+)=(.*)$/

function readFragment(
  { name: file, text }: ConfigText,
  requests: Map<string, Request>,
  redefined: Redefinition[],
  messages: ConfigMessage[],
): void {
  for (const [index, full] of text.split('\n').entries()) {
    const content = full.replace(/\r$/, '')
    const line = index + 1
    const [, symbol, raw = 'n'] = notSet.exec(content) ?? assignment.exec(content) ?? []
    if (symbol === undefined) {
      if (content.trim() !== '' && !content.startsWith('#'))
        messages.push({ kind: 'malformed', file, line, message: `unexpected data: ${content}`, symbol: undefined })
      continue
    }
    const previous = requests.get(symbol)
    if (previous && previous.raw !== raw)
      redefined.push({
        symbol,
        previous: { file: previous.file, line: previous.line, value: previous.raw },
        next: { file, line, value: raw },
      })
    // The last mention counts for the order too: of two members of a choice the later one wins.
    requests.delete(symbol)
    requests.set(symbol, { file, line, raw })
  }
}

function lineOf(name: string, raw: string): string {
  return raw === 'n' ? `# CONFIG_${name} is not set\n` : `CONFIG_${name}=${raw}\n`
}

/** As the .config has it: n or empty where it has no line. */
function valueIn(symbol: KconfigSymbol | undefined, { configuration }: ModeResult): string {
  if (symbol === undefined || symbol.nodes.length === 0) return 'n'
  return isLogical(symbol) || configuration.written(symbol) ? configuration.text(symbol) : ''
}

function isSame(symbol: KconfigSymbol | undefined, requested: string, got: string): boolean {
  if (symbol?.type === 'hex')
    return requested.replace(/^0x/i, '').toLowerCase() === got.replace(/^0x/i, '').toLowerCase()
  if (requested === got) return true
  // What is not set is n, and a text that has no line.
  return requested === 'n' && got === ''
}
