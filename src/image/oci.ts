/**
 * The system as a container, twice: `rootfs.tar`, its bare files, which `import` takes; and `oci.tar`, an OCI image layout that
 * holds the same archive as its only layer, together with the manifest.json that every `docker load` understands. Formats: OCI
 * image specification 1.0 (image-layout.md, config.md, manifest.md); Docker image specification 1.2.
 */
import { canonicalJson, sha256 } from '../system/hash.ts'
import { IMAGE_TIME } from './run-tool.ts'
import { type TarEntry, writeTar } from './tar.ts'
import type { RootfsManifest } from './types.ts'

/** Where the program that plays init's part is. */
export const CONTAINER_START = '/etc/smart-os/container-start'
/** PATH of the container's programs; the same as the machine's. */
const CONTAINER_PATH = '/usr/sbin:/usr/bin'

export interface OciRequest {
  /** Paths of the two archives. */
  output: { rootfs: string; oci: string }
  /** What the container holds, see containerManifest. */
  manifest: RootfsManifest
  /** Text of CONTAINER_START. */
  start: string
  /** `smart-os/minimal:latest` */
  name: string
  title: string
  ports: readonly { port: number; protocol: string }[]
  signal?: AbortSignal
}

/** `oci.json` beside the archives. */
export interface OciReport {
  schema: 1
  name: string
  /** Digest of the image's configuration: the image's id in docker and podman. */
  id: string
  sha256: string
  rootfsSha256: string
  bytes: number
}

/** Name of the image in docker and podman, whose names allow one separator at a time. */
export function imageName(profile: string): string {
  return `smart-os/${profile.replaceAll(/[._-]{2,}/g, '-')}:latest`
}

/** The part of the system that a container takes: no kernel and no modules, no first root, and no device nodes (runtimes make their own). */
export function containerManifest(manifest: RootfsManifest, kernel: string): RootfsManifest {
  return {
    entries: manifest.entries.filter(
      ({ type, path, component }) => type !== 'device' && component !== kernel && path !== '/init',
    ),
  }
}

/** Writes both archives. */
export async function writeOci(request: OciRequest): Promise<OciReport> {
  const { output, signal, name } = request
  const layer = await writeTar(output.rootfs, layerEntries(request), signal)
  const config = Buffer.from(canonicalJson(imageConfig(request, layer.sha256)))
  const id = sha256(config)
  const manifest = Buffer.from(
    canonicalJson({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: blob('application/vnd.oci.image.config.v1+json', id, config.length),
      layers: [blob('application/vnd.oci.image.layer.v1.tar', layer.sha256, layer.bytes)],
    }),
  )
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        ...blob('application/vnd.oci.image.manifest.v1+json', sha256(manifest), manifest.length),
        annotations: { 'io.containerd.image.name': `docker.io/${name}`, 'org.opencontainers.image.ref.name': name },
        platform: { architecture: 'amd64', os: 'linux' },
      },
    ],
  }
  const docker = [{ Config: blobPath(id), RepoTags: [name], Layers: [blobPath(layer.sha256)] }]
  const file = (path: string, content: Uint8Array): TarEntry => ({ type: 'file', path, content, ...READABLE })
  const archive = await writeTar(
    output.oci,
    [
      file('oci-layout', Buffer.from(canonicalJson({ imageLayoutVersion: '1.0.0' }))),
      file('index.json', Buffer.from(canonicalJson(index))),
      file('manifest.json', Buffer.from(canonicalJson(docker))),
      { type: 'directory', path: 'blobs', ...FOLDER },
      { type: 'directory', path: 'blobs/sha256', ...FOLDER },
      file(blobPath(sha256(manifest)), manifest),
      file(blobPath(id), config),
      { type: 'file', path: blobPath(layer.sha256), from: output.rootfs, size: layer.bytes, ...READABLE },
    ],
    signal,
  )
  return { schema: 1, name, id, sha256: archive.sha256, rootfsSha256: layer.sha256, bytes: archive.bytes }
}

const READABLE = { mode: 0o644, uid: 0, gid: 0 }
const FOLDER = { mode: 0o755, uid: 0, gid: 0 }

function blob(mediaType: string, digest: string, size: number) {
  return { mediaType, digest: `sha256:${digest}`, size }
}

function blobPath(digest: string): string {
  return `blobs/sha256/${digest}`
}

function imageConfig({ title, ports }: OciRequest, layer: string): Record<string, unknown> {
  const created = new Date(IMAGE_TIME * 1000).toISOString()
  return {
    created,
    architecture: 'amd64',
    os: 'linux',
    config: {
      Env: [`PATH=${CONTAINER_PATH}`],
      Entrypoint: [CONTAINER_START],
      WorkingDir: '/root',
      StopSignal: 'SIGTERM',
      Labels: { 'org.opencontainers.image.title': title },
      ...(ports.length > 0
        ? { ExposedPorts: Object.fromEntries(ports.map(({ port, protocol }) => [`${port}/${protocol}`, {}])) }
        : {}),
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
    history: [{ created, created_by: 'smart-os' }],
  }
}

/** The layer's files in the manifest's order, in which folders come before what is in them. */
function layerEntries({ manifest, start }: OciRequest): TarEntry[] {
  const entries = manifest.entries.flatMap((entry): TarEntry[] => {
    const path = entry.path.slice(1)
    const { uid, gid } = entry
    if (entry.type === 'symlink') return [{ type: 'symlink', path, target: entry.target, mode: 0o777, uid, gid }]
    if (entry.type === 'directory') return [{ type: 'directory', path, mode: entry.mode, uid, gid }]
    if (entry.type === 'file')
      return [{ type: 'file', path, from: entry.from, size: entry.size, mode: entry.mode, uid, gid }]
    const { device, major, minor, mode } = entry
    return [{ type: device, path, major, minor, mode, uid, gid }]
  })
  const startFile = CONTAINER_START.slice(1)
  const folder = startFile.slice(0, startFile.lastIndexOf('/'))
  return [
    ...entries,
    ...(entries.some(({ path }) => path === folder) ? [] : [{ type: 'directory' as const, path: folder, ...FOLDER }]),
    { type: 'file', path: startFile, content: Buffer.from(start), mode: 0o755, uid: 0, gid: 0 },
  ]
}
