/** The step of the container archives. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Step } from '../build/types.ts'
import { canonicalJson, sha256File } from '../system/hash.ts'
import { containerManifest, imageName, writeOci } from './oci.ts'
import { inputText, renderTemplate, templateInputs } from './render.ts'
import { dependencyManifest, KERNEL, manifestNeeds, OutputFile, StepId } from './step-names.ts'
import type { ImageStepsRequest } from './steps.ts'
import { selectedComponents, templateVariables } from './variables.ts'

/** Raised whenever the same inputs would be packed differently. */
const OCI_FORMAT = '1'

/** Output: `oci.tar`, `rootfs.tar` and `oci.json`. */
export async function ociStep({ configuration, builds, templates }: ImageStepsRequest): Promise<Step> {
  const { name, title } = configuration.profile
  const template = join(templates, 'container-start.liquid')
  const variables = templateVariables(configuration)
  const ports = selectedComponents(configuration).flatMap((component) => component.ports)
  const read = (await templateInputs(template)).map((input) => [input, inputText(variables, input)])
  return {
    id: StepId.oci,
    kind: 'pack',
    title: 'Pack the container archives',
    needs: manifestNeeds(builds),
    inputs: {
      format: OCI_FORMAT,
      'profile.name': name,
      'profile.title': title,
      ports: canonicalJson(ports),
      'container-start': await sha256File(template),
      ...Object.fromEntries(read),
    },
    estimate: { cpuSeconds: 0.3, bytes: 12 * 1024 ** 2 },
    async run(context) {
      const report = await writeOci({
        output: {
          rootfs: join(context.output, OutputFile.rootfsTar),
          oci: join(context.output, OutputFile.oci),
        },
        manifest: containerManifest(await dependencyManifest(context), KERNEL.component),
        start: await renderTemplate(template, variables),
        name: imageName(name),
        title,
        ports,
        signal: context.signal,
      })
      await writeFile(join(context.output, OutputFile.ociReport), `${canonicalJson(report)}\n`)
    },
  }
}
