/** Numbers as the kernel's conf reads them: C's strtoll(), and what it accepts as the value of an int or a hex symbol. */
import type { KconfigSymbol } from './ast.ts'

const maximum = 2n ** 63n - 1n
const minimum = -(2n ** 63n)
const blanks = /^[ \t\n\v\f\r]*/
const decimal = /^[-+]?[0-9]+/
const hexadecimal = /^[-+]?(?:0[xX](?=[0-9a-fA-F]))?[0-9a-fA-F]+/

/** The number that a text starts with, 0 where it starts with none; values beyond 64 bits stop at the limit, as in C. */
export function leadingNumber(text: string, base: 10 | 16): bigint {
  const digits = (base === 10 ? decimal : hexadecimal).exec(text.replace(blanks, ''))?.[0]
  if (digits === undefined) return 0n
  const negative = digits.startsWith('-')
  const plain = digits.replace(/^[-+]/, '')
  const magnitude = BigInt(base === 10 || /^0x/i.test(plain) ? plain : `0x${plain}`)
  const value = negative ? -magnitude : magnitude
  return value > maximum ? maximum : value < minimum ? minimum : value
}

/** The number that a value of this symbol is: base 16 for hex, else 10. */
export function numberOf(symbol: KconfigSymbol, text: string): bigint {
  return leadingNumber(text, symbol.type === 'hex' ? 16 : 10)
}

/** Whether the text can be a value of the symbol at all, ranges left aside. For bool and tristate the first letter decides. */
export function isWellFormed(symbol: KconfigSymbol, text: string): boolean {
  switch (symbol.type) {
    case 'string':
      return true
    case 'int':
      return /^-?(?:0|[1-9][0-9]*)$/.test(text)
    case 'hex':
      return /^(?:0[xX])?[0-9a-fA-F]+$/.test(text)
    case 'bool':
    case 'tristate':
      return /^[yYmMnN]/.test(text)
    default:
      return false
  }
}
