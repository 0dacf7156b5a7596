/** What the help pane says about an entry of a Kconfig menu. */
import type { MenuNode } from '../../../kconfig/ast.ts'
import type { Glyphs } from '../../theme.ts'
import type { Row } from '../../widgets/line.tsx'
import { wrap } from '../text.ts'
import { helpLines, holderWords, termLine } from './info.ts'
import { isShown, isText, promptOf } from './marks.ts'
import type { KernelModel } from './model.ts'
import { termsOf } from './terms.ts'

export function describeNode(node: MenuNode, model: KernelModel, columns: number, glyphs: Glyphs): Row[] {
  const { configuration } = model
  const { symbol } = node
  const rows: Row[] = [headline(node, model)]
  if (!isShown(node, configuration)) {
    const unmet = termsOf(node.prompts.at(-1)?.when, configuration).filter(({ met, depth }) => !met && depth === 0)
    rows.push([[unmet.length === 0 ? 'Not shown as things stand' : 'Not shown as things stand; it needs', 'warning']])
    rows.push(...unmet.slice(0, 4).map((term) => termLine(term, { glyphs }).row))
  }
  const holder = symbol ? holderWords(symbol, model) : ''
  rows.push(...wrap(holder, columns).flatMap((line): Row[] => (line === '' ? [] : [[[line, 'auto']]])))
  const help = helpLines([node], columns)
  rows.push(...help.map((line): Row => [[line]]))
  if (!symbol && node.kind === 'menu') rows.push(...insideRows(node, model, columns))
  if (help.length === 0 && symbol) rows.push([['There is no help for this option.', 'muted']])
  return rows
}

/** Of a menu: how much is in it, and what. */
function insideRows(menu: MenuNode, { configuration }: KernelModel, columns: number): Row[] {
  const shown = menu.children.filter((node) => node.kind !== 'comment' && isShown(node, configuration))
  const names = shown.map((node) => promptOf(node).replace(/ \(.*\)$/, ''))
  const on = shown.filter(({ symbol }) => symbol && !symbol.isChoice && configuration.tristate(symbol) > 0).length
  if (shown.length === 0) return [[['Nothing in it can be set as things stand; a shows what is there.', 'muted']]]
  return [
    [[`${shown.length} ${shown.length === 1 ? 'entry' : 'entries'}${on > 0 ? `, ${on} on` : ''}`, 'muted']],
    ...wrap(names.join(', '), columns).map((line): Row => [[line]]),
  ]
}

function headline(node: MenuNode, { configuration }: KernelModel): Row {
  const { symbol } = node
  if (!symbol || symbol.isChoice) return [[promptOf(node), 'title']]
  const range = isText(symbol) ? configuration.range(symbol) : undefined
  return [
    [`CONFIG_${symbol.name}`, 'title'],
    [` = ${configuration.text(symbol) || '""'}`, 'accent'],
    [`  ${symbol.type}${range ? `, ${range.low} to ${range.high}` : ''}`, 'muted'],
  ]
}
