/** What C warns of once a tree is finalised: entries that can be read but not be meant so. Words and order are those of C (6.1). */
import type { Default, KconfigSymbol, KconfigWarning, Location, MenuNode, Range, Selection } from './ast.ts'
import { isWellFormed } from './number-text.ts'
import { isLogical } from './user-values.ts'

type Property =
  | { kind: 'default'; property: Default }
  | { kind: 'select' | 'imply'; property: Selection }
  | { kind: 'range'; property: Range }

/** Warnings for a symbol, all its definitions; `node` is the one that is finalised first. */
export function checkSymbol(node: MenuNode, symbol: KconfigSymbol): KconfigWarning[] {
  const warnings: KconfigWarning[] = []
  if (symbol.type === 'unknown') warnings.push(warning(node.location, 'config symbol defined without type'))
  if (symbol.isChoice && node.prompts.length === 0) warnings.push(warning(node.location, 'choice must have a prompt'))
  for (const place of symbol.nodes)
    for (const one of propertiesOf(place)) {
      const messages = one.kind === 'default' ? checkDefault(symbol, one.property) : checkOther(symbol, one)
      warnings.push(...messages.map((message) => warning(one.property.location, message)))
    }
  return warnings
}

/** Warnings for an entry that becomes a member of a choice. */
export function checkMember(node: MenuNode, symbol: KconfigSymbol, choice: KconfigSymbol): KconfigWarning[] {
  const warnings: KconfigWarning[] = []
  if (node.prompts.length === 0) warnings.push(warning(node.location, 'choice value must have a prompt'))
  for (const place of symbol.nodes) {
    const isElsewhere = place !== node && place.kind !== 'menuconfig' && place.parent?.symbol !== choice
    const found = place.defaults.map(({ location }) => warning(location, 'defaults for choice values not supported'))
    if (isElsewhere)
      for (const { location } of place.prompts)
        found.push(warning(location, 'choice value used outside its choice group'))
    warnings.push(...found.sort((left, right) => left.location.line - right.location.line))
  }
  return warnings
}

function warning(location: Location, message: string): KconfigWarning {
  return { location, message, kind: 'parser' }
}

/** In the order of the text. */
function propertiesOf(node: MenuNode): Property[] {
  const properties: Property[] = [
    ...node.defaults.map((property) => ({ kind: 'default' as const, property })),
    ...node.selects.map((property) => ({ kind: 'select' as const, property })),
    ...node.implies.map((property) => ({ kind: 'imply' as const, property })),
    ...node.ranges.map((property) => ({ kind: 'range' as const, property })),
  ]
  return properties.sort((left, right) => left.property.location.line - right.property.location.line)
}

function checkDefault(symbol: KconfigSymbol, { value }: Default): string[] {
  if (value.kind !== 'symbol')
    return isLogical(symbol) || symbol.type === 'unknown'
      ? []
      : [`default for config symbol '${symbol.name}' must be a single symbol`]
  if (isNumber(symbol)) return canBound(symbol, value.symbol) ? [] : [`'${symbol.name}': number is invalid`]
  if (symbol.isChoice && value.symbol.choice !== symbol)
    return [`choice default symbol '${value.symbol.name}' is not contained in the choice`]
  return []
}

function checkOther(symbol: KconfigSymbol, { kind, property }: Exclude<Property, { kind: 'default' }>): string[] {
  if (kind !== 'range') {
    if (!isLogical(symbol)) return [`config symbol '${symbol.name}' uses ${kind}, but is not bool or tristate`]
    const { target } = property
    if (isLogical(target) || target.type === 'unknown') return []
    return [`'${target.name}' has wrong type. '${kind}' only accept arguments of bool and tristate type`]
  }
  const messages: string[] = []
  if (!isNumber(symbol)) messages.push('range is only allowed for int or hex symbols')
  if (!canBound(symbol, property.low) || !canBound(symbol, property.high)) messages.push('range is invalid')
  return messages
}

function isNumber(symbol: KconfigSymbol): boolean {
  return symbol.type === 'int' || symbol.type === 'hex'
}

/** Whether `other` can stand for a number of this symbol. What an unanswered probe made of it nobody knows. */
function canBound(symbol: KconfigSymbol, other: KconfigSymbol): boolean {
  if (other.probe !== undefined || isNumber(other)) return true
  return other.type === 'unknown' && isWellFormed(symbol, other.name)
}
