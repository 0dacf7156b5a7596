/** A configuration as busybox's older conf writes it: every symbol at every place that defines it, menus without an end. */
import { type KconfigSymbol, walkNodes } from './ast.ts'
import { assignmentLine, visibleTitle, type WritableValues } from './write-config.ts'

export function writeOldConfig(values: WritableValues): string {
  const parts: string[] = []
  for (const node of walkNodes(values.tree.root)) {
    const { symbol } = node
    if (symbol === undefined) {
      const title = visibleTitle(node, values)
      if (title !== undefined) parts.push(`\n#\n# ${title}\n#\n`)
    } else if (!symbol.isChoice) parts.push(line(symbol, values.text(symbol)))
  }
  return parts.join('')
}

/** A number without a value is 0. */
function line(symbol: KconfigSymbol, text: string): string {
  if (text === 'n' && (symbol.type === 'bool' || symbol.type === 'tristate'))
    return `# CONFIG_${symbol.name} is not set\n`
  return assignmentLine(symbol, symbol.type === 'int' && text === '' ? '0' : text)
}
