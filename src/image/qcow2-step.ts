/** The step of the disk as clouds take it: the same disk in qcow2, compressed. */
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Step } from '../build/types.ts'
import { canonicalJson, sha256File } from '../system/hash.ts'
import { toolEnvironment } from './run-tool.ts'
import { dependencyFile, OutputFile, StepId } from './step-names.ts'
import { toolIdentity } from './tool-identity.ts'

/** Raised whenever the same disk would be written differently. */
const QCOW2_FORMAT = '1'

/** `qcow2.json`. */
export interface Qcow2Report {
  schema: 1
  bytes: number
  sha256: string
}

/** Output: `disk.qcow2` and `qcow2.json`. One coroutine writes in order, and the format holds no time: the bits are always the same. */
export async function qcow2Step(): Promise<Step> {
  return {
    id: StepId.qcow2,
    kind: 'pack',
    title: 'Compress the disk as qcow2',
    needs: [StepId.disk],
    inputs: { format: QCOW2_FORMAT, 'host tools': await toolIdentity(['qemu-img']) },
    estimate: { cpuSeconds: 1, bytes: 6 * 1024 ** 2 },
    async run(context) {
      const output = join(context.output, OutputFile.qcow2)
      const form = [
        '-f',
        'raw',
        '-O',
        'qcow2',
        '-c',
        '-m',
        '1',
        '-o',
        'compat=1.1,compression_type=zlib,cluster_size=65536',
      ]
      await context.run(
        ['qemu-img', 'convert', ...form, dependencyFile(context, StepId.disk, OutputFile.disk), output],
        { env: toolEnvironment() },
      )
      const report: Qcow2Report = {
        schema: 1,
        bytes: (await stat(output)).size,
        sha256: await sha256File(output, context.signal),
      }
      await writeFile(join(context.output, OutputFile.qcow2Report), `${canonicalJson(report)}\n`)
    },
  }
}
