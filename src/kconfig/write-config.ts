/**
 * A configuration as the text of a .config, in the order and with the comments of conf_write() in the kernel's
 * scripts/kconfig/confdata.c. The heading stands apart: busybox's has a date in it.
 */
import type { KconfigSymbol, KconfigTree, MenuNode } from './ast.ts'
import { evaluate, type Values } from './expr.ts'
import { writeOldConfig } from './write-old-config.ts'

/** What writing needs to know; a KconfigConfiguration knows it. */
export interface WritableValues extends Values {
  readonly tree: KconfigTree
  written(symbol: KconfigSymbol): boolean
}

/**
 * The comment lines that C begins a .config with. Busybox's name its version and, unless KCONFIG_NOTIMESTAMP is set as it is taken
 * to be here, the time.
 */
export function configHeading(tree: KconfigTree, version = ''): string {
  if (tree.dialect === 'busybox')
    return `#\n# Automatically generated make config: don't edit\n# Busybox version: ${version}\n#\n`
  return `#\n# Automatically generated file; DO NOT EDIT.\n# ${tree.root.prompts.at(-1)?.text ?? 'Main menu'}\n#\n`
}

/** All that follows the heading. Symbols defined more than once are written where they first stand. */
export function writeConfig(values: WritableValues): string {
  const { tree } = values
  if (tree.dialect === 'busybox') return writeOldConfig(values)
  const done = new Uint8Array(tree.all.length)
  const parts: string[] = []
  /** Of the menus and comments around the place that the walk has come to; none where one is hidden. */
  const titles: (string | undefined)[] = []
  let blankLine = false
  tree.walk({
    symbol: (symbol) => {
      if (symbol.isChoice || done[symbol.index] === 1 || !values.written(symbol)) return
      done[symbol.index] = 1
      if (blankLine) parts.push('\n')
      blankLine = false
      parts.push(configLine(symbol, values))
    },
    begin: (node) => {
      const title = visibleTitle(node, values)
      titles.push(title)
      if (title === undefined) return
      parts.push(`\n#\n# ${title}\n#\n`)
      blankLine = false
    },
    end: (node) => {
      const title = titles.pop()
      if (title === undefined || node.kind !== 'menu') return
      parts.push(`# end of ${title}\n`)
      blankLine = true
    },
  })
  return parts.join('')
}

/** The text of a menu or comment that is shown now. */
export function visibleTitle(node: MenuNode, values: Values): string | undefined {
  const prompt = node.prompts.at(-1)
  if (!prompt || evaluate(node.visibleIf, values) === 0 || evaluate(prompt.when, values) === 0) return undefined
  return prompt.text
}

/** One line of a .config, n as a comment. */
export function configLine(symbol: KconfigSymbol, values: Values): string {
  const text = values.text(symbol)
  if (text === 'n' && (symbol.type === 'bool' || symbol.type === 'tristate'))
    return `# CONFIG_${symbol.name} is not set\n`
  return assignmentLine(symbol, text)
}

/** `CONFIG_X=value`, strings in quotes, with `\` before `"` and `\`; nothing for a symbol without a type. */
export function assignmentLine(symbol: KconfigSymbol, text: string): string {
  if (symbol.type === 'unknown') return ''
  return `CONFIG_${symbol.name}=${symbol.type === 'string' ? `"${text.replace(/["\\]/g, '\\$&')}"` : text}\n`
}
