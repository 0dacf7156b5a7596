/**
 * Fragments laid over each other and made a whole configuration, as the kernel's scripts/kconfig/merge_config.sh does; with what a
 * later file took from an earlier one, and every request that did not survive, and why.
 */
import type { KconfigSymbol, KconfigTree } from './ast.ts'
import { parseDotConfig, unquoteValue } from './dot-config.ts'
import { type DroppedExplanation, explainDroppedIn } from './dropped.ts'
import { type ModeResult, runMode } from './modes.ts'
import type { ConfigText } from './read-config.ts'

export interface Request {
  symbol: string
  /** As a .config has it, without quotes; `n` for what is not set. */
  value: string
  file: string
  /** From 1. */
  line: number
}

export interface MergeOptions {
  /** What nobody asks for: its default, or n. */
  unset: 'default' | 'no'
  /** For the heading of BusyBox. */
  version?: string
  /** Report names that the tree does not have as warnings, too. */
  warnUnknown?: boolean
}

export interface MergeResult extends ModeResult {
  /** Values that a later file set otherwise. */
  redefined: { before: Request; after: Request }[]
  /** Requests that have another value in the end. */
  dropped: { request: Request; explanation: DroppedExplanation }[]
}

interface Line {
  text: string
  file: string
  line: number
  request: Request | undefined
}

/** `texts` in order: the last file that mentions a symbol counts. Never throws: what is wrong is in the result. */
export function mergeFragments(tree: KconfigTree, texts: readonly ConfigText[], options: MergeOptions): MergeResult {
  const { lines, redefined } = layOver(texts)
  const allConfig = { name: 'merged', text: lines.map(({ text }) => `${text}\n`).join('') }
  const { unset, ...given } = options
  const result = runMode(unset === 'no' ? 'allnoconfig' : 'alldefconfig', tree, { ...given, allConfig })
  const messages = result.messages.map((message) => {
    const from = message.file === 'merged' ? lines[(message.line ?? 0) - 1] : undefined
    return from ? { ...message, file: from.file, line: from.line } : message
  })
  return { ...result, messages, redefined, dropped: findDropped(tree, lines, parseDotConfig(result.text).values) }
}

function layOver(texts: readonly ConfigText[]): { lines: Line[]; redefined: MergeResult['redefined'] } {
  const redefined: MergeResult['redefined'] = []
  let lines: Line[] = []
  for (const { name: file, text } of texts) {
    const added = linesOf(file, text)
    const after = new Map(added.flatMap(({ request }) => (request ? [[request.symbol, request] as const] : [])))
    const before = new Map(lines.flatMap(({ request }) => (request ? [[request.symbol, request] as const] : [])))
    for (const [symbol, request] of after) {
      const earlier = before.get(symbol)
      if (earlier && earlier.value !== request.value) redefined.push({ before: earlier, after: request })
    }
    lines = [...lines.filter(({ request }) => !request || !after.has(request.symbol)), ...added]
  }
  return { lines, redefined }
}

function linesOf(file: string, text: string): Line[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((raw, index) => {
    const line = index + 1
    const [, symbol, value] = /^(?:# )?CONFIG_([A-Za-z0-9_]+)(?:=(.*?)| is not set.*?)\r?$/.exec(raw) ?? []
    const isRequest = symbol !== undefined && raw.startsWith('#') === (value === undefined)
    const plain = value === undefined ? 'n' : (unquoteValue(value) ?? value)
    return { text: raw, file, line, request: isRequest ? { symbol, value: plain, file, line } : undefined }
  })
}

function findDropped(tree: KconfigTree, lines: readonly Line[], final: ReadonlyMap<string, string>) {
  const requests = new Map(lines.flatMap(({ request }) => (request ? [[request.symbol, request] as const] : [])))
  const dropped = [...requests.values()].filter(
    ({ symbol, value }) => !isSame(tree.symbols.get(symbol)?.type, value, final.get(symbol) ?? 'n'),
  )
  const explanations = explainDroppedIn(
    tree,
    final,
    dropped.map(({ symbol, value }) => ({ symbol, requested: value, got: final.get(symbol) ?? '' })),
  )
  return dropped.flatMap((request, index) => {
    const explanation = explanations[index]
    return explanation ? [{ request, explanation }] : []
  })
}

/** A hex number may be written in several ways. */
function isSame(type: KconfigSymbol['type'] | undefined, requested: string, got: string): boolean {
  const plain = (text: string) => (type === 'hex' ? text.replace(/^0x0*(?=.)/i, '').toLowerCase() : text)
  return plain(requested) === plain(got)
}
