/** The container archive read as docker, podman and registries read it: whatever they would refuse is found here. */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf, SmartError } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { sha256File } from '../system/hash.ts'

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const descriptor = z.object({ mediaType: z.string(), digest, size: z.int().positive() })
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json'
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar'

const layout = z.object({ imageLayoutVersion: z.literal('1.0.0') })
const index = z.object({ schemaVersion: z.literal(2), manifests: z.tuple([descriptor]) })
const manifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(MANIFEST_TYPE),
  config: descriptor,
  layers: z.array(descriptor).min(1),
})
const config = z.object({
  architecture: z.literal('amd64'),
  os: z.literal('linux'),
  config: z.object({ Env: z.array(z.string().regex(/^[A-Z_]+=/)), Entrypoint: z.array(z.string().startsWith('/')) }),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(digest).min(1) }),
})
const dockerManifest = z.tuple([
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string().regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*:[\w][\w.-]{0,127}$/)).min(1),
    Layers: z.array(z.string()).min(1),
  }),
])

/** Throws SmartError for the first thing that is wrong. `folder` is an empty one to unpack into. */
export async function checkArchive(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run(['tar', '-x', '-f', archive, '-C', folder, '--no-same-owner'])
  const json = async <T>(file: string, schema: z.ZodType<T>): Promise<T> => {
    const parsed = schema.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8').catch(() => 'null')))
    if (parsed.success) return parsed.data
    throw new SmartError(`${file} in the archive is not what it should be: ${z.prettifyError(parsed.error)}`)
  }
  /** A blob is what its name says, and as long as its descriptor says. */
  const blob = async ({ digest: named, size }: { digest: string; size?: number }): Promise<string> => {
    const file = `blobs/${named.replace(':', '/')}`
    const found = await sha256File(join(folder, file)).catch((error: unknown) => messageOf(error))
    if (`sha256:${found}` !== named)
      throw new SmartError(`${file} in the archive does not have the hash of its name: ${found}`)
    const { size: bytes } = await stat(join(folder, file))
    if (size !== undefined && bytes !== size) throw new SmartError(`${file} has ${bytes} bytes, not ${size}`)
    return file
  }
  await json('oci-layout', layout)
  const [image] = (await json('index.json', index)).manifests
  if (image.mediaType !== MANIFEST_TYPE) throw new SmartError(`index.json names a ${image.mediaType}`)
  const parts = await json(await blob(image), manifest)
  if (parts.config.mediaType !== CONFIG_TYPE || parts.layers.some(({ mediaType }) => mediaType !== LAYER_TYPE))
    throw new SmartError('the manifest in the archive names parts of other types than a config and plain layers')
  const configFile = await blob(parts.config)
  const { rootfs } = await json(configFile, config)
  const layers = await Promise.all(parts.layers.map(blob))
  // Layers are not compressed: each one's diff_id is its digest.
  same(
    'diff_ids',
    rootfs.diff_ids,
    parts.layers.map((layer) => layer.digest),
  )

  const [docker] = await json('manifest.json', dockerManifest)
  same('Config of manifest.json', [docker.Config], [configFile])
  same('Layers of manifest.json', docker.Layers, layers)
}

function same(what: string, found: readonly string[], wanted: readonly string[]): void {
  if (found.join() !== wanted.join())
    throw new SmartError(`${what} in the archive are ${found.join(', ')}, not ${wanted.join(', ')}`)
}
