/** What every component's step is given to work with, whatever it comes from: sysroot, tools, recipe, generated files. */
import { existsSync } from 'node:fs'
import { appendFile, chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KernelRequest } from '../configure/types.ts'
import type { KernelValue } from '../profile/types.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { SCRATCH_PARTS } from './environment.ts'
import { mergeFolders } from './merge.ts'
import { placeFiles, type RecipeFile } from './recipe.ts'
import type { StepContext } from './types.ts'

export interface Ingredients {
  /** Steps whose outputs become SYSROOT (and, their tools/, the first folders of PATH). */
  needs: readonly string[]
  recipe: readonly RecipeFile[]
  library: readonly RecipeFile[]
  /** Where the component asks for them. */
  kernel: ReadonlyMap<string, KernelRequest> | undefined
  /** Kernel modules, by name, and who wants each. */
  modules: ReadonlyMap<string, readonly string[]> | undefined
  /** Lines (`SYMBOL=value`) for the end of a fragment of the recipe; absent where there are none. */
  fragment?: { file: string; lines: readonly string[] } | undefined
}

/** The parts of a key that come from generated files. */
export function ingredientInputs({ kernel, modules, fragment }: Ingredients): Record<string, string> {
  return {
    ...Object.fromEntries([...(kernel ?? [])].map(([symbol, request]) => [`kernel:${symbol}`, String(request.value)])),
    ...(modules === undefined ? {} : { 'kernel modules': [...modules.keys()].join(' ') }),
    ...(fragment === undefined ? {} : { 'own symbols': fragment.lines.join(' ') }),
  }
}

/** Fills the scratch folder with everything that is mounted. `build` may be there already: the tree of an earlier build. */
export async function prepareIngredients(
  context: Pick<StepContext, 'scratch' | 'dependency'>,
  { needs, recipe, library, kernel, modules, fragment }: Ingredients,
): Promise<void> {
  const part = (name: (typeof SCRATCH_PARTS)[number]) => join(context.scratch, name)
  for (const name of SCRATCH_PARTS) await mkdir(part(name), { recursive: true })
  const outputs = needs.map((id) => context.dependency(id).path)
  mergeFolders(outputs, part('sysroot'), ['tools'])
  const tools = outputs.map((output) => join(output, 'tools')).filter((folder) => existsSync(folder))
  mergeFolders(tools, part('tools'))
  await placeFiles(recipe, part('recipe'))
  if (fragment) await extend(join(part('recipe'), fragment.file), fragment.lines)
  await placeFiles(library, part('recipe-lib'))
  if (kernel) {
    await writeFile(join(part('inputs'), 'kernel.config'), kernelConfig(kernel))
    await writeFile(join(part('inputs'), 'kernel.requests'), kernelRequesters(kernel))
  }
  if (modules)
    await writeFile(
      join(part('inputs'), 'modules'),
      [...modules].map(([name, by]) => `${name} ${by.join(',')}\n`).join(''),
    )
}

/** The copy of a file that may be read-only where the program is installed. */
async function extend(path: string, lines: readonly string[]): Promise<void> {
  await chmod(path, 0o644)
  await appendFile(path, fragmentText(lines))
}

/** Only the build tree itself is worth keeping for an incremental build. */
export async function removeMounted(context: StepContext): Promise<void> {
  for (const name of SCRATCH_PARTS)
    if (name !== 'build') await rm(join(context.scratch, name), { recursive: true, force: true })
}

/** `CONFIG_X=y` lines, sorted by symbol; strings quoted as in a .config. */
export function kernelConfig(kernel: ReadonlyMap<string, Pick<KernelRequest, 'value' | 'text'>>): string {
  const lines = [...kernel].map(([symbol, { value, text }]) => `CONFIG_${symbol}=${kernelText(value, text)}\n`)
  return lines.sort().join('')
}

/** `SYMBOL=value` as lines of a fragment, on lines of their own whatever the file ends with. */
export function fragmentText(lines: readonly string[]): string {
  return lines.map((line) => `\nCONFIG_${line}`).join('') + (lines.length > 0 ? '\n' : '')
}

/** `SYMBOL who,who` lines: for messages that say who wanted what. */
function kernelRequesters(kernel: ReadonlyMap<string, KernelRequest>): string {
  return [...kernel].map(([symbol, { by }]) => `${symbol} ${by.join(',')}\n`).join('')
}

/**
 * A value as a line of .config has it: levels and numbers bare, everything else as a quoted text, and what is known to be a
 * `text` always; n is what is not set, of texts too. Throws SmartError for control characters.
 */
export function kernelText(value: KernelValue, text = false): string {
  const plain = String(value)
  if (plain === 'n' || (!text && (typeof value === 'number' || /^(?:[ym]|0x[0-9a-fA-F]+)$/.test(plain)))) return plain
  // A line break would smuggle in a symbol of its own.
  if (/[\x00-\x1f]/.test(plain))
    throw new SmartError(`The kernel's configuration cannot hold ${JSON.stringify(value)}`, {
      where: 'kernel.config',
      hint: 'Leave out line breaks and other control characters',
      exitStatus: ExitStatus.usage,
    })
  return `"${plain.replaceAll(/[\\"]/g, '\\$&')}"`
}
