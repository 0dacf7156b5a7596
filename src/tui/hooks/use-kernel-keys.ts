/** What the keys of a component's own menu do to the entry under the cursor: the same keys as in Configure. */
import { useContext } from 'react'
import type { MenuNode } from '../../kconfig/ast.ts'
import { redo, say, undo } from '../actions.ts'
import type { KernelModel } from '../model/kernel/model.ts'
import type { Intent } from '../model/toggle.ts'
import { withKernel } from '../state/kernel.ts'
import { withMenu } from '../state/menu.ts'
import { useAppContext } from '../store.ts'
import { KeyLayersContext, Priority, useKeys } from './use-keys.ts'

interface KernelKeys {
  active: boolean
  model: KernelModel | undefined
  current: () => MenuNode | undefined
}

export function useKernelKeys({ active, model, current }: KernelKeys): void {
  const layers = useContext(KeyLayersContext)
  const { session, store } = useAppContext()
  const tell = (text: string) => store.setState((state) => say(state, { tone: 'info', text }), true)
  const press = (intent: Intent | 'open') => () => {
    const node = current()
    if (model && node) session.kernelActing.press(model, node, intent)
  }
  const travel = (step: typeof undo) => () => {
    store.setState(step, true)
    void session.editing.replan()
  }
  const dialog = (type: 'kernel-info' | 'kernel-why') => () => {
    const node = current()
    if (!model || !node) return
    const { component } = model.source
    const { symbol } = node
    if (type === 'kernel-info' || !symbol || symbol.isChoice)
      store.setState({ dialog: { type: 'kernel-info', component, entry: model.numberOf(node) } })
    else store.setState({ dialog: { type: 'kernel-why', component, symbol: symbol.name } })
  }
  useKeys(
    {
      ...(model
        ? {
            'configure.toggle': press('next'),
            'configure.open': press('open'),
            'configure.yes': press('yes'),
            'configure.no': press('no'),
            'configure.module': press('module'),
            'configure.why': dialog('kernel-why'),
            'configure.info': dialog('kernel-info'),
            'configure.find': () => store.setState((state) => withKernel(state, { finding: true }), true),
            'configure.hidden': () => {
              store.setState((state) => withMenu(state, { hidden: !state.menu.hidden }), true)
              tell(store.getState().menu.hidden ? 'Hidden options are shown' : 'Hidden options are hidden')
            },
            'configure.names': () => store.setState((state) => withMenu(state, { names: !state.menu.names }), true),
            'configure.tree': () => {
              store.setState((state) => withKernel(state, { tree: !state.kernel.tree, menus: [] }), true)
              tell(store.getState().kernel.tree ? 'All menus in one list; Enter folds and unfolds' : 'Menu by menu')
            },
            'configure.remove': () => {
              const symbol = current()?.symbol
              if (symbol) session.kernelActing.forget(model, symbol)
            },
          }
        : {}),
      'kernel.back': () => {
        if (!session.kernelActing.back()) session.back()
      },
      'configure.search': () => session.finding.openSearch(layers.commands()),
      'configure.undo': travel(undo),
      'configure.redo': travel(redo),
      'configure.save': () => store.setState({ dialog: { type: 'save', after: 'stay' } }),
      'configure.compare': () => void session.comparing.open(),
      'configure.build': () => void session.plan(),
    },
    { priority: Priority.screen, active },
  )
}
