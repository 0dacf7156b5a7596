/** Reads the catalog: every folder of components/ and drivers/ in the program's templates and in a person's own folders. */
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { showPath } from '../profile/load.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { errorCode, readTextIfPresent } from '../system/files.ts'
import { didYouMean } from '../system/nearest.ts'
import { programRoot } from '../system/paths.ts'
import { parseYaml } from '../system/yaml.ts'
import { componentSchema, driverSchema } from './schema.ts'
import type { Catalog, CatalogEntry, Component, Driver } from './types.ts'

/** The program's own templates folder. */
export function builtinCatalogFolder(): string {
  return join(programRoot(), 'templates')
}

/** Loads and cross-checks the catalog. Later folders override entries of earlier ones. Throws located errors. */
export async function loadCatalog(
  extraFolders: readonly string[] = [],
  builtin = builtinCatalogFolder(),
): Promise<Catalog> {
  const folders = [builtin, ...extraFolders]
  const found = new Map<string, CatalogEntry>()
  for (const folder of folders) {
    const [components, drivers] = await Promise.all([readKind(folder, 'component'), readKind(folder, 'driver')])
    if (folder !== builtin && components.length + drivers.length === 0)
      throw new SmartError(`${showPath(folder)} has neither components nor drivers`, {
        hint: 'A catalog folder holds components/<id>/component.yaml or drivers/<id>/driver.yaml',
        exitStatus: ExitStatus.usage,
      })
    for (const entry of [...components, ...drivers]) found.set(entry.id, entry)
  }
  const entries = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
  checkReferences(entries)
  return { entries, folders }
}

async function readKind(folder: string, kind: 'component' | 'driver'): Promise<CatalogEntry[]> {
  const parent = join(folder, `${kind}s`)
  const names = await listFolders(parent)
  return Promise.all(names.map((name) => readEntry(join(parent, name), name, kind)))
}

async function listFolders(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

async function readEntry(folder: string, name: string, kind: 'component' | 'driver'): Promise<CatalogEntry> {
  const file = join(folder, `${kind}.yaml`)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new SmartError(`${showPath(folder)} has no ${kind}.yaml`, {
      where: showPath(file),
      cause: error,
      exitStatus: ExitStatus.usage,
    })
  })
  const parse = <Schema extends z.ZodType<{ id: string }>>(schema: Schema) => parseYaml(text, showPath(file), schema)
  const present = async (part: string) => {
    const path = join(folder, part)
    return (await exists(path)) ? path : undefined
  }
  const [check, checkReboot, checkHost, checkPeer, checkPeerFirst, checkScreen] = await Promise.all(
    ['check.sh', 'check-reboot.sh', 'check-host.sh', 'check-peer.sh', 'check-peer-first.sh', 'check-screen.yaml'].map(
      present,
    ),
  )
  const page = await readTextIfPresent(join(folder, 'page.txt'))
  const common = { folder, check, checkReboot, checkHost, checkPeer, checkPeerFirst, checkScreen }
  if (kind === 'driver') {
    const data = parse(driverSchema)
    checkId(data.id, name, file)
    return { ...data, ...common, kind } satisfies Driver
  }
  const data = parse(componentSchema)
  checkId(data.id, name, file)
  const [build, packageScript, overlay, patches] = await Promise.all([
    present('build.sh'),
    present('package.sh'),
    present('rootfs'),
    listPatches(folder),
  ])
  return {
    ...data,
    ...common,
    // A page that is installed in the machine need not be written twice.
    help: data.help || page || '',
    kind,
    sourceName: data.sourceName ?? data.id,
    packageRootfs: data.packageRootfs ?? data.rootfs,
    packageEstimates: data.packageEstimates ?? {
      ...data.estimates,
      cpuSeconds: Math.min(1, data.estimates.cpuSeconds),
    },
    build,
    packageScript,
    overlay,
    patches,
  } satisfies Component
}

function checkId(id: string, name: string, file: string): void {
  if (id !== name)
    throw new SmartError(`${showPath(file)}: id is ${id}, but its folder is ${name}`, {
      hint: 'Give both the same name',
      exitStatus: ExitStatus.usage,
    })
}

async function listPatches(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'patches')).catch(() => [])
  return names
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => join(folder, 'patches', name))
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Every id that an entry names must be an entry or something that one provides. */
function checkReferences(entries: ReadonlyMap<string, CatalogEntry>): void {
  const known = new Set([...entries.keys(), ...[...entries.values()].flatMap((entry) => entry.provides)])
  for (const entry of entries.values()) {
    const named = [...entry.requires, ...(entry.kind === 'component' ? entry.buildRequires : [])]
    for (const id of named)
      if (!known.has(id))
        throw new SmartError(`${entry.kind} ${entry.id} requires ${id}, which is not in the catalog`, {
          where: showPath(join(entry.folder, `${entry.kind}.yaml`)),
          hint: didYouMean(id, [...known].sort()),
          exitStatus: ExitStatus.usage,
        })
  }
}
