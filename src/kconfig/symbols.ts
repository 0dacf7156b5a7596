/** The symbol table a parse fills: one object per name, so that expressions can point at symbols directly. */
import type { KconfigSymbol, MenuNode } from './ast.ts'

/** Most lists of most symbols and entries are empty and share this one: a tree has 200,000 of them. */
export const none: never[] = []
Object.freeze(none)

/** Adds to a list that may be the shared empty one; the caller keeps what it returns. */
export function append<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item]
  list.push(item)
  return list
}

/** The constants every tree shares, so that expressions can be compared. */
export const yes = newSymbol('y', { constant: true, type: 'tristate' })
export const mod = newSymbol('m', { constant: true, type: 'tristate' })
export const no = newSymbol('n', { constant: true, type: 'tristate' })

export interface SymbolTable {
  readonly named: Map<string, KconfigSymbol>
  readonly choices: KconfigSymbol[]
  /** A symbol by name; y, m and n are constants. */
  lookup(name: string): KconfigSymbol
  /** A quoted text; with `probe`, one that an unanswered macro call decided. */
  constant(text: string, probe?: string): KconfigSymbol
  /** A choice; those with equal names are one. */
  choice(name: string): KconfigSymbol
}

export function createSymbolTable(): SymbolTable {
  const named = new Map<string, KconfigSymbol>()
  const constants = new Map([yes, mod, no].map((symbol) => [symbol.name, symbol]))
  const choices: KconfigSymbol[] = []

  function constant(text: string, probe?: string): KconfigSymbol {
    if (probe !== undefined) return newSymbol(text, { constant: true, probe })
    return getOrAdd(constants, text, () => newSymbol(text, { constant: true }))
  }

  function lookup(name: string): KconfigSymbol {
    if (name === 'y' || name === 'm' || name === 'n') return constant(name)
    return getOrAdd(named, name, () => newSymbol(name))
  }

  function choice(name: string): KconfigSymbol {
    const known = name === '' ? undefined : choices.find((symbol) => symbol.name === name)
    if (known) return known
    const symbol = newSymbol(name, { isChoice: true })
    choices.push(symbol)
    return symbol
  }

  return { named, choices, lookup, constant, choice }
}

function getOrAdd(map: Map<string, KconfigSymbol>, key: string, make: () => KconfigSymbol): KconfigSymbol {
  const known = map.get(key)
  if (known) return known
  const made = make()
  map.set(key, made)
  return made
}

export function newSymbol(name: string, fields: Partial<KconfigSymbol> = {}): KconfigSymbol {
  return {
    index: -1,
    name,
    type: 'unknown',
    constant: false,
    probe: undefined,
    nodes: none,
    isChoice: false,
    choice: undefined,
    members: none,
    directDependency: undefined,
    selectedBy: none,
    impliedBy: none,
    followsDependency: false,
    ...fields,
  }
}

export function newNode(kind: MenuNode['kind'], location: MenuNode['location'], parent?: MenuNode): MenuNode {
  return {
    kind,
    location,
    parent,
    children: none,
    symbol: undefined,
    prompts: none,
    defaults: none,
    selects: none,
    implies: none,
    ranges: none,
    dependsOn: undefined,
    dependency: undefined,
    visibleIf: undefined,
    rawHelp: undefined,
    optional: false,
  }
}
