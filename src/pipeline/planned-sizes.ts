/** What a plan's finished steps really left: exact sizes for as much of an image as is in the store already. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readEntryManifest, storeEntry } from '../build/store.ts'
import type { BuildPlan } from '../build/types.ts'
import type { Configuration } from '../configure/types.ts'
import { rootfsFilter } from '../image/glob.ts'
import { readManifest } from '../image/manifest.ts'
import { bytesByComponent } from '../image/sizes.ts'
import { KERNEL, OutputFile, StepId } from '../image/step-names.ts'
import type { PlannedSizes, Project } from './types.ts'

/** Sizes in bytes of what `plan` reuses. What is not built, or was cleaned away since, is absent. */
export async function plannedSizes({ configuration, cache }: Project, plan: BuildPlan): Promise<PlannedSizes> {
  const keys = new Map(plan.steps.flatMap(({ id, key, action }) => (action === 'reuse' ? [[id, key] as const] : [])))
  const output = (step: string, file: string): string | undefined => {
    const key = keys.get(step)
    return key === undefined ? undefined : join(storeEntry(cache, key).path, file)
  }
  const bytes = await composedBytes(configuration, output(StepId.compose, OutputFile.manifest))
  const [kernelBytes, initramfsBytes, rootBytes] = await Promise.all([
    sizeOf(output(`build:${KERNEL.component}`, KERNEL.file)),
    sizeOf(output(StepId.initramfs, OutputFile.initramfs)),
    rootUsed(output(StepId.disk, OutputFile.diskReport) ?? output(StepId.iso, OutputFile.isoReport)),
  ])
  return {
    bytes: bytes ?? (await installedBytes(configuration, cache, keys)),
    ...(kernelBytes === undefined ? {} : { kernelBytes }),
    ...(initramfsBytes === undefined ? {} : { initramfsBytes }),
    ...(rootBytes === undefined ? {} : { rootBytes }),
  }
}

/** By component, from the manifest of the composed root file system: components that are files only are in it, too. */
async function composedBytes(
  { components }: Configuration,
  file: string | undefined,
): Promise<Record<string, number> | undefined> {
  if (file === undefined) return undefined
  const manifest = await readManifest(file, () => '').catch(() => undefined)
  return manifest && { ...Object.fromEntries(components.map((id) => [id, 0])), ...bytesByComponent(manifest) }
}

/** By component, from what the builds installed. */
async function installedBytes(
  { states }: Configuration,
  cache: string,
  keys: ReadonlyMap<string, string>,
): Promise<Record<string, number>> {
  const sizes = [...states.values()].map(async ({ entry, origin, selected }): Promise<[string, number][]> => {
    const key = keys.get(`build:${entry.id}`)
    if (entry.kind !== 'component' || !selected || key === undefined) return []
    const keep = rootfsFilter(origin === 'package' ? entry.packageRootfs : entry.rootfs)
    const files = await readEntryManifest(cache, key).catch(() => undefined)
    return files
      ? [[entry.id, files.reduce((sum, file) => sum + (file.type === 'file' && keep(file.path) ? file.size : 0), 0)]]
      : []
  })
  return Object.fromEntries((await Promise.all(sizes)).flat())
}

async function sizeOf(file: string | undefined): Promise<number | undefined> {
  return file === undefined ? undefined : (await stat(file).catch(() => undefined))?.size
}

/** From a disk's or ISO's report. */
async function rootUsed(file: string | undefined): Promise<number | undefined> {
  if (file === undefined) return undefined
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as { rootUsedBytes: number }).rootUsedBytes
}
