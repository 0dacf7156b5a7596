/**
 * Statements → the tree of menu nodes, following `source` through all files. Files come from an injected reader, so that a
 * parse needs no disk. Follows the grammar of the kernel's scripts/kconfig/parser.y (6.1); the first error ends the parse.
 */
import { type Dialect, type KconfigTree, type KconfigWarning, type MenuNode, visitNodes } from './ast.ts'
import { finalise } from './finalise.ts'
import { createLexer, type Lexer } from './lexer.ts'
import { createMacroExpander, type Flavour, type MacroOptions, type Shell } from './macro.ts'
import { addPrompt, afterExpression, locationOf, type OptionContext, optionKeywords, readOption } from './options.ts'
import { refuseRecursions } from './recursion.ts'
import { Statement } from './statement.ts'
import { append, createSymbolTable, newNode } from './symbols.ts'
import { type Position, syntaxError } from './syntax-error.ts'
import { tooDeep } from './too-deep.ts'

export interface ParseOptions {
  /** The first file, `Kconfig` by default. */
  start?: string
  /** `kernel` by default. */
  dialect?: Dialect
  /** The environment of macros: ARCH, SRCARCH, srctree, … */
  variables?: MacroOptions['variables']
  /** Text of a file by its path relative to the tree; undefined where there is none. */
  readFile: (path: string) => string | undefined
  /** Asked at the end: true where this reading only collects commands, and nobody looks at its tree. */
  unfinished?: () => boolean
  /** Output of a `$(shell …)` command; undefined (the default) where it is not known: such a macro reads `y`. */
  shell?: Shell
}

interface OpenFile {
  lexer: Lexer
  /** Where the file is sourced. */
  from: Position | undefined
  /** How many blocks were open when it began: it has to close what it opens. */
  depth: number
}

const entryStarts = 'a config, menuconfig, choice, comment, menu, if or source statement'
const blockEnds: Readonly<Record<string, MenuNode['kind']>> = { endmenu: 'menu', endif: 'if', endchoice: 'choice' }

/** Parses a whole tree. Throws SmartError (file:line:column, what was expected) for syntax errors, missing and recursive files. */
export function parseKconfig(options: ParseOptions): KconfigTree {
  try {
    return parseFiles(options)
  } catch (error) {
    throw tooDeep(error, undefined)
  }
}

