/** Everything that can change the composed root file system, named as a person would: `system.hostname`, `base /etc/motd`. */
import { canonicalJson, sha256, sha256File } from '../system/hash.ts'
import type { ComposeRequest } from './compose.ts'
import { listTree, overlayMode } from './layer.ts'
import { profileFileContent } from './profile-files.ts'
import { inputText, TEMPLATE_SUFFIX, templateInputs } from './render.ts'

/** Raised whenever the same inputs would be composed differently. */
const COMPOSE_FORMAT = '1'

/** Input parts of the compose step. Of the settings only those enter that a template reads. */
export async function composeInputs(request: Omit<ComposeRequest, 'rendered'>): Promise<Record<string, string>> {
  const inputs: Record<string, string> = {
    format: COMPOSE_FORMAT,
    components: request.layers.map(({ component }) => component).join(' '),
  }
  for (const layer of request.layers) {
    if (layer.installed !== undefined) inputs[`${layer.component} rootfs`] = canonicalJson(layer.rootfs)
    if (layer.overlay === undefined) continue
    const variables = { ...request.variables, options: layer.options }
    for (const found of await listTree(layer.overlay, layer.component)) {
      if (found.path.endsWith('/.gitkeep')) continue
      const part = `${layer.component} ${found.path}`
      const mode = overlayMode(found).toString(8)
      if (found.type === 'symlink') inputs[part] = `-> ${found.target}`
      else if (found.type === 'directory') inputs[part] = 'folder'
      else inputs[part] = `${mode} ${await sha256File(found.from)}`
      if (found.type !== 'file' || !found.path.endsWith(TEMPLATE_SUFFIX)) continue
      for (const name of await templateInputs(found.from))
        inputs[name.startsWith('options.') ? `${layer.component} ${name}` : name] = inputText(variables, name)
    }
  }
  const { users, files, rootKeys } = request.system
  if (request.mountPoints?.length) inputs['machine.disks mounts'] = request.mountPoints.join(' ')
  inputs['system.users'] = canonicalJson(users)
  if (rootKeys !== undefined) inputs['system.rootKeys'] = canonicalJson(rootKeys)
  for (const [index, file] of files.entries())
    inputs[`system.files ${file.path}`] = canonicalJson({
      ...file,
      index,
      source: file.source && sha256(await profileFileContent(file, request.profileFolder, index)),
    })
  return inputs
}
