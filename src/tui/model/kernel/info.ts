/** The full page about a symbol, a choice or a menu, as rows; some lead to other symbols. */
import type { KconfigSymbol, MenuNode, Selection } from '../../../kconfig/ast.ts'
import { evaluate } from '../../../kconfig/expr.ts'
import { dedentHelp } from '../../../kconfig/lexer.ts'
import type { Glyphs, Token } from '../../theme.ts'
import type { Row } from '../../widgets/line.tsx'
import { wrap } from '../text.ts'
import { costWords } from './cost.ts'
import { isText, promptOf } from './marks.ts'
import type { KernelModel } from './model.ts'
import { menusAround } from './rows.ts'
import { type Term, termsOf } from './terms.ts'

export interface InfoLine {
  row: Row
  /** What the line leads to. */
  symbol?: KconfigSymbol | undefined
}

interface Page {
  model: KernelModel
  columns: number
  glyphs: Glyphs
}

const INDENT = '  '
/** A list, or text that stands in columns. */
const LAID_OUT = /^(?:[-*] |o |\(?\w[.)] |\s)|[^.:?!] {2,}\S|\t/m

export function infoOf(node: MenuNode, model: KernelModel, columns: number, glyphs: Glyphs): InfoLine[] {
  const page = { model, columns, glyphs }
  const { symbol } = node
  const help = helpLines(symbol?.nodes ?? [node], columns)
  if (!symbol) return [...plain(help), ...where(node, page), ...dependencies(node, page)]
  return [
    ...valueLines(symbol, page),
    ...plain(help),
    ...symbol.nodes.flatMap((one) => where(one, page)),
    ...symbol.nodes.flatMap((one) => dependencies(one, page)),
    ...members(symbol, page),
    ...defaults(symbol, page),
    ...selections(
      'Selects',
      symbol.nodes.flatMap(({ selects }) => selects),
      'target',
      page,
    ),
    ...selections(
      'Implies',
      symbol.nodes.flatMap(({ implies }) => implies),
      'target',
      page,
    ),
    ...selections('Selected by', symbol.selectedBy, 'by', page),
    ...selections('Implied by', symbol.impliedBy, 'by', page),
  ]
}

/** Help of every definition that has one. */
export function helpLines(nodes: readonly MenuNode[], columns: number): string[] {
  const texts = nodes.flatMap(({ rawHelp }) => (rawHelp === undefined ? [] : [dedentHelp(rawHelp).trimEnd()]))
  return texts.flatMap((text, index) => [...(index === 0 ? [] : ['']), ...paragraphs(text, columns)])
}

/** Lines of a paragraph run together; lists and indented text stay as they are. */
function paragraphs(text: string, columns: number): string[] {
  const blocks = text.split(/\n\s*\n/)
  return blocks.flatMap((block, index) => {
    const joined = LAID_OUT.test(block) ? block : block.replace(/\n/g, ' ')
    return [...(index === 0 ? [] : ['']), ...wrap(joined, columns)]
  })
}

function plain(lines: readonly string[]): InfoLine[] {
  return lines.length === 0 ? [] : [...lines.map((line): InfoLine => ({ row: [[line]] })), { row: [] }]
}

/** `y`, and who holds it there. */
function valueLines(symbol: KconfigSymbol, { model, columns }: Page): InfoLine[] {
  const { configuration } = model
  const { type } = symbol
  const value = symbol.isChoice ? (configuration.selection(symbol)?.name ?? 'none') : configuration.text(symbol) || '""'
  const range = isText(symbol) ? configuration.range(symbol) : undefined
  const why = holderWords(symbol, model)
  const cost = costWords(model.cost(symbol))
  return [
    {
      row: [
        [symbol.isChoice ? 'Chosen ' : `CONFIG_${symbol.name} = `, 'title'],
        [value, 'accent'],
        [`   ${symbol.isChoice ? 'choice, ' : ''}${type}${range ? `, ${range.low} to ${range.high}` : ''}`, 'muted'],
      ],
    },
    ...(why === '' ? [] : wrap(why, columns).map((line): InfoLine => ({ row: [[line, 'auto']] }))),
    ...(cost === '' ? [] : wrap(cost, columns).map((line): InfoLine => ({ row: [[line, 'muted']] }))),
    { row: [] },
  ]
}

/** Where the value comes from, in one sentence. */
export function holderWords(symbol: KconfigSymbol, model: KernelModel): string {
  const { configuration } = model
  const wish = model.wish(symbol)
  const selectors = symbol.selectedBy.filter(
    ({ by, when }) => configuration.tristate(by) > 0 && evaluate(when, configuration) > 0,
  )
  const said: string[] = []
  if (selectors.length > 0) said.push(`Selected by ${names(selectors.map(({ by }) => by.name))}.`)
  if (wish) {
    // An id is written as it is, at the beginning of a sentence, too.
    const who = [...new Set(wish.by)].map((one) =>
      one === 'profile' ? 'This profile' : one === 'base' ? 'The base of every system' : one,
    )
    const asked = wish.value === '' ? 'an empty text' : wish.value
    const got = configuration.text(symbol)
    said.push(
      `${who.join(', ')} ${who.length === 1 ? 'asks' : 'ask'} for ${asked}${got === wish.value || (got === '' && wish.value === 'n') ? '' : ', but it is not so'}.`,
    )
  }
  if (said.length === 0 && symbol.isChoice) return ''
  if (said.length === 0 && configuration.visibility(symbol) > 0) said.push('Nobody asks for it.')
  return said.join(' ')
}