function parseFiles(options: ParseOptions): KconfigTree {
  const { start = 'Kconfig', dialect = 'kernel' } = options
  const symbols = createSymbolTable()
  const warnings: KconfigTree['warnings'] = []
  const warn = (message: string, { file, line }: Position, kind: KconfigWarning['kind'] = 'parser') =>
    void warnings.push({ location: { file, line }, message, kind })
  const macros = createMacroExpander({
    variables: options.variables ?? new Map<string, string>(),
    warn,
    ...(options.shell ? { shell: options.shell } : {}),
  })
  const root = newNode('root', { file: start, line: 1 })
  const files = new Set<string>()
  const open: OpenFile[] = []
  /** Enclosing menu, if or choice. */
  let block = root
  let depth = 0
  /** The entry that option lines belong to; none after an end or a source. */
  let entry: MenuNode | undefined
  let menuconfig: MenuNode | undefined
  const context: OptionContext = {
    dialect,
    modules: undefined,
    warnings,
    help: () => open.at(-1)?.lexer.help() ?? '',
  }

  function openFile(path: string, from: Position | undefined): void {
    const cycle = open.findIndex((file) => file.lexer.file === path)
    if (cycle >= 0 && from) {
      const steps = [...open.slice(cycle + 1).map((file) => file.from), from]
      const chain = steps.map((step) => `${step?.file}:${step?.line}`).join(' → ')
      throw syntaxError(`${path} sources itself: ${chain}`, from)
    }
    const text = options.readFile(path)
    if (text === undefined) {
      if (from) throw syntaxError(`the sourced file ${path || '""'} does not exist`, from)
      throw syntaxError(
        `there is no file ${path}`,
        { file: path, line: 1, column: 1 },
        'Is this the root of a source tree that uses Kconfig?',
      )
    }
    files.add(path)
    open.push({ lexer: createLexer(path, text, macros, warn, dialect), from, depth })
  }

  function closeFile(file: OpenFile): void {
    if (depth > file.depth) {
      const { location, kind } = block
      throw syntaxError(`this ${kind} has no end${kind} in the same file`, { ...location, column: 1 })
    }
    open.pop()
    entry = undefined
  }

  function add(kind: MenuNode['kind'], statement: Statement): MenuNode {
    if (isInChoice(block) && kind !== 'config' && kind !== 'comment' && kind !== 'if')
      throw syntaxError(`a ${kind} cannot stand inside a choice`, statement.position)
    entry = newNode(kind, locationOf(statement), block)
    block.children = append(block.children, entry)
    return entry
  }

  /** C notices a menuconfig without a prompt when the next entry begins. */
  function leaveMenuconfig({ file, line }: Position): void {
    if (menuconfig?.prompts.length === 0 && dialect === 'kernel')
      warnings.push({
        location: { file, line },
        message: 'warning: menuconfig statement without prompt',
        kind: 'warning-if',
      })
    menuconfig = undefined
  }

  function enter(node: MenuNode): void {
    block = node
    depth++
  }

  function read(statement: Statement): void {
    const { kind, text } = statement.first
    if (kind !== 'keyword' || !optionKeywords.has(text)) leaveMenuconfig(statement.position)
    if (kind === 'word' && isAssignment(statement)) {
      const { operator, value } = statement.assignment()
      macros.define(text, value, flavours[operator] ?? 'recursive', statement.position)
      return
    }
    if (kind !== 'keyword') throw syntaxError(`expected a statement, found ${JSON.stringify(text)}`, statement.position)
    switch (text) {
      case 'config':
      case 'menuconfig':
      case 'choice':
        readSymbolEntry(text, statement)
        break
      case 'menu':
      case 'comment': {
        const node = add(text, statement)
        addTitle(node, statement, `the ${text}'s text in quotes`)
        if (text === 'menu') enter(node)
        break
      }
      case 'if': {
        const node = add('if', statement)
        node.dependsOn = statement.expression()
        statement.end(afterExpression)
        entry = undefined
        enter(node)
        break
      }
      case 'mainmenu':
        if (dialect === 'kernel') addTitle(root, statement, 'the title in quotes')
        break
      case 'source': {
        const path =
          (dialect === 'busybox' && statement.optionalWord()) || statement.quoted('the path of a file in quotes')
        statement.end()
        if (isInChoice(block) && dialect === 'kernel')
          throw syntaxError('a source cannot stand inside a choice', statement.position)
        openFile(path, statement.position)
        break
      }
      case 'endmenu':
      case 'endif':
      case 'endchoice':
        readEnd(text, statement)
        break
      default:
        if (!entry) throw syntaxError(`expected ${entryStarts}, found '${text}'`, statement.position)
        readOption(text, entry, statement, context)
    }
  }

  /** The text of a menu, comment or mainmenu, which takes no condition. */
  function addTitle(node: MenuNode, statement: Statement, what: string): void {
    const text = statement.quoted(what)
    statement.end()
    addPrompt(node, statement, text, context)
  }

  function readSymbolEntry(kind: 'config' | 'menuconfig' | 'choice', statement: Statement): void {
    const node = add(kind, statement)
    const symbol = kind === 'choice' ? symbols.choice(statement.optionalWord() ?? '') : statement.name()
    statement.end()
    node.symbol = symbol
    symbol.nodes = append(symbol.nodes, node)
    if (kind === 'menuconfig') menuconfig = node
    if (kind === 'choice') enter(node)
  }

  function readEnd(keyword: string, statement: Statement): void {
    statement.end()
    const wanted = blockEnds[keyword]
    const file = open.at(-1)
    if (block.kind === 'root' || (file && depth <= file.depth))
      throw syntaxError(`${keyword} without its ${wanted} in this file`, statement.position)
    if (block.kind !== wanted)
      throw syntaxError(
        `expected end${block.kind} for the ${block.kind} at line ${block.location.line}, found ${keyword}`,
        statement.position,
      )
    block = block.parent ?? root
    depth--
    entry = undefined
  }

  if (dialect === 'busybox') {
    // Its programs name the root themselves, whatever `mainmenu` says, and know the symbol for modules by its name.
    context.modules = symbols.lookup('MODULES')
    const text = 'Busybox Configuration'
    root.prompts = [{ text, location: root.location, condition: undefined, when: undefined }]
  }
  openFile(start, undefined)
  for (let file = open.at(-1); file; file = open.at(-1)) {
    const tokens = file.lexer.next()
    if (tokens) read(new Statement(file.lexer.file, tokens, symbols))
    else closeFile(file)
  }
  // At the very end C has no file any more to name.
  const lines = menuconfig?.prompts.length === 0 ? (options.readFile(start)?.split('\n').length ?? 1) : 1
  leaveMenuconfig({ file: '<none>', line: lines, column: 1 })
  const { modules } = context
  const tree: KconfigTree = {
    dialect,
    root,
    symbols: symbols.named,
    choices: symbols.choices,
    all: [...symbols.named.values(), ...symbols.choices],
    modules,
    files: [...files],
    warnings,
    walk: (visit) => visitNodes(root, visit),
  }
  if (options.unfinished?.()) return tree
  finalise(tree)
  refuseRecursions(tree)
  return tree
}

/** Directly, or with only `if` between. */
function isInChoice(block: MenuNode): boolean {
  let outer: MenuNode | undefined = block
  while (outer?.kind === 'if') outer = outer.parent
  return outer?.kind === 'choice'
}

const flavours: Readonly<Record<string, Flavour>> = { '=': 'recursive', ':=': 'simple', '+=': 'append' }

function isAssignment(statement: Statement): boolean {
  return statement.assignment().operator in flavours
}
