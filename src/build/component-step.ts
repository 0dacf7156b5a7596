/** From the configuration to the graph: for every component a step to build it, from its source (unpacked by another) or from packages. */
import { mkdir, readFile } from 'node:fs/promises'
import type { Component } from '../catalog/types.ts'
import { requiredClosure } from '../configure/index.ts'
import type { Configuration } from '../configure/types.ts'
import type { OptionValue } from '../profile/types.ts'
import type { ResolvedSource } from '../sources/types.ts'
import { canonicalJson, sha256 } from '../system/hash.ts'
import { type Ingredients, ingredientInputs, prepareIngredients, removeMounted } from './component-inputs.ts'
import { type BuiltComponent, buildComponents, compiledWith, originOf } from './components.ts'
import { baseEnvironment, componentSandbox, optionEnvironment, optionName, optionText } from './environment.ts'
import { type PackageOpener, packageStep } from './package-step.ts'
import { hashFiles, libraryFiles, type RecipeFile, recipeFiles, usedLibraryFiles } from './recipe.ts'
import { probeSandbox, type SandboxKind } from './sandbox.ts'
import { hostToolInputs } from './toolchain.ts'
import type { Step } from './types.ts'
import { type SourceOpener, unpackStep } from './unpack-step.ts'

export interface ComponentStepOptions {
  cache: string
  /** By `sourceName`, for every compiled component of `buildComponents` that has sources. */
  sources: ReadonlyMap<string, ResolvedSource>
  openSource: SourceOpener
  /** By id, for every component of origin `package`: the packages that are its own, sorted by name. */
  packages?: ReadonlyMap<string, readonly ResolvedSource[]>
  openPackage?: PackageOpener
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
    tools: built.some(({ origin }) => origin === 'source') ? await hostToolInputs(options.cache) : {},
    ...options,
  }
  const steps = new Map<string, Step>()
  for (const one of built) {
    if (one.origin === 'package') {
      const step = await stepFromPackages(one, shared)
      steps.set(step.id, step)
      continue
    }
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

/** The step that unpacks a component's source; undefined for one without. */
export async function unpackOf(
  component: Component,
  shared: Pick<Shared, 'sources' | 'openSource'>,
): Promise<Step | undefined> {
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
  const { configuration } = shared
  const recipe = await recipeFiles(component, 'source')
  const library = await usedLibraryFiles(shared.library, recipe)
  const read = await optionsRead(options, [...recipe, ...library])
  const environment = baseEnvironment(configuration.profile.arch)
  const needs = stepsOf(compiledWith(configuration, component), shared)
  const fragment = ownFragment(component, options)
  const ingredients = { ...generatedFiles(component, configuration), needs, recipe, library, fragment }
  const sandbox: NonNullable<Step['sandbox']> = async (context) => {
    await prepareIngredients(context, ingredients)
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
      ...ingredientInputs(ingredients),
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

/** The step of a component of origin `package`; its SYSROOT holds what the components are that it requires. */
async function stepFromPackages(built: BuiltComponent, shared: Shared): Promise<Step> {
  const { configuration } = shared
  const { component } = built
  const packages = shared.packages?.get(component.id)
  const open = shared.openPackage
  if (!packages || !open) throw new Error(`No packages were resolved for ${component.id}`)
  const required = requiredClosure(component, configuration.catalog).filter((entry) => entry.id !== component.id)
  const recipe = await recipeFiles(component, 'package')
  return packageStep({
    built,
    packages,
    open,
    ingredients: {
      ...generatedFiles(component, configuration),
      needs: stepsOf(required, shared),
      recipe,
      library: await usedLibraryFiles(shared.library, recipe),
    },
    arch: configuration.profile.arch,
    sandboxKind: shared.sandboxKind,
  })
}

function generatedFiles(component: Component, configuration: Configuration): Pick<Ingredients, 'kernel' | 'modules'> {
  const modular = originOf(configuration, component) === 'package'
  return {
    kernel: component.inputs.includes('kernel-config') ? configuration.kernel : undefined,
    modules: modular && component.inputs.includes('kernel-modules') ? wantedModules(configuration) : undefined,
  }
}

/** What the profile adds to the recipe's fragment. */
function ownFragment(
  { kconfig }: Component,
  options: Readonly<Record<string, OptionValue>>,
): { file: string; lines: string[] } | undefined {
  const lines = kconfig?.option === undefined ? undefined : options[kconfig.option]
  return kconfig && Array.isArray(lines) && lines.length > 0
    ? { file: kconfig.fragment, lines: lines.toSorted() }
    : undefined
}

/** Kernel modules of the selected entries, as far as these are not built in by a kernel that is compiled here. */
export function wantedModules(configuration: Configuration): Map<string, string[]> {
  const wanted = new Map<string, string[]>()
  for (const id of [...configuration.drivers, ...configuration.components]) {
    const state = configuration.states.get(id)
    if (!state?.selected || state.mode === 'builtin') continue
    for (const name of state.entry.modules) wanted.set(name, [...(wanted.get(name) ?? []), id])
  }
  return new Map([...wanted].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Ids of the steps of these components, as far as they have one, in build order. */
function stepsOf(components: readonly { id: string }[], shared: Shared): string[] {
  const ids = new Set(components.map(({ id }) => id))
  return shared.built.flatMap(({ component }) => (ids.has(component.id) ? [`build:${component.id}`] : []))
}