function names(all: readonly string[]): string {
  const unique = [...new Set(all)]
  return unique.length > 4 ? `${unique.slice(0, 3).join(', ')} and ${unique.length - 3} more` : unique.join(', ')
}

function where(node: MenuNode, { model, columns, glyphs }: Page): InfoLine[] {
  const path = [...menusAround(node).map(promptOf), ...(node.prompts.length > 0 ? [promptOf(node)] : [])]
  const { configuration } = model
  const place = path.length === 0 ? 'not in the menu' : path.join(` ${glyphs.arrow} `)
  const last = node.prompts.at(-1)
  const unseen = last && evaluate(last.when, configuration) === 0 ? ', not shown as things stand' : ''
  return [
    { row: [[`Defined at ${node.location.file}:${node.location.line}`, 'muted']] },
    ...wrap(`${last ? '' : 'without a prompt, '}${place}${unseen}`, columns - INDENT.length).map(
      (line): InfoLine => ({ row: [[INDENT], [line]] }),
    ),
  ]
}

/** Of the entry and all around it; what only the prompt needs stands apart. */
function dependencies(node: MenuNode, page: Page): InfoLine[] {
  const last = node.prompts.at(-1)
  const own = last?.when ?? node.dependency
  const terms = termsOf(own, page.model.configuration)
  if (terms.length === 0) return [{ row: [] }]
  return [{ row: [['Depends on', 'title']] }, ...terms.map((term) => termLine(term, page)), { row: [] }]
}

export function termLine(term: Term, { glyphs }: Pick<Page, 'glyphs'>): InfoLine {
  const token: Token = term.met ? 'good' : 'bad'
  return {
    row: [
      [INDENT.repeat(term.depth + 1)],
      [`${term.met ? glyphs.done : glyphs.failed} `, token],
      [term.text, term.met ? 'text' : 'warning'],
      [term.values === '' ? (term.joint ? ':' : '') : ` ${term.values}`, 'muted'],
    ],
    symbol: term.symbol,
  }
}

function members(choice: KconfigSymbol, { model }: Page): InfoLine[] {
  const list = choice.isChoice ? choice.members : choice.choice ? [choice.choice, ...choice.choice.members] : []
  if (list.length === 0) return []
  const { configuration } = model
  return [
    { row: [[choice.isChoice ? 'Members' : 'A member of the choice', 'title']] },
    ...list.map((member): InfoLine => {
      const on = !member.isChoice && configuration.tristate(member) > 0
      return {
        row: [
          [`${INDENT}${member.isChoice ? '' : on ? '(X) ' : '( ) '}`, on ? 'good' : 'muted'],
          [promptOf(member.nodes[0])],
          [member.isChoice ? '' : `  ${member.name}`, 'muted'],
        ],
        symbol: member === choice ? undefined : member,
      }
    }),
    { row: [] },
  ]
}

function defaults(symbol: KconfigSymbol, page: Page): InfoLine[] {
  const { configuration } = page.model
  const lines = symbol.nodes.flatMap(({ defaults: list }) =>
    list.flatMap(({ value, when, condition }): InfoLine[] => {
      const [main] = termsOf(value, configuration)
      const active = evaluate(when, configuration) > 0
      const conditions = condition === undefined ? [] : termsOf(condition, configuration)
      return [
        {
          row: [
            [`${INDENT}${active ? page.glyphs.done : page.glyphs.dot} `, active ? 'good' : 'muted'],
            [main?.text ?? 'y'],
            [conditions.length === 0 ? '' : ' if', 'muted'],
          ],
          symbol: main?.symbol,
        },
        ...conditions.map((term) => termLine({ ...term, depth: term.depth + 1 }, page)),
      ]
    }),
  )
  return lines.length === 0 ? [] : [{ row: [['Defaults', 'title']] }, ...lines, { row: [] }]
}

/** Those that act now come first; each with its value, and the condition where it has one. */
function selections(title: string, list: readonly Selection[], side: 'by' | 'target', page: Page): InfoLine[] {
  if (list.length === 0) return []
  const { configuration } = page.model
  const acts = ({ by, when }: Selection) => configuration.tristate(by) > 0 && evaluate(when, configuration) > 0
  const sorted = [...list].sort((a, b) => Number(acts(b)) - Number(acts(a)))
  return [
    {
      row: [
        [title, 'title'],
        [`  ${list.length}`, 'muted'],
      ],
    },
    ...sorted.map((selection): InfoLine => {
      const symbol = selection[side]
      const active = acts(selection)
      const condition = termsOf(selection.condition, configuration)
        .map(({ text, values, joint }) => `${text}${joint ? ':' : ` ${values}`.trimEnd()}`)
        .join(', ')
      return {
        row: [
          [`${INDENT}${active ? page.glyphs.done : page.glyphs.dot} `, active ? 'good' : 'muted'],
          [symbol.name || promptOf(symbol.nodes[0])],
          [` [=${configuration.text(symbol)}]`, 'muted'],
          [condition === '' ? '' : `  if ${condition}`, 'muted'],
        ],
        symbol,
      }
    }),
    { row: [] },
  ]
}
