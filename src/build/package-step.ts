/** The step of a component that comes from the distribution: its packages unpacked, then its package.sh in the usual sandbox. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResolvedSource } from '../sources/types.ts'
import { canonicalJson, sha256 } from '../system/hash.ts'
import { type Ingredients, ingredientInputs, prepareIngredients, removeMounted } from './component-inputs.ts'
import type { BuiltComponent } from './components.ts'
import { baseEnvironment, componentSandbox, optionEnvironment, optionText } from './environment.ts'
import { hashFiles } from './recipe.ts'
import type { Step, StepContext } from './types.ts'
import { UNPACK_FORMAT, unpackPackages } from './unpack-packages.ts'

/** Gives the verified file of a package on this machine. */
export type PackageOpener = (source: ResolvedSource) => string

export interface PackageStepOptions {
  built: BuiltComponent
  /** Sorted by name. */
  packages: readonly ResolvedSource[]
  open: PackageOpener
  ingredients: Ingredients
  arch: 'x86_64'
  sandboxKind: string
}

/** `build:<component>`, whose output is what the packages hold as the machine wants it. */
export function packageStep(options: PackageStepOptions): Step {
  const { built, packages, ingredients } = options
  const { component } = built
  const scripted = component.packageScript !== undefined
  const environment = baseEnvironment(options.arch)
  const sandbox: NonNullable<Step['sandbox']> = async (context) => {
    await prepareIngredients(context, ingredients)
    const env = { ...environment, ORIGIN: 'package', ...optionEnvironment(built.options) }
    const plain = componentSandbox(context.scratch, context.output, undefined, env)
    return { ...plain, argv: ['sh', '-eu', '/recipe/package.sh'] }
  }
  return {
    id: `build:${component.id}`,
    kind: 'build',
    title: `Unpack packages of ${component.title}`,
    component: component.id,
    needs: scripted ? [...ingredients.needs] : [],
    inputs: {
      origin: 'package',
      unpacking: UNPACK_FORMAT,
      sandbox: options.sandboxKind,
      ...Object.fromEntries(
        packages.map(({ name, version, sha256: hash }) => [name, `${version} ${hash.slice(0, 12)}`]),
      ),
      ...(scripted
        ? {
            recipe: hashFiles(ingredients.recipe),
            'shared recipe functions': hashFiles(ingredients.library),
            environment: sha256(canonicalJson(environment)),
            ...Object.fromEntries(
              Object.entries(built.options).map(([name, value]) => [`option:${name}`, optionText(value)]),
            ),
            ...ingredientInputs(ingredients),
          }
        : {}),
    },
    estimate: { cpuSeconds: component.packageEstimates.cpuSeconds, bytes: component.packageEstimates.bytes },
    ...(scripted ? { sandbox } : {}),
    async run(context) {
      await unpack(context, packages, options.open)
      if (!scripted) return
      await context.runSandboxed(await sandbox(context))
      await removeMounted(context)
    },
  }
}

async function unpack(context: StepContext, packages: readonly ResolvedSource[], open: PackageOpener): Promise<void> {
  const files = packages.map((source) => ({ name: source.file, path: open(source) }))
  await unpackPackages(files, context)
  const build = join(context.scratch, 'build')
  await rm(build, { recursive: true, force: true })
  await mkdir(build, { recursive: true })
}
