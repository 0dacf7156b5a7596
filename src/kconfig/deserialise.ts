/** Bytes of serialiseTree() → the tree again, each object made once and in one go: that is what makes a cached tree quick. */
import type { Expr, KconfigSymbol, KconfigTree, KconfigWarning, Location, MenuNode, Selection } from './ast.ts'
import { exprKinds, nodeKinds, symbolFlags, symbolTypes, warningKinds } from './serialise.ts'
import { none } from './symbols.ts'

/** `numbers` and `texts` as written by this version of the program: the caller has checked that they are whole. */
export function deserialiseTree(numbers: Int32Array, texts: readonly string[]): KconfigTree {
  let position = 0
  const next = () => numbers[position++] ?? 0
  const text = () => texts[next()] ?? ''

  const namedCount = next()
  const symbolCount = next()
  const symbols: KconfigSymbol[] = new Array(symbolCount)
  const named = new Map<string, KconfigSymbol>()
  for (let index = 0; index < symbolCount; index++) {
    const name = text()
    const type = symbolTypes[next()] ?? 'unknown'
    const flags = next()
    const symbol: KconfigSymbol = {
      name,
      type,
      constant: (flags & symbolFlags.constant) !== 0,
      probe: flags & symbolFlags.probe ? text() : undefined,
      nodes: none,
      isChoice: (flags & symbolFlags.isChoice) !== 0,
      choice: undefined,
      members: none,
      directDependency: undefined,
      selectedBy: none,
      impliedBy: none,
    }
    symbols[index] = symbol
    if (index < namedCount) named.set(name, symbol)
  }
  /** Only for numbers that the writer gave to a symbol that is there. */
  const symbol = () => symbols[next()] as KconfigSymbol
  const optionalSymbol = () => symbols[next()]

  const exprs: Expr[] = new Array(next())
  const expr = () => exprs[next()]
  const part = () => exprs[next()] as Expr
  for (let index = 0; index < exprs.length; index++) {
    const kind = exprKinds[next()] ?? 'symbol'
    if (kind === 'symbol') exprs[index] = { kind, symbol: symbol() }
    else if (kind === 'not') exprs[index] = { kind, operand: part() }
    else if (kind === 'and' || kind === 'or') exprs[index] = { kind, left: part(), right: part() }
    else exprs[index] = { kind, left: symbol(), right: symbol() }
  }

  const files: string[] = new Array(next())
  for (let index = 0; index < files.length; index++) files[index] = text()
  const location = (): Location => ({ file: files[next()] ?? '', line: next() })

  const nodes: MenuNode[] = new Array(next())
  const selections: Selection[] = []
  for (let index = 0; index < nodes.length; index++) {
    const node: MenuNode = {
      kind: nodeKinds[next()] ?? 'root',
      location: location(),
      parent: nodes[next()],
      children: none,
      symbol: optionalSymbol(),
      dependsOn: expr(),
      dependency: expr(),
      visibleIf: expr(),
      rawHelp: texts[next()],
      optional: next() === 1,
      prompts: list(() => ({ location: location(), condition: expr(), when: expr(), text: text() })),
      defaults: list(() => ({ location: location(), condition: expr(), when: expr(), value: part() })),
      selects: list(selection),
      implies: list(selection),
      ranges: list(() => ({ location: location(), condition: expr(), when: expr(), low: symbol(), high: symbol() })),
    }
    nodes[index] = node
    const { parent } = node
    if (parent === undefined) continue
    if (parent.children.length === 0) parent.children = [node]
    else parent.children.push(node)
  }

  function selection(): Selection {
    const made = { location: location(), condition: expr(), when: expr(), by: symbol(), target: symbol() }
    selections.push(made)
    return made
  }

  function list<Item>(item: () => Item): Item[] {
    const length = next()
    if (length === 0) return none
    const items: Item[] = new Array(length)
    for (let index = 0; index < length; index++) items[index] = item()
    return items
  }

  const numbered = <Item>(from: readonly Item[]) => list(() => from[next()] as Item)
  for (const symbol of symbols) {
    symbol.choice = optionalSymbol()
    symbol.directDependency = expr()
    symbol.nodes = numbered(nodes)
    symbol.members = numbered(symbols)
    symbol.selectedBy = numbered(selections)
    symbol.impliedBy = numbered(selections)
  }

  const choices = numbered(symbols)
  const modules = optionalSymbol()
  const warnings = list(
    (): KconfigWarning => ({
      location: { file: text(), line: next() },
      message: text(),
      kind: warningKinds[next()] ?? 'parser',
    }),
  )
  return { root: nodes[0] as MenuNode, symbols: named, choices, modules, files, warnings: [...warnings] }
}
