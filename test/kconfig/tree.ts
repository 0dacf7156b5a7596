/** Small trees for the tests: files by path, the first of them `Kconfig`. */
import { type KconfigSymbol, type KconfigTree, parseKconfig } from '../../src/kconfig/index.ts'
import { SmartError } from '../../src/system/error.ts'

export function parse(
  files: string | Record<string, string>,
  options: { variables?: Record<string, string>; shell?: (command: string) => string | undefined } = {},
): KconfigTree {
  const texts = new Map(Object.entries(typeof files === 'string' ? { Kconfig: files } : files))
  return parseKconfig({
    readFile: (path) => texts.get(path),
    variables: new Map(Object.entries(options.variables ?? {})),
    ...(options.shell ? { shell: options.shell } : {}),
  })
}

/** A symbol that the test is sure of. */
export function symbolOf(tree: KconfigTree, name: string): KconfigSymbol {
  const symbol = tree.symbols.get(name)
  if (!symbol) throw new Error(`no symbol ${name}`)
  return symbol
}

/** The SmartError that parsing these files ends in. */
export function parseError(files: string | Record<string, string>): SmartError {
  try {
    parse(files)
  } catch (error) {
    if (error instanceof SmartError) return error
    throw error
  }
  throw new Error('the text was accepted')
}
