/**
 * The non-interactive modes of the kernel's conf as pure functions: a tree and texts in, a text and messages out, byte for byte
 * what C writes. Where C itself depends on the order of its hash table, the engine keeps to one answer:
 * - a choice's default that is no member of it is passed over (defaultMember() in evaluation.ts);
 * - a range whose bound needs the very symbol it bounds, which C does not refuse as a circle, is computed in order of the text.
 */

import { answerAll } from './answer-all.ts'
import type { KconfigTree, Tristate } from './ast.ts'
import { createConfiguration, type KconfigConfiguration } from './configuration.ts'
import { Evaluation } from './evaluation.ts'
import { evaluateWithMessages, loadConfig } from './load-config.ts'
import { listNewSymbols } from './new-symbols.ts'
import { type ConfigMessage, type ConfigText, readConfig } from './read-config.ts'
import { writeDefconfig } from './save-defconfig.ts'
import { inTableOrder } from './symbol-order.ts'
import { isLogical, UserValues } from './user-values.ts'
import { configHeading, writeConfig } from './write-config.ts'

export const kconfigModes = [
  'olddefconfig',
  'defconfig',
  'alldefconfig',
  'allnoconfig',
  'allyesconfig',
  'allmodconfig',
  'savedefconfig',
  'listnewconfig',
] as const
export type KconfigMode = (typeof kconfigModes)[number]

export interface ModeInput {
  /** The .config (for defconfig the defconfig); absent where there is no such file. */
  config?: ConfigText
  /** The file of KCONFIG_ALLCONFIG, for all*config: what it says is kept. */
  allConfig?: ConfigText
  /** Report symbols that the tree does not have (C: KCONFIG_WARN_UNKNOWN_SYMBOLS; busybox's does so always). */
  warnUnknown?: boolean
  /** Busybox's version, for its heading. */
  version?: string
}

export interface ModeResult {
  /** The comment lines that C begins a .config with; empty for savedefconfig and listnewconfig. */
  heading: string
  /** All after the heading. */
  text: string
  messages: ConfigMessage[]
  /** What came out, to go on from; computed anew, without what C's evaluation remembers of dropped values. */
  configuration: KconfigConfiguration
}

/** Runs one mode. Never throws: what is wrong with a text is in the messages. */
export function runMode(mode: KconfigMode, tree: KconfigTree, input: ModeInput = {}): ModeResult {
  const { user, messages, text } = outcome(mode, tree, input)
  const bare = mode === 'savedefconfig' || mode === 'listnewconfig'
  const heading = bare ? '' : configHeading(tree, input.version)
  // C counts a choice with a new member as open again, and would lower it to m at the next change.
  for (const choice of tree.choices) if (user.level(choice) !== 0) user.given[choice.index] = 1
  return { heading, text, messages, configuration: createConfiguration(tree, user) }
}

interface Outcome {
  user: UserValues
  messages: ConfigMessage[]
  text: string
}

function outcome(mode: KconfigMode, tree: KconfigTree, input: ModeInput): Outcome {
  switch (mode) {
    case 'olddefconfig': {
      const { user, evaluation, messages } = loadConfig(tree, input.config, input.warnUnknown)
      // Busybox's conf answers every question itself, after which everything is computed anew.
      const final = tree.dialect === 'busybox' ? new Evaluation(tree, user) : evaluation
      return { user, messages, text: writeConfig(final) }
    }
    case 'listnewconfig': {
      const { user, evaluation, messages } = loadConfig(tree, input.config, input.warnUnknown)
      const kept = user.copy()
      const text = listNewSymbols(tree, evaluation)
      user.restore(kept)
      return { user, messages, text }
    }
    case 'savedefconfig': {
      const { user, messages } = loadConfig(tree, input.config, input.warnUnknown)
      return { user, messages, text: writeDefconfig(tree, evaluateWithMessages(tree, user, messages)) }
    }
    case 'defconfig': {
      const { user, messages } = loadConfig(tree, input.config, input.warnUnknown)
      return complete(tree, user, messages, undefined)
    }
    default: {
      const seed = input.allConfig && readConfig(tree, input.allConfig, input.warnUnknown)
      const user = seed?.user ?? new UserValues(tree)
      const messages = seed?.messages ?? []
      const level = levelOf[mode]
      if (tree.dialect === 'kernel' || level === undefined) return complete(tree, user, messages, level)
      const configuration = createConfiguration(tree, user)
      answerAll(configuration, level)
      return { user, messages, text: writeConfig(configuration) }
    }
  }
}

const levelOf: Readonly<Record<string, Tristate | undefined>> = { allnoconfig: 0, allmodconfig: 1, allyesconfig: 2 }

/** Gives everything that is open the same level (undefined: leaves it to the defaults), and evaluates. */
function complete(
  tree: KconfigTree,
  user: UserValues,
  messages: ConfigMessage[],
  level: Tristate | undefined,
): Outcome {
  if (level !== undefined)
    for (const symbol of tree.all) if (isLogical(symbol) && !user.isGiven(symbol)) user.giveLevel(symbol, level)
  const evaluation = evaluateWithMessages(tree, user, messages)
  const symbols = inTableOrder(tree)
  // A choice whose mode is open keeps what its members made of it. C computes those first, the rest as it is written.
  const open = symbols.filter((symbol) => symbol.isChoice && !user.isGiven(symbol))
  for (const choice of open) user.given[choice.index] = 1
  evaluation.computeAll(open)
  const text = writeConfig(evaluation)
  evaluation.computeAll(symbols)
  return { user, messages, text }
}
