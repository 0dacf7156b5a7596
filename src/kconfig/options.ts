/** The lines that belong to an entry: type, prompt, default, select, depends on, help and their kin. */
import type { Dialect, Expr, KconfigSymbol, KconfigWarning, Location, MenuNode, SymbolType } from './ast.ts'
import { and } from './expr.ts'
import type { Statement } from './statement.ts'
import { append } from './symbols.ts'
import { syntaxError } from './syntax-error.ts'

/** What option lines reach beyond their own entry. */
export interface OptionContext {
  readonly dialect: Dialect
  modules: KconfigSymbol | undefined
  readonly warnings: KconfigWarning[]
  /** The help text that follows the current line. */
  help(): string
}

const types = new Map<string, SymbolType>([
  ['bool', 'bool'],
  ['tristate', 'tristate'],
  ['int', 'int'],
  ['hex', 'hex'],
  ['string', 'string'],
  ['def_bool', 'bool'],
  ['def_tristate', 'tristate'],
])

const configOptions = [...types.keys(), 'prompt', 'default', 'select', 'imply', 'range', 'depends', 'help', 'modules']
const allowed: Partial<Record<MenuNode['kind'], readonly string[]>> = {
  config: configOptions,
  menuconfig: configOptions,
  choice: ['bool', 'tristate', 'prompt', 'default', 'optional', 'depends', 'help'],
  menu: ['depends', 'visible'],
  comment: ['depends'],
}

/** The first words of lines that belong to an entry. */
export const optionKeywords: ReadonlySet<string> = new Set(Object.values(allowed).flat())

/** Reads one option line into its entry. Throws SmartError where the line is malformed or not allowed there. */
export function readOption(keyword: string, node: MenuNode, statement: Statement, context: OptionContext): void {
  if (!allowed[node.kind]?.includes(keyword))
    throw syntaxError(`'${keyword}' does not belong to a ${node.kind}`, statement.position)
  switch (keyword) {
    case 'depends':
      if (!statement.accept('on') && context.dialect === 'kernel') statement.expected("'on'")
      node.dependsOn = and(node.dependsOn, statement.expression())
      statement.end(afterExpression)
      break
    case 'visible':
      node.visibleIf = and(node.visibleIf, statement.condition())
      break
    case 'help':
      statement.end()
      node.rawHelp = context.help()
      break
    case 'optional':
      statement.end()
      node.optional = true
      break
    case 'prompt':
      addPrompt(node, statement, statement.quoted("the prompt's text in quotes"), context)
      break
    default:
      if (node.symbol) readSymbolOption(keyword, node, node.symbol, statement, context)
  }
}

export const afterExpression = "'&&', '||' or the end of the line"

function readSymbolOption(
  keyword: string,
  node: MenuNode,
  symbol: KconfigSymbol,
  statement: Statement,
  context: OptionContext,
): void {
  const location = locationOf(statement)
  const type = types.get(keyword)
  if (keyword === 'modules') {
    statement.end()
    const other = context.modules
    if (other && other !== symbol)
      throw syntaxError(`${symbol.name} has the attribute modules, but so has ${other.name}`, statement.position)
    context.modules = symbol
  } else if (keyword === 'select' || keyword === 'imply') {
    const target = statement.name()
    const selection = { location, by: symbol, target, condition: statement.condition(), when: undefined }
    if (keyword === 'select') node.selects = append(node.selects, selection)
    else node.implies = append(node.implies, selection)
  } else if (keyword === 'range') {
    const low = statement.operand()
    const high = statement.operand()
    node.ranges = append(node.ranges, { location, low, high, condition: statement.condition(), when: undefined })
  } else if (keyword === 'default' || keyword.startsWith('def_')) {
    const value: Expr = node.kind === 'choice' ? { kind: 'symbol', symbol: statement.name() } : statement.expression()
    node.defaults = append(node.defaults, { location, value, condition: statement.condition(), when: undefined })
    if (type) setType(node, symbol, type, context)
  } else if (type) {
    const text = statement.optionalQuoted()
    if (text === undefined) statement.end("the prompt's text in quotes or the end of the line")
    else addPrompt(node, statement, text, context)
    setType(node, symbol, type, context)
  }
}

function setType(node: MenuNode, symbol: KconfigSymbol, type: SymbolType, context: OptionContext): void {
  if (symbol.type === 'unknown') symbol.type = type
  else if (symbol.type !== type)
    context.warnings.push({
      location: node.location,
      message: `ignoring type redefinition of '${symbol.name || '<choice>'}' from '${typeName(symbol.type)}' to '${typeName(type)}'`,
      kind: 'parser',
    })
}

/** Types as C's messages name them. */
function typeName(type: SymbolType): string {
  return type === 'int' ? 'integer' : type
}

/** Adds a prompt, with the condition that ends its line. */
export function addPrompt(node: MenuNode, statement: Statement, text: string, context: OptionContext): void {
  const location = locationOf(statement)
  if (node.prompts.length > 0 && node.kind !== 'root')
    context.warnings.push({ location, message: 'prompt redefined', kind: 'parser' })
  if (/^\s/.test(text)) context.warnings.push({ location, message: 'leading whitespace ignored', kind: 'parser' })
  const prompt = { text: text.trimStart(), location, condition: statement.condition(), when: undefined }
  node.prompts = append(node.prompts, prompt)
}

export function locationOf(statement: Statement): Location {
  return { file: statement.file, line: statement.first.line }
}
