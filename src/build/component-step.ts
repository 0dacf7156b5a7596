/** From the configuration to the graph: for every component that is built from source, a step to unpack and a step to build. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalog, Component } from '../catalog/types.ts'
import type { Configuration, KernelRequest } from '../configure/types.ts'
import type { KernelValue, OptionValue } from '../profile/types.ts'
import type { ResolvedSource } from '../sources/types.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { canonicalJson, sha256 } from '../system/hash.ts'
import {
  baseEnvironment,
  componentSandbox,
  optionEnvironment,
  optionName,
  optionText,
  SCRATCH_PARTS,
} from './environment.ts'
import { mergeFolders } from './merge.ts'
import { hashFiles, libraryFiles, placeFiles, type RecipeFile, recipeFiles } from './recipe.ts'
import { probeSandbox, type SandboxKind } from './sandbox.ts'
import { hostToolInputs } from './toolchain.ts'
import type { Step, StepContext } from './types.ts'
import { type SourceOpener, unpackStep } from './unpack-step.ts'

export interface ComponentStepOptions {
  cache: string
  /** By `sourceName`, for every component of `buildComponents` that has sources. */
  sources: ReadonlyMap<string, ResolvedSource>
  openSource: SourceOpener
}

/** A component that has to be built, with its options. */
export interface BuiltComponent {
  component: Component
  options: Readonly<Record<string, OptionValue>>
}

/**
 * The components that are compiled for a configuration, dependencies first: the selected ones with a build.sh and all that these
 * are built with, which need not be part of the machine (then with default options). Throws SmartError for a circle.
 */
export function buildComponents(configuration: Configuration): BuiltComponent[] {
  const order = new Map<string, BuiltComponent>()
  const visit = (id: string, chain: readonly string[]): void => {
    const component = findComponent(configuration, id)
    if (component === undefined || order.has(component.id)) return
    if (chain.includes(component.id))
      throw new SmartError(
        `These components are built with each other in a circle: ${[...chain, component.id].join(' → ')}`,
        {
          hint: 'Take one of them out of buildRequires of the one that can be built without it',
        },
      )
    for (const need of component.buildRequires) visit(need, [...chain, component.id])
    const state = configuration.states.get(component.id)
    const given = state?.selected ? state.options : {}
    const compiledIn = Object.entries(component.options).filter(([, { runtime }]) => !runtime)
    const options = Object.fromEntries(compiledIn.map(([name, spec]) => [name, given[name] ?? spec.default]))
    if (component.build !== undefined) order.set(component.id, { component, options })
  }
  for (const id of configuration.components) visit(id, [])
  return [...order.values()]
}

/** The steps of all components of `buildComponents`. Step ids are `unpack:<source>` and `build:<component>`; a build's output is its DEST. */
export async function componentSteps(configuration: Configuration, options: ComponentStepOptions): Promise<Step[]> {
  const built = buildComponents(configuration)
  const library = await libraryFiles(configuration.catalog)
  const { kind: sandboxKind } = await probeSandbox()
  await mkdir(options.cache, { recursive: true })
  const shared: Shared = {
    configuration,
    built,
    library,
    sandboxKind,
    tools: await hostToolInputs(options.cache),
    ...options,
  }
  const steps = new Map<string, Step>()
  for (const one of built) {
    const unpack = await unpackOf(one.component, shared)
    if (unpack) steps.set(unpack.id, unpack)
    const step = await buildStep(one, unpack, shared)
    steps.set(step.id, step)
  }
  return [...steps.values()]
}

interface Shared extends ComponentStepOptions {
  configuration: Configuration
  built: readonly BuiltComponent[]
  library: readonly RecipeFile[]
  sandboxKind: SandboxKind
  tools: Record<string, string>
}

async function unpackOf(component: Component, shared: Shared): Promise<Step | undefined> {
  if (component.sources.length === 0) return undefined
  const source = shared.sources.get(component.sourceName)
  if (!source)
    throw new Error(`No source was resolved for ${component.sourceName}, which ${component.id} is built from`)
  const own = component.patches.length > 0 ? { component: component.id } : {}
  return unpackStep({
    source,
    patches: component.patches,
    open: shared.openSource,
    ...own,
  })
}

