/** The page of reasons and ways as rows. */
import type { KconfigSymbol } from '../../../kconfig/ast.ts'
import type { Obstacle, PlannedAssignment, ValueChange } from '../../../kconfig/plan-types.ts'
import type { Glyphs, Token } from '../../theme.ts'
import type { Row } from '../../widgets/line.tsx'
import { wrap } from '../text.ts'
import { holderWords, termLine } from './info.ts'
import { isText, promptOf } from './marks.ts'
import type { KernelModel } from './model.ts'
import { termsOf } from './terms.ts'
import type { KernelWay, WaysOut } from './ways.ts'

export interface WhyView {
  symbol: KconfigSymbol
  aim: string
  found: WaysOut
  /** The way that Enter takes. */
  chosen: number
  model: KernelModel
  columns: number
  glyphs: Glyphs
}

/** As many of what changes by itself are named. */
const NAMED = 12

/** `at`: the row of the chosen way. */
export function whyRows(view: WhyView): { rows: Row[]; at: number } {
  const { symbol, aim, found, chosen, model, columns, glyphs } = view
  const node = model.nodeOf(symbol)
  const rows: Row[] = [
    [
      [`${symbol.name}  `, 'title'],
      [promptOf(node), 'muted'],
    ],
  ]
  rows.push(...said(holderWords(symbol, model), columns, 'auto'))
  rows.push(...inTheWay(view))
  if (found.already)
    rows.push([], [[isText(symbol) ? 'Its value is typed at its row.' : `It is ${aim} already.`, 'muted']])
  for (const obstacle of found.obstacles) rows.push([], ...obstacleRows(obstacle, columns, glyphs))
  let at = 0
  found.ways.forEach((way, index) => {
    if (index === 0)
      rows.push(
        [],
        [
          [
            found.ways.length > 1
              ? `Ways to ${symbol.name}=${aim}, the smallest first`
              : `The way to ${symbol.name}=${aim}`,
            'title',
          ],
        ],
      )
    else rows.push([])
    if (index === chosen) at = rows.length
    rows.push(...wayRows(way, index === chosen, view))
  })
  if (found.ways.length > 0)
    rows.push(
      [],
      [
        ['Enter', 'key'],
        [' applies it as one step that can be undone', 'muted'],
      ],
    )
  return { rows, at }
}

function said(text: string, columns: number, token: Token): Row[] {
  return text === '' ? [] : wrap(text, columns).map((line): Row => [[line, token]])
}

/** Terms of its prompts and dependencies that do not hold; for switching off, who holds it on. */
function inTheWay({ symbol, aim, model, glyphs }: WhyView): Row[] {
  const { configuration } = model
  if (aim === 'n') {
    const holders = symbol.selectedBy.filter(({ by }) => configuration.tristate(by) > 0)
    return holders
      .slice(0, NAMED)
      .map(
        ({ by }): Row => [
          [`  ${glyphs.blocked} `, 'warning'],
          [by.name],
          [` [=${configuration.text(by)}] selects it`, 'muted'],
        ],
      )
  }
  const conditions = symbol.nodes.flatMap((node) =>
    node.prompts.length > 0 ? [node.prompts.at(-1)?.when] : [node.dependency],
  )
  return conditions.flatMap((condition): Row[] => {
    const terms = termsOf(condition, configuration)
    const unmet = terms.filter((term, index) => !term.met && (term.depth === 0 || isBelowUnmet(terms, index)))
    return unmet.length === 0
      ? []
      : [[], [['It needs', 'title']], ...unmet.map((term) => termLine(term, { glyphs }).row)]
  })
}

/** Sides of an `or` that holds are no obstacle. */
function isBelowUnmet(terms: readonly { depth: number; met: boolean }[], index: number): boolean {
  const depth = terms[index]?.depth ?? 0
  const above = terms.slice(0, index).findLast((term) => term.depth < depth)
  return above ? !above.met : true
}

function obstacleRows({ why, unmet, impossible }: Obstacle, columns: number, glyphs: Glyphs): Row[] {
  return [
    ...said(why, columns, 'bad'),
    ...unmet.map(
      (term): Row => [
        [`  ${glyphs.failed} `, 'bad'],
        [term.leaf, 'warning'],
        [` is ${term.value || 'empty'}, ${term.wanted} is needed`, 'muted'],
      ],
    ),
    ...(impossible.length > 0 ? said(`Nothing can change ${impossible.join(', ')}.`, columns, 'muted') : []),
  ]
}

function wayRows({ plan, proposal }: KernelWay, focused: boolean, { columns, glyphs, model }: WhyView): Row[] {
  const lead = focused ? glyphs.arrow : ' '
  const rows: Row[] = plan.assignments.map((assignment, index) =>
    assignmentRow(assignment, index === 0 ? lead : ' ', focused, model),
  )
  rows.push(...changeRows('follows by itself', plan.automatic, 'good', columns))
  rows.push(...changeRows('is lowered', plan.lowered, 'warning', columns))
  for (const { symbol, by } of proposal.broken)
    rows.push([
      [`    ${glyphs.blocked} `, 'bad'],
      [`${by.join(', ')} would lose ${symbol}: the build would refuse that`, 'bad'],
    ])
  return rows
}

function assignmentRow(
  { symbol, from, value, why }: PlannedAssignment,
  lead: string,
  focused: boolean,
  model: KernelModel,
): Row {
  const prompt = promptOf(model.nodeOf(symbol))
  return [
    [`${lead} `, focused ? 'good' : 'muted'],
    [`${symbol.name}=${value}`, focused ? 'focus' : 'text'],
    [from === '' ? '' : ` (was ${from})`, 'muted'],
    [`  ${why}`, 'text'],
    [prompt === symbol.name ? '' : `  ${prompt}`, 'muted'],
  ]
}

function changeRows(words: string, changes: readonly ValueChange[], token: Token, columns: number): Row[] {
  if (changes.length === 0) return []
  const shown = changes.slice(0, NAMED).map(({ symbol, from, to }) => `${symbol.name} ${from || 'n'}→${to || 'n'}`)
  const more = changes.length > NAMED ? ` and ${changes.length - NAMED} more` : ''
  return wrap(`${words}: ${shown.join(', ')}${more}`, columns - 4).map((line): Row => [[`    ${line}`, token]])
}
