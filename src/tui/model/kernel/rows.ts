/** The entries of one menu, in the order and nesting of menuconfig; or of all menus that are unfolded, in one list. */
import type { MenuNode } from '../../../kconfig/ast.ts'
import type { KconfigConfiguration } from '../../../kconfig/configuration.ts'
import { isShown } from './marks.ts'

export interface KernelRow {
  node: MenuNode
  /** Steps of indentation. */
  depth: number
  /** menuconfig would not show it as things are. */
  hidden: boolean
  /** In one list: whether its inside is shown below it. */
  unfolded?: boolean
}

export interface RowsView {
  /** Entries that nothing shows now, too. */
  hidden: boolean
  /** All menus in one list: those that are unfolded. Undefined: one menu at a time. */
  unfolded?: ReadonlySet<MenuNode> | undefined
}

/** Rows of what is inside a menu, a menuconfig entry or a choice. */
export function rowsOf(menu: MenuNode, configuration: KconfigConfiguration, view: RowsView): KernelRow[] {
  const rows: KernelRow[] = []
  const list = (nodes: readonly MenuNode[], depth: number) => {
    for (const node of nodes) {
      if (node.prompts.length === 0) continue
      const hidden = !isShown(node, configuration)
      if (hidden && !view.hidden) continue
      const unfolded = view.unfolded && opensMenu(node) ? view.unfolded.has(node) : undefined
      rows.push({ node, depth, hidden, ...(unfolded === undefined ? {} : { unfolded }) })
      list(insideOf(node, unfolded, configuration), depth + 1)
    }
  }
  list(menu.children, 0)
  return rows
}

/** Whether Enter leads into the entry. */
export function opensMenu(node: MenuNode): boolean {
  return node.kind === 'menu' || node.kind === 'menuconfig' || node.kind === 'choice'
}

/** What stands indented below an entry: what depends on it, the inside of an unfolded menu, what its chosen member brings along. */
function insideOf(
  { kind, symbol, children }: MenuNode,
  unfolded: boolean | undefined,
  configuration: KconfigConfiguration,
): readonly MenuNode[] {
  if (unfolded) return children
  if (kind === 'menu' || kind === 'menuconfig') return []
  if (!symbol?.isChoice) return children
  if (configuration.tristate(symbol) !== 2) return children
  const chosen = configuration.selection(symbol)
  return children.find((child) => child.symbol === chosen)?.children ?? []
}

/** The menus around an entry, outermost first, without the root. */
export function menusAround(node: MenuNode): MenuNode[] {
  const around: MenuNode[] = []
  for (let outer = node.parent; outer?.parent; outer = outer.parent) if (opensMenu(outer)) around.unshift(outer)
  return around
}
