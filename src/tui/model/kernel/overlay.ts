/** The profile's own symbols over values that stay: laid on and lifted off in place, so that a keypress costs what it changes. */
import type { KconfigSymbol, KconfigTree } from '../../../kconfig/ast.ts'
import { createConfiguration, type KconfigConfiguration } from '../../../kconfig/configuration.ts'
import { formatDotConfig } from '../../../kconfig/dot-config.ts'
import { readConfig } from '../../../kconfig/read-config.ts'
import { type GivenValues, isLogical, UserValues } from '../../../kconfig/user-values.ts'
import type { Own } from './asked.ts'

export class Overlay {
  readonly #tree: KconfigTree
  readonly #base: GivenValues
  /** The base with the symbols laid over it last. */
  readonly #laid: UserValues
  /** What those have touched. */
  #touched: ReadonlySet<KconfigSymbol> = new Set()

  constructor(tree: KconfigTree, base: GivenValues) {
    this.#tree = tree
    this.#base = base
    this.#laid = new UserValues(tree, base)
  }

  /** A configuration that goes from one set of own symbols to the next. */
  configuration(): LaidConfiguration {
    const configuration = createConfiguration(this.#tree, new UserValues(this.#tree, this.#base))
    let touched: ReadonlySet<KconfigSymbol> = new Set()
    return {
      configuration,
      lay: (own) => {
        this.#lay(own)
        configuration.adopt(this.#laid, [...touched, ...this.#touched])
        touched = this.#touched
      },
    }
  }

  #lay(own: Own): void {
    const tree = this.#tree
    const user = this.#laid
    for (const symbol of this.#touched) user.takeFrom(this.#base, symbol)
    const touched = new Set<KconfigSymbol>()
    this.#touched = touched
    if (own.size === 0) return
    const text = formatDotConfig(own, (symbol) => tree.symbols.get(symbol)?.type)
    const read = readConfig(tree, { name: 'own', text }).user
    for (const name of own.keys()) {
      const symbol = tree.symbols.get(name)
      if (symbol === undefined) continue
      touched.add(symbol)
      // A number that is n is one that is not asked for, whatever the fragment says.
      if (!read.isGiven(symbol)) user.withdraw(symbol)
      else if (!isLogical(symbol)) user.giveText(symbol, read.texts.get(symbol) ?? '')
      else user.giveLevel(symbol, read.level(symbol))
      if (!symbol.choice) continue
      touched.add(symbol.choice)
      giveChoice(user, read, symbol, symbol.choice)
    }
  }
}

export interface LaidConfiguration {
  readonly configuration: KconfigConfiguration
  /** Makes these the own symbols. */
  lay(own: Own): void
}

function giveChoice(user: UserValues, read: UserValues, symbol: KconfigSymbol, choice: KconfigSymbol): void {
  const level = read.level(symbol)
  if (level > 0) user.giveLevel(choice, read.level(choice))
  if (level === 2) user.members.set(choice, symbol)
  else if (user.members.get(choice) === symbol) user.members.delete(choice)
}
