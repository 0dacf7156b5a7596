/** A small tree with a .config, as the tests of evaluation need it. */
import { createConfiguration, type KconfigConfiguration, type KconfigSymbol, runMode } from '../../src/kconfig/index.ts'
import { parse, symbolOf } from './tree.ts'

export interface Configured {
  configuration: KconfigConfiguration
  symbol(name: string): KconfigSymbol
  /** Values by name, as in `A=y B=m C=5`. */
  values(names: string): string
  set(name: string, value: string | undefined): boolean
}

/** Entries need no MODULES of their own where modules are off. */
export function configure(text: string, config?: string): Configured {
  const tree = parse(text)
  const configuration =
    config === undefined
      ? createConfiguration(tree)
      : runMode('olddefconfig', tree, { config: { name: '.config', text: config } }).configuration
  const symbol = (name: string) => symbolOf(tree, name)
  return {
    configuration,
    symbol,
    values: (names) =>
      names
        .split(' ')
        .map((name) => `${name}=${configuration.text(symbol(name))}`)
        .join(' '),
    set: (name, value) => configuration.setUserValue(symbol(name), value),
  }
}

/** The symbol for modules, y. */
export const modules = 'config MODULES\n\tbool\n\tdefault y\n\tmodules\n'
