/**
 * Fragments laid over each other and made a whole configuration, as the kernel's scripts/kconfig/merge_config.sh does; with what a
 * later file took from an earlier one, and every request that did not survive, and why.
 */
import type { KconfigTree, SymbolType } from './ast.ts'
import { parseDotConfig, unquoteValue } from './dot-config.ts'
import { type DroppedExplanation, explainDroppedIn } from './dropped.ts'
import { type ModeResult, runMode } from './modes.ts'
import type { ConfigText } from './read-config.ts'

/** What a line of a file asks for. */
export interface Request {
  file: string
  /** From 1. */
  line: number
  /** Without quotes; `n` for what is not set. */
  value: string
}

/** A value that a later file set otherwise. */
export interface Redefinition {
  symbol: string
  previous: Request
  next: Request
}

export interface MergeOptions {
  /** What nobody asks for gets its default, or n. */
  unset?: 'default' | 'no'
  /** For the heading of BusyBox. */
  version?: string
  /** Report names that the tree does not have as warnings, too. */
  warnUnknown?: boolean
}

export interface MergeResult extends ModeResult {
  redefined: Redefinition[]
  /** Requests that have another value in the end, in the order of the files. */
  dropped: (DroppedExplanation & Pick<Request, 'file' | 'line'>)[]
}

interface Line {
  text: string
  file: string
  line: number
  /** With the name of its symbol. */
  request: (Request & { symbol: string }) | undefined
}

/** `texts` in order: the last file that mentions a symbol counts. Never throws: what is wrong is in the result. */
export function mergeFragments(
  tree: KconfigTree,
  texts: readonly ConfigText[],
  options: MergeOptions = {},
): MergeResult {
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
    const [next, previous] = [requestsOf(added), requestsOf(lines)]
    for (const [symbol, { value }] of next) {
      const earlier = previous.get(symbol)
      if (earlier && earlier.value !== value)
        redefined.push({ symbol, previous: placed(earlier), next: placed(next.get(symbol) ?? earlier) })
    }
    lines = [...lines.filter(({ request }) => !request || !next.has(request.symbol)), ...added]
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

/** By symbol, the last of each; of those that are mentioned again the order is that of the last mention. */
function requestsOf(lines: readonly Line[]): Map<string, Request & { symbol: string }> {
  const requests = new Map<string, Request & { symbol: string }>()
  for (const { request } of lines) {
    if (!request) continue
    requests.delete(request.symbol)
    requests.set(request.symbol, request)
  }
  return requests
}

function placed({ file, line, value }: Request): Request {
  return { file, line, value }
}

function findDropped(
  tree: KconfigTree,
  lines: readonly Line[],
  final: ReadonlyMap<string, string>,
): MergeResult['dropped'] {
  const dropped = [...requestsOf(lines).values()].filter(
    ({ symbol, value }) => !isSame(tree.symbols.get(symbol)?.type, value, final.get(symbol) ?? 'n'),
  )
  const explanations = explainDroppedIn(
    tree,
    final,
    dropped.map(({ symbol, value }) => ({ symbol, requested: value, got: final.get(symbol) ?? '' })),
  )
  return dropped.flatMap(({ file, line }, index) => {
    const explanation = explanations[index]
    return explanation ? [{ ...explanation, file, line }] : []
  })
}

/** Hexadecimal numbers are the same with and without their prefix, in capital letters and in small ones. */
function isSame(type: SymbolType | undefined, requested: string, got: string): boolean {
  const plain = (text: string) => (type === 'hex' ? text.replace(/^0x/i, '').toLowerCase() : text)
  return plain(requested) === plain(got)
}
