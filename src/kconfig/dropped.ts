/**
 * Why a requested value did not survive the kernel's own `make olddefconfig`: the symbol's dependencies are evaluated on the
 * final .config, and the terms that stand in the way are named, one level deep. Facts here, words in dropped-sentence.ts.
 */
import type { KernelValue } from '../profile/types.ts'
import type { KconfigSymbol, KconfigTree, Location, Selection } from './ast.ts'
import { unquoteValue } from './dot-config.ts'
import { writeSentence } from './dropped-sentence.ts'
import { evaluate, formatConditional, formatExpr, type Values } from './expr.ts'
import { loadKconfig } from './load.ts'
import { nearestSymbols } from './nearest-symbols.ts'
import { unansweredProbes } from './needs.ts'
import { selectorsOf, settingConditions, type UnmetTerm, unmetTerms, wantedLevel } from './unmet.ts'
import { valuesOfConfig, visibility } from './values.ts'

/** Values plain or as they stand in a .config. `got` is that of the final .config; `n` (or empty) where it is not in there. */
export interface DroppedRequest {
  symbol: string
  requested: KernelValue
  got: KernelValue
}

export interface SelectorState {
  symbol: string
  value: string
  /** The condition of the select, where it has one. */
  condition: string | undefined
  /** True where it holds the symbol at its value at this moment. */
  active: boolean
}

/** `reason` is the decisive finding; the other fields give the facts behind it, and `sentence` says it in words. */
export interface DroppedExplanation {
  symbol: string
  requested: string
  got: string
  reason:
    | 'kept'
    | 'unknown-symbol'
    | 'wrong-type'
    | 'no-modules'
    | 'unmet-dependency'
    | 'no-prompt'
    | 'other-choice-member'
    | 'selected'
    | 'out-of-range'
    | 'unanswered-probe'
    | 'overridden'
  unknown: boolean
  nearest?: string[]
  type?: KconfigSymbol['type']
  /** The definition with a prompt, or else the first one. */
  location?: Location
  prompt?: string
  unmet: UnmetTerm[]
  /** Every select of the symbol. */
  selectedBy: SelectorState[]
  /** Of a symbol without prompt: the names in selectedBy, those that lack least first. */
  selectors: string[]
  /** Defaults, as written, of a symbol without a visible prompt. */
  defaults: string[]
  choice?: { prompt: string; chosen: string | undefined }
  /** What bounds the value: `1..64`. */
  range?: string
  /** Macro calls (compiler or linker tests) among the dependencies, whose answers are not known here. */
  probes: string[]
  sentence: string
}

/**
 * Explains each request against a source tree and the .config it ended in. Reads the whole tree once (about half a second for
 * a kernel). `arch` is what `make ARCH=` gets. Throws SmartError when the tree's Kconfig cannot be read.
 */
export function explainDropped(
  treeDir: string,
  config: ReadonlyMap<string, KernelValue>,
  requests: readonly DroppedRequest[],
  arch: string,
): DroppedExplanation[] {
  return explainDroppedIn(loadKconfig(treeDir, { arch }), config, requests)
}

/** The same for a tree that is parsed already. */
export function explainDroppedIn(
  tree: KconfigTree,
  config: ReadonlyMap<string, KernelValue>,
  requests: readonly DroppedRequest[],
): DroppedExplanation[] {
  const values = valuesOfConfig(config)
  return requests.map((request) => {
    const facts = gatherFacts(tree, values, request)
    return { ...facts, sentence: writeSentence(facts) }
  })
}

/** The same before anything was dropped: what keeps the symbol from having that value, on a configuration at work. */
export function explainRequest(configuration: Values & { tree: KconfigTree }, symbol: KconfigSymbol, value: string) {
  const request = { symbol: symbol.name, requested: value, got: configuration.text(symbol) }
  const facts = gatherFacts(configuration.tree, configuration, request)
  return { ...facts, sentence: writeSentence(facts, `${symbol.name} cannot be ${value}`) }
}

export type DroppedFacts = Omit<DroppedExplanation, 'sentence'>

