/** The right side of a .config line as the value of a symbol, as the kernel's conf_set_sym_val() takes it. */
import type { KconfigSymbol, Tristate } from './ast.ts'
import { isWellFormed } from './number-text.ts'
import type { UserValues } from './user-values.ts'

/** Takes the value, or says in C's words why not. Of bool and tristate the first letter counts. */
export function assignValue(user: UserValues, symbol: KconfigSymbol, value: string): string | undefined {
  switch (symbol.type) {
    case 'bool':
    case 'tristate': {
      const level = 'nmy'.indexOf(value.charAt(0))
      if (value === '' || level < 0 || (level === 1 && symbol.type === 'bool'))
        return `symbol value '${value}' invalid for ${symbol.name}`
      user.giveLevel(symbol, level as Tristate)
      return undefined
    }
    case 'string': {
      // As in C a text without quotes is no value, and no error either.
      if (!value.startsWith('"')) return undefined
      const text = /^"((?:[^"\\]|\\.)*)"/s.exec(value)?.[1]
      if (text === undefined) return 'invalid string found'
      user.giveText(symbol, text.replace(/\\(.)/gs, '$1'))
      return undefined
    }
    case 'int':
    case 'hex':
      if (!isWellFormed(symbol, value)) return `symbol value '${value}' invalid for ${symbol.name}`
      user.giveText(symbol, value)
      return undefined
    default:
      return undefined
  }
}
