/** Verifies a build: every way of booting it, on throw-away copies of the shipped files, whose hashes must not change. */
import { join } from 'node:path'
import { SmartError, throwIfCancelled } from '../system/error.ts'
import { sha256File } from '../system/hash.ts'
import { runBuildCheck } from './build-check.ts'
import { listChecks } from './check-list.ts'
import { DISK, INITRAMFS, ISO, KERNEL, OCI, QCOW2, ROOTFS, type VerifyInput, type VerifyOptions } from './input.ts'
import { namespaceObstacle } from './namespace.ts'
import { checkQcow2 } from './qcow2-check.ts'
import type { CheckResult, Proof, ProofRun, RunKind } from './types.ts'
import { verifyBoot } from './verify-boot.ts'
import { verifyContainer } from './verify-container.ts'

/** Ways of booting that a build's files allow, in the order they are tried. */
export function possibleBoots({ files, initramfs }: VerifyInput['record']): RunKind[] {
  const direct = files[KERNEL] && files[INITRAMFS] && (initramfs === 'whole' || files[DISK])
  return [
    ...(direct ? (['direct'] as const) : []),
    ...(files[DISK] ? (['bios', 'uefi'] as const) : []),
    ...(files[ISO] ? (['iso-bios', 'iso-uefi'] as const) : []),
    ...(files[OCI] && files[ROOTFS] ? (['container'] as const) : []),
  ]
}

/** Runs every boot and check. Throws only for cancellation, what the host lacks, and files that are missing. */
export async function verifyImages(input: VerifyInput, options: VerifyOptions): Promise<Proof> {
  const { signal, onEvent } = options
  const possible = possibleBoots(input.record)
  const boots = options.boots ?? possible
  const impossible = boots.find((boot) => !possible.includes(boot))
  if (impossible || boots.length === 0)
    throw new SmartError(`This build has nothing for a ${impossible ?? 'machine'} boot`, {
      hint: `Add ${impossible === 'container' ? 'oci' : impossible?.startsWith('iso') ? 'iso' : 'disk'} to image.formats and build again`,
      where: input.out,
    })
  const names = Object.keys(input.record.files)
  const before = await hashAll(input.out, names, signal)
  const all = await listChecks(input.configuration)
  const checks = all.filter(({ places }) => places.includes('machine'))
  const obstacle = await namespaceObstacle(signal)
  // What is done at a screen is done once, under a BIOS.
  const screenBoot = boots.find((boot) => boot === 'bios' || boot === 'iso-bios')
  const runs: ProofRun[] = []
  for (const boot of boots) {
    throwIfCancelled(signal)
    runs.push(
      boot === 'container'
        ? await verifyContainer(
            input,
            options,
            all.filter(
              ({ places, place, phase }) => places.includes('container') && place === 'guest' && phase === 'first',
            ),
          )
        : await verifyBoot(input, options, { boot, checks, obstacle, first: runs.length === 0, screenBoot }),
    )
  }
  const onHost: CheckResult[] = []
  for (const check of options.hostChecks ?? []) onHost.push(await runBuildCheck(check, signal))
  if (names.includes(QCOW2)) onHost.push(await checkQcow2(join(input.out, DISK), join(input.out, QCOW2), signal))
  const after = await hashAll(input.out, names, signal)
  const changed = names.filter((name) => before[name] !== after[name])
  const unchanged: CheckResult = {
    id: 'image:unchanged',
    status: changed.length === 0 ? 'passed' : 'failed',
    reason: changed.length === 0 ? '' : `${changed.join(', ')} changed while running`,
    seconds: 0,
  }
  const last = runs.at(-1)
  for (const result of [...onHost, unchanged]) {
    last?.checks.push(result)
    if (last) onEvent?.({ type: 'verify:checked', at: Date.now(), boot: last.boot, result })
  }
  const passed = runs.every((run) => run.checks.every((check) => check.status !== 'failed'))
  onEvent?.({ type: 'verify:finished', at: Date.now(), passed })
  const image = [DISK, ISO].find((name) => names.includes(name)) ?? INITRAMFS
  return {
    schema: 1,
    profile: input.configuration.profile.name,
    image,
    sha256: after[image] ?? '',
    files: after,
    passed,
    runs,
  }
}

async function hashAll(
  folder: string,
  names: string[],
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const name of names) hashes[name] = await sha256File(join(folder, name), signal)
  return hashes
}