async function buildStep(
  { component, options }: BuiltComponent,
  unpack: Step | undefined,
  shared: Shared,
): Promise<Step> {
  const { configuration, library } = shared
  const recipe = await recipeFiles(component)
  const read = await optionsRead(options, recipe)
  const environment = baseEnvironment(configuration.profile.arch)
  const needs = builtWith(component, shared)
  const kernel = component.inputs.includes('kernel-config') ? configuration.kernel : undefined
  const sandbox: NonNullable<Step['sandbox']> = async (context) => {
    await prepare(context, { needs, recipe, library, kernel })
    const source = unpack && context.dependency(unpack.id).path
    const env = { ...environment, ...optionEnvironment(read) }
    return componentSandbox(context.scratch, context.output, source, env)
  }
  return {
    id: `build:${component.id}`,
    kind: 'build',
    title: `Build ${component.title}`,
    component: component.id,
    needs: [...(unpack ? [unpack.id] : []), ...needs],
    inputs: {
      recipe: hashFiles(recipe),
      'shared recipe functions': hashFiles(library),
      environment: sha256(canonicalJson(environment)),
      arch: configuration.profile.arch,
      sandbox: shared.sandboxKind,
      ...shared.tools,
      ...Object.fromEntries(Object.entries(read).map(([name, value]) => [`option:${name}`, optionText(value)])),
      ...Object.fromEntries(
        [...(kernel ?? [])].map(([symbol, request]) => [`kernel:${symbol}`, String(request.value)]),
      ),
    },
    ...(component.incremental ? { incremental: { mayDiffer: ['option:*', 'kernel:*'] } } : {}),
    estimate: { cpuSeconds: component.estimates.cpuSeconds, bytes: component.estimates.bytes },
    sandbox,
    async run(context) {
      await context.runSandboxed(await sandbox(context))
      await removeMounted(context)
    },
  }
}

/**
 * The options that a recipe reads. Others are for the templates of its files, and are kept from the build: so a port number that
 * only a configuration file has does not compile a server anew.
 */
async function optionsRead(
  options: Readonly<Record<string, OptionValue>>,
  recipe: readonly RecipeFile[],
): Promise<Record<string, OptionValue>> {
  const texts = await Promise.all(recipe.map((file) => readFile(file.from, 'latin1')))
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => {
      const word = new RegExp(`\\b${optionName(name)}\\b`)
      return texts.some((text) => word.test(text))
    }),
  )
}

/** Step ids of everything that a component is compiled against, directly or not, in build order. */
function builtWith(component: Component, shared: Shared): string[] {
  const found = new Set<string>()
  const visit = (id: string): void => {
    const need = findComponent(shared.configuration, id)
    if (need === undefined || found.has(need.id)) return
    found.add(need.id)
    need.buildRequires.forEach(visit)
  }
  component.buildRequires.forEach(visit)
  return shared.built.filter((one) => found.has(one.component.id)).map((one) => `build:${one.component.id}`)
}

interface Ingredients {
  needs: readonly string[]
  recipe: readonly RecipeFile[]
  library: readonly RecipeFile[]
  kernel: ReadonlyMap<string, KernelRequest> | undefined
}

/** Fills the scratch folder with everything that is mounted. `build` may be there already: the tree of an earlier build. */
async function prepare(
  context: Pick<StepContext, 'scratch' | 'dependency'>,
  { needs, recipe, library, kernel }: Ingredients,
): Promise<void> {
  const part = (name: (typeof SCRATCH_PARTS)[number]) => join(context.scratch, name)
  for (const name of SCRATCH_PARTS) await mkdir(part(name), { recursive: true })
  const outputs = needs.map((id) => context.dependency(id).path)
  mergeFolders(outputs, part('sysroot'), ['tools'])
  const tools = outputs.map((output) => join(output, 'tools')).filter((folder) => existsSync(folder))
  mergeFolders(tools, part('tools'))
  await placeFiles(recipe, part('recipe'))
  await placeFiles(library, part('recipe-lib'))
  if (kernel) await writeFile(join(part('inputs'), 'kernel.config'), kernelConfig(kernel))
}

/** Only the build tree itself is worth keeping for an incremental build. */
async function removeMounted(context: StepContext): Promise<void> {
  for (const name of SCRATCH_PARTS)
    if (name !== 'build') await rm(join(context.scratch, name), { recursive: true, force: true })
}

/** `CONFIG_X=y` lines, sorted by symbol; strings quoted as in a .config. */
export function kernelConfig(kernel: ReadonlyMap<string, Pick<KernelRequest, 'value'>>): string {
  const lines = [...kernel].map(([symbol, { value }]) => `CONFIG_${symbol}=${kernelText(value)}\n`)
  return lines.sort().join('')
}

function kernelText(value: KernelValue): string {
  if (typeof value === 'number' || ['y', 'm', 'n'].includes(value) || /^0x[0-9a-fA-F]+$/.test(value))
    return String(value)
  // A line break would smuggle in a symbol of its own.
  if (/[\x00-\x1f]/.test(value))
    throw new SmartError(`The kernel's configuration cannot hold ${JSON.stringify(value)}`, {
      where: 'kernel.config',
      hint: 'Leave out line breaks and other control characters',
      exitStatus: ExitStatus.usage,
    })
  return `"${value.replaceAll(/[\\"]/g, '\\$&')}"`
}

/** A component by id or by a name that a selected (or else any) component provides. */
function findComponent(configuration: Pick<Configuration, 'catalog' | 'states'>, id: string): Component | undefined {
  const { catalog, states } = configuration
  const direct = catalog.entries.get(id)
  if (direct) return direct.kind === 'component' ? direct : undefined
  const providers = providersOf(catalog, id)
  return providers.find((component) => states.get(component.id)?.selected) ?? providers[0]
}

function providersOf(catalog: Catalog, name: string): Component[] {
  return [...catalog.entries.values()].flatMap((entry) =>
    entry.kind === 'component' && entry.provides.includes(name) ? [entry] : [],
  )
}
