/** The step that composes the root file system and checks that everything in it would start. */
import { join } from 'node:path'
import { StepError } from '../build/diagnosis.ts'
import type { Step } from '../build/types.ts'
import { mountedDisks } from '../profile/disks.ts'
import type { ComponentLayer, ComposeRequest } from './compose.ts'
import { composeRootfs } from './compose.ts'
import { composeInputs } from './compose-inputs.ts'
import { checkLoader } from './loader-check.ts'
import { manifestBytes, writeManifest } from './manifest.ts'
import { OutputFile, StepId } from './step-names.ts'
import type { ImageStepsRequest } from './steps.ts'
import type { LoaderFinding } from './types.ts'
import { selectedComponents, systemAccounts, templateVariables } from './variables.ts'

/** The selected components (or `only` those) as layers. `outputOf` gives what a step installed; at planning time any text does. */
export function componentLayers(
  request: ImageStepsRequest,
  outputOf: (stepId: string) => string,
  only?: ReadonlySet<string>,
): ComponentLayer[] {
  const wanted = selectedComponents(request.configuration).filter(({ id }) => only === undefined || only.has(id))
  return wanted.map((component) => {
    const step = request.builds.get(component.id)
    const state = request.configuration.states.get(component.id)
    return {
      component: component.id,
      ...(step === undefined ? {} : { installed: outputOf(step) }),
      ...(component.overlay === undefined ? {} : { overlay: component.overlay }),
      rootfs: state?.origin === 'package' ? component.packageRootfs : component.rootfs,
      options: state?.options ?? {},
    }
  })
}

/** Output: `manifest.json` and the rendered files it names. Fails with every finding of the loader check. */
export async function composeStep(request: ImageStepsRequest): Promise<Step> {
  const { configuration, builds, profileFolder } = request
  const common: Omit<ComposeRequest, 'layers' | 'rendered'> = {
    variables: templateVariables(configuration),
    system: configuration.profile.system,
    mountPoints: mountedDisks(configuration.profile.machine.disks).map(({ path }) => path),
    accounts: systemAccounts(selectedComponents(configuration)),
    ...(profileFolder === undefined ? {} : { profileFolder }),
  }
  const libraryPaths = new Map(selectedComponents(configuration).map(({ id, libraryPath = [] }) => [id, libraryPath]))
  return {
    id: StepId.compose,
    kind: 'compose',
    title: 'Compose the root file system',
    needs: [...new Set(builds.values())].sort(),
    inputs: {
      ...(await composeInputs({ ...common, layers: componentLayers(request, (step) => step) })),
      ...Object.fromEntries(
        [...libraryPaths]
          .filter(([, path]) => path.length > 0)
          .map(([id, path]) => [`${id} library path`, path.join(':')]),
      ),
    },
    estimate: { cpuSeconds: 0.5, bytes: 64 * 1024 },
    async run(context) {
      const folder = (step: string) => context.dependency(step).path
      const rendered = join(context.output, OutputFile.rendered)
      const layers = componentLayers(request, folder)
      const manifest = await composeRootfs({ ...common, layers, rendered, signal: context.signal })
      context.log(`${manifest.entries.length} entries, ${manifestBytes(manifest)} bytes of files`)
      context.progress(0.5, 'loader check')
      const findings = await checkLoader(manifest, context.signal, libraryPaths)
      for (const { message } of findings) context.log(`loader check: ${message}`)
      if (findings.length > 0) throw loaderError(findings)
      const outputs = new Map([...builds.values()].map((step) => [step, folder(step)]))
      await writeManifest(
        join(context.output, OutputFile.manifest),
        manifest,
        outputs.set(StepId.compose, context.output),
      )
    },
  }
}

/** All findings in one error. */
export function loaderError(findings: readonly LoaderFinding[]): StepError {
  const count = findings.length === 1 ? 'one problem' : `${findings.length} problems`
  const lines = findings.map(({ message }) => `  ${message}`)
  return new StepError(
    'loader-check',
    [`The loader check found ${count}: the system would not start everything that is in it`, ...lines].join('\n'),
    {
      where: StepId.compose,
      hint: 'Add the component that brings what is missing, or leave the file out with rootfs.exclude in its component.yaml',
    },
  )
}
