/**
 * YAML read and validated once, at the edge. An error says file, line, column, the value, what was expected and the
 * nearest valid spelling; all problems of a file are told at once.
 */
import { type Document, isMap, isNode, isPair, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { ExitStatus, SmartError } from './error.ts'
import { didYouMean } from './nearest.ts'

/** Parses and validates. `name` is the file as it is to be shown. Throws SmartError (usage) naming every problem. */
export function parseYaml<Schema extends z.ZodType>(text: string, name: string, schema: Schema): z.output<Schema> {
  const { document, lines } = parseText(text, name)
  const result = schema.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  const problems = result.error.issues
    .flatMap(flattenIssue)
    .map((issue) => describeIssue(issue, schema, document, lines, name))
  throw problemsError(problems)
}

/** The plain data of a YAML text, or a located syntax error. */
export function parseYamlData(text: string, name: string): unknown {
  return parseText(text, name).document.toJS()
}

function parseText(text: string, name: string): { document: Document; lines: LineCounter } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, schema: 'core' })
  const syntax = document.errors[0]
  if (syntax) {
    const { line, col } = lines.linePos(syntax.pos[0])
    throw new SmartError(`${name}:${line}:${col}: not valid YAML: ${syntax.message}`, {
      where: `${name}:${line}:${col}`,
      hint: 'Mend this line; indentation is two spaces, text with special characters goes in quotes',
      exitStatus: ExitStatus.usage,
    })
  }
  if (document.contents !== null && !isMap(document.contents))
    throw new SmartError(`${name}:1:1: expected a list of "key: value" lines`, {
      where: `${name}:1:1`,
      exitStatus: ExitStatus.usage,
    })
  return { document, lines }
}

export interface Problem {
  where: string
  message: string
  hint: string
}

/** One SmartError of several located problems. */
export function problemsError(problems: Problem[]): SmartError {
  const [first] = problems
  return new SmartError(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'), {
    where: first?.where ?? '',
    hint: problems.map((problem) => problem.hint).find((hint) => hint !== '') ?? '',
    exitStatus: ExitStatus.usage,
  })
}

/** A zod issue, with each unknown key as an issue of its own. */
export interface FlatIssue {
  path: PropertyKey[]
  message: string
  unknownKey?: string
}

/** Splits `unrecognized_keys` issues so that each key has its own place. */
export function flattenIssue(issue: z.core.$ZodIssue): FlatIssue[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'unknown key', unknownKey: key }))
  // A key of the wrong form: what is wrong with it is in the key schema's own issue.
  if (issue.code === 'invalid_key')
    return [{ path: [...issue.path], message: issue.issues[0]?.message ?? issue.message }]
  return [{ path: [...issue.path], message: issue.message }]
}

function describeIssue(
  issue: FlatIssue,
  schema: z.ZodType,
  document: Document,
  lines: LineCounter,
  name: string,
): Problem {
  const { line, col } = lines.linePos(offsetOf(document, issue.path, issue.unknownKey !== undefined))
  return { where: `${name}:${line}:${col}`, ...describeProblem(issue, valueAt(document.toJS(), issue.path), schema) }
}

/** Message and hint of an issue, with the value that caused it. */
export function describeProblem(
  issue: FlatIssue,
  value: unknown,
  schema: z.ZodType,
): { message: string; hint: string } {
  const path = issue.path.map(String).join('.')
  if (issue.unknownKey !== undefined)
    return {
      message: `${path}: unknown key`,
      hint: didYouMean(issue.unknownKey, keysAt(schema, issue.path.slice(0, -1))),
    }
  const shown = value === undefined ? 'missing' : `is ${shorten(JSON.stringify(value))}`
  return { message: `${path} ${shown}; expected ${issue.message.replace(/^Invalid input: expected /, '')}`, hint: '' }
}

/** The keys that a schema allows at a path; empty where any are. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => keysAt(option, path))
  const [key, ...rest] = path
  if (inner instanceof z.ZodObject) {
    if (key === undefined) return Object.keys(inner.shape)
    const member: unknown = inner.shape[String(key)]
    return member instanceof z.ZodType ? keysAt(member, rest) : []
  }
  if (key === undefined) return []
  if (inner instanceof z.ZodArray) return keysAt(inner.element, rest)
  return inner instanceof z.ZodRecord ? keysAt(inner.valueType, rest) : []
}

/** A schema without what only wraps it: optional, nullable, default, transform. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrap(schema.unwrap())
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

/** Offset of the key (for unknown keys) or of the value; of the nearest existing parent where the path is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[], atKey: boolean): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && String(isNode(item.key) ? item.key.toJSON() : item.key) === String(key),
      )
      const node = pair && (atKey || !isNode(pair.value) ? pair.key : pair.value)
      if (isNode(node) && node.range) return node.range[0]
    }
    const node = document.getIn(path.slice(0, length), true) as Node | undefined
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function shorten(text: string | undefined): string {
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 77)}…` : text
}
