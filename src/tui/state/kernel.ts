/** How the menus of a component's own configuration (the kernel's, busybox's) stand. Entries are named by their number in the tree. */
import type { Message } from '../state.ts'

/** How far the tree of a component has come. */
export type TreeState =
  | { status: 'opening' }
  /** Its source is not on this machine, or not unpacked. */
  | { status: 'missing' }
  | { status: 'fetching'; note: string; fraction: number }
  | { status: 'ready' }
  | { status: 'failed'; error: Message }

export interface KernelState {
  /** The component whose menu is shown. */
  component: string
  trees: Readonly<Record<string, TreeState>>
  /** Menus that were gone into, outermost first; the last one is shown. Empty: the top. */
  menus: readonly number[]
  /** All menus in one list, and those that are unfolded there. */
  tree: boolean
  unfolded: readonly number[]
  /** The entry whose text is being typed. */
  editing?: number | undefined
  finding: boolean
  /** Components whose symbols can be searched. */
  searchable: readonly string[]
}

export const initialKernel: KernelState = {
  component: 'linux',
  trees: {},
  menus: [],
  tree: false,
  unfolded: [],
  finding: false,
  searchable: [],
}

export function withKernel<T extends { kernel: KernelState }>(state: T, change: Partial<KernelState>): T {
  return { ...state, kernel: { ...state.kernel, ...change } }
}

export function withTree<T extends { kernel: KernelState }>(state: T, component: string, tree: TreeState): T {
  return withKernel(state, { trees: { ...state.kernel.trees, [component]: tree } })
}

/** The name under which the place in the menu that is shown now is kept. */
export function kernelList({ component, menus, tree }: KernelState): string {
  return `kernel:${component}:${tree && menus.length === 0 ? '*' : (menus.at(-1) ?? 0)}`
}
