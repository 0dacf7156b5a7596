/** Control of a machine that another process started, over its second socket. */
import { connectUnix } from './connect.ts'
import { monitorSocket } from './qemu-argv.ts'
import { connectQmp } from './qmp.ts'
import type { Machine, MachineSpec } from './types.ts'

/** Throws SmartError when the machine does not answer. */
export async function openControl(
  spec: Pick<MachineSpec, 'runtimeDir'>,
): Promise<Pick<Machine, 'qmp'> & AsyncDisposable> {
  const client = await connectQmp(await connectUnix(monitorSocket(spec), 5))
  return {
    qmp: (command, args) => client.execute(command, args),
    [Symbol.asyncDispose]: async () => client[Symbol.dispose](),
  }
}
