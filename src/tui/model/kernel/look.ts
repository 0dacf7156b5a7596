/** Everything that is seen of one entry, apart from colours and room. */
import type { KconfigSymbol } from '../../../kconfig/ast.ts'
import type { Token } from '../../theme.ts'
import { sizeWords } from './cost.ts'
import { promptOf } from './marks.ts'
import type { KernelModel } from './model.ts'
import { type KernelRow, opensMenu } from './rows.ts'

export interface RowLook {
  mark: string
  token: Token
  title: string
  tail: string
  /** At the right: who asks for the value. */
  by: string
  own: boolean
  /** What it adds, `~24 KB`; empty where nobody has measured it, undefined where nothing was measured at all. */
  cost: string | undefined
  changed: boolean
  isNew: boolean
  /** Greyed: not shown by menuconfig, or not to be changed. */
  muted: boolean
  comment: boolean
  /** CONFIG_ name; empty for what has none. */
  name: string
}

/** `within` is the choice whose members are listed. */
export function lookOf({ node, hidden, unfolded }: KernelRow, model: KernelModel, within?: KconfigSymbol): RowLook {
  const { symbol } = node
  const mark = model.mark(node, within)
  const wish = symbol && model.wish(symbol)
  const fold = unfolded === undefined ? '' : unfolded ? '[-]' : '[+]'
  const menu = node.kind === 'menu' || symbol?.isChoice === true
  return {
    mark: fold !== '' && mark.mark === '' ? fold : mark.mark,
    token: hidden || !mark.on ? 'muted' : mark.held && !menu ? 'auto' : 'good',
    title: promptOf(node),
    tail: fold !== '' && opensMenu(node) ? mark.tail.replace(/ -+>?$/, mark.mark === '' ? '' : ` ${fold}`) : mark.tail,
    by: wish ? whoWords(wish.by) : '',
    own: wish?.by.includes('profile') ?? false,
    cost: model.measured ? sizeWords(symbol && model.cost(symbol)) : undefined,
    changed: model.isChanged(node),
    isNew: model.isNew(node),
    muted: hidden || (mark.held && !mark.on && !menu),
    comment: node.kind === 'comment',
    name: symbol && !symbol.isChoice ? symbol.name : '',
  }
}

/** `profile` is the person: what they see is theirs. */
export function whoWords(by: readonly string[]): string {
  const names = [...new Set(by)].map((one) => (one === 'profile' ? 'you' : one === 'base' ? 'base' : one))
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} +${names.length - 2}` : names.join(', ')
}