function gatherFacts(tree: KconfigTree, values: Values, request: DroppedRequest): DroppedFacts {
  const name = request.symbol.replace(/^CONFIG_/, '')
  const symbol = tree.symbols.get(name)
  const base = { symbol: name, requested: plainValue(request.requested), got: plainValue(request.got) || 'n' }
  const nothing = { unmet: [], selectedBy: [], selectors: [], defaults: [], probes: [] }
  if (!symbol || symbol.nodes.length === 0) {
    const names = [...tree.symbols.values()].filter(({ nodes }) => nodes.length > 0).map((known) => known.name)
    return { ...base, ...nothing, reason: 'unknown-symbol', unknown: true, nearest: nearestSymbols(name, names) }
  }
  const prompts = symbol.nodes.flatMap((node) => node.prompts)
  const chosen = symbol.choice?.members.find((member) => member !== symbol && values.tristate(member) === 2)
  const facts: Omit<DroppedFacts, 'reason'> = {
    ...base,
    unknown: false,
    type: symbol.type,
    location: (symbol.nodes.find((node) => node.prompts.length > 0) ?? symbol.nodes[0])?.location ?? tree.root.location,
    unmet: unmetTerms(symbol, base.requested, values),
    selectedBy: symbol.selectedBy.map((selection) => selectorState(symbol, selection, base.got, values)),
    selectors: prompts.length > 0 ? [] : selectorsOf(symbol, values),
    defaults: symbol.nodes.flatMap((node) =>
      node.defaults.map(({ value, condition }) => formatConditional(value, condition)),
    ),
    probes: [...new Set(settingConditions(symbol).flatMap(unansweredProbes))],
    ...(prompts[0] ? { prompt: prompts[0].text } : {}),
    ...(symbol.choice ? { choice: { prompt: promptOf(symbol.choice), chosen: chosen?.name } } : {}),
    ...rangeOf(symbol, values),
  }
  return { ...facts, reason: findReason(symbol, facts, tree, values) }
}

function plainValue(value: KernelValue): string {
  return unquoteValue(String(value)) ?? String(value)
}

function findReason(
  symbol: KconfigSymbol,
  facts: Omit<DroppedFacts, 'reason'>,
  tree: KconfigTree,
  values: Values,
): DroppedFacts['reason'] {
  const { requested, got } = facts
  const logical = symbol.type === 'bool' || symbol.type === 'tristate'
  const lowered = logical && 'nmy'.indexOf(got) > 'nmy'.indexOf(requested)
  if (got === requested) return 'kept'
  if (!isValueOf(symbol, requested)) return 'wrong-type'
  if (requested === 'm' && (!tree.modules || values.tristate(tree.modules) === 0)) return 'no-modules'
  if (lowered && facts.selectedBy.some(({ active }) => active)) return 'selected'
  if (facts.unmet.length > 0) return 'unmet-dependency'
  if (symbol.nodes.every((node) => node.prompts.length === 0)) return 'no-prompt'
  if (logical && visibility(symbol, values) > 0 && facts.choice && (facts.choice.chosen || lowered))
    return 'other-choice-member'
  if (!logical && facts.range !== undefined && !isInRange(symbol, requested, facts.range)) return 'out-of-range'
  return facts.probes.length > 0 && !lowered ? 'unanswered-probe' : 'overridden'
}

/** Whether the text is a value of the symbol's type at all. */
export function isValueOf(symbol: KconfigSymbol, value: string): boolean {
  switch (symbol.type) {
    case 'bool':
      return value === 'y' || value === 'n'
    case 'tristate':
      return value === 'y' || value === 'm' || value === 'n'
    case 'int':
      return /^-?[0-9]+$/.test(value)
    case 'hex':
      return /^(0[xX])?[0-9a-fA-F]+$/.test(value)
    default:
      return true
  }
}

function selectorState(symbol: KconfigSymbol, selection: Selection, got: string, values: Values): SelectorState {
  const { by, condition, when } = selection
  return {
    symbol: by.name,
    value: values.text(by),
    condition: condition && formatExpr(condition),
    active: Math.min(values.tristate(by), evaluate(when, values)) >= wantedLevel(symbol, got),
  }
}

function rangeOf(symbol: KconfigSymbol, values: Values): { range?: string } {
  const range = symbol.nodes.flatMap((node) => node.ranges).find(({ when }) => evaluate(when, values) > 0)
  return range ? { range: `${values.text(range.low)}..${values.text(range.high)}` } : {}
}

function isInRange(symbol: KconfigSymbol, value: string, range: string): boolean {
  const number = (text: string) => BigInt(symbol.type === 'hex' && !/^0x/i.test(text) ? `0x${text}` : text || '0')
  const [low = '', high = ''] = range.split('..')
  return (
    isValueOf(symbol, low) && isValueOf(symbol, high) && number(value) >= number(low) && number(value) <= number(high)
  )
}

function promptOf(choice: KconfigSymbol): string {
  return choice.nodes[0]?.prompts.at(-1)?.text ?? choice.name
}
