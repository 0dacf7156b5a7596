/** Renders `NAME.liquid` files of overlays. Variables are strict: a misspelt one is a located error, never an empty line. */
import { readFile } from 'node:fs/promises'
import { Liquid } from 'liquidjs'
import { messageOf, SmartError } from '../system/error.ts'
import { shellQuote } from '../system/exec.ts'
import { canonicalJson } from '../system/hash.ts'

export const TEMPLATE_SUFFIX = '.liquid'

/** What templates see, as plain data: see the catalog's guide. */
export type TemplateVariables = Readonly<Record<string, unknown>>

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  ownPropertyOnly: true,
  relativeReference: false,
  templates: {},
})
engine.registerFilter('sh', (value: unknown) => shellQuote(String(value ?? '')))
engine.registerFilter('grub', (value: unknown) => grubWords(String(value ?? '')))
engine.registerFilter('json', (value: unknown) => canonicalJson(value ?? null))

/** The rendered text of a template file. Throws SmartError naming file and line. */
export async function renderTemplate(file: string, variables: TemplateVariables): Promise<string> {
  const text = await readFile(file, 'utf8')
  try {
    return engine.parseAndRenderSync(text, variables)
  } catch (error) {
    throw templateError(file, error)
  }
}

/** Dotted paths of the variables that a template reads: only these enter the key of the step that renders it. */
export async function templateInputs(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8')
  try {
    const segments = engine.globalVariableSegmentsSync(engine.parse(text))
    // Two names deep (`system.hostname`) is what plan reasons want; deeper would only split one setting.
    return [...new Set(segments.map((path) => path.slice(0, 2).map(String).join('.')))].sort()
  } catch (error) {
    throw templateError(file, error)
  }
}

/** The value at a dotted path, as stable text for a key. */
export function inputText(variables: TemplateVariables, path: string): string {
  let value: unknown = variables
  for (const name of path.split('.'))
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
  return typeof value === 'string' ? value : canonicalJson(value ?? null)
}

/** Words for grub.cfg, whose quoting is the shell's without escapes: what is not plain goes into single quotes. */
function grubWords(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
}

function templateError(file: string, error: unknown): SmartError {
  const line = /line:(\d+)/.exec(messageOf(error))?.[1]
  return new SmartError(`A template could not be rendered: ${messageOf(error).split('\n')[0]}`, {
    where: line ? `${file}:${line}` : file,
    hint: 'Templates may use system, image, machine, profile, components, drivers, options, services, accounts, disks and modules',
    cause: error,
  })
}
