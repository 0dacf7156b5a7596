/** The host's ports of a machine, as it can have them at the moment of its start. */
import { pasteArgv, settleForwards } from '../machine/index.ts'
import type { MachineSpec } from '../machine/types.ts'
import type { Forward } from '../profile/types.ts'

export interface SettledMachine {
  spec: MachineSpec
  /** The command to paste. */
  argv: string[]
  /** A sentence for each forward that had to move; none where all is as it was. */
  moved: string[]
}

/** Moves those forwards of a machine whose ports are taken by now, or are `promised` to one that is starting. Throws SmartError where none is free. */
export async function settlePorts(spec: MachineSpec, promised: readonly Forward[] = []): Promise<SettledMachine> {
  const moved: string[] = []
  const nics: MachineSpec['nics'] = []
  for (const nic of spec.nics) {
    const settled = await settleForwards(nic.forward, promised)
    moved.push(...settled.moved.map(({ from, to }) => movedWords(from, to)))
    nics.push({ ...nic, forward: settled.forwards })
  }
  const now = moved.length === 0 ? spec : { ...spec, nics }
  return { spec: now, argv: pasteArgv(now), moved }
}

/** `Port 2222 is taken: 127.0.0.1:2223 leads to 22/tcp`. */
function movedWords(from: Forward, to: Forward): string {
  return `Port ${from.host} is taken: 127.0.0.1:${to.host} leads to ${to.guest}/${to.protocol}`
}
