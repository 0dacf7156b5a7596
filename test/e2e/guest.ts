/** A machine of a build, started from its own record with other words for the kernel, and what it says on its console. */
import { join } from 'node:path'
import { openProject, prepareMachine, startMachine } from '../../src/pipeline/index.ts'
import { answer } from '../../src/verify/login-check.ts'

export interface GuestOptions {
  profile: string
  sets?: string[]
  out: string
  /** What becomes of the kernel's words. */
  words?: (cmdline: string) => string
}

/** Starts it directly, on a throw-away layer of its disk. */
export async function startGuest({ profile, sets = [], out, words = (line) => line }: GuestOptions) {
  const project = await openProject({ profile, sets, out })
  const { spec } = await prepareMachine(project, { boot: 'direct', snapshot: true })
  const { boot } = spec
  const machine = await startMachine({
    ...spec,
    serialLog: join(out, 'logs', 'guest.log'),
    boot: boot.type === 'direct' ? { ...boot, cmdline: words(boot.cmdline) } : boot,
  })
  return {
    machine,
    /** Types a line and waits for what matches; throws with all that came when it does not. */
    async ask(line: string, wanted: RegExp, seconds = 120): Promise<string> {
      const heard = answer(machine.console, wanted, seconds)
      if (line) machine.console.write(line)
      const text = await heard
      if (text === undefined) throw new Error(`${JSON.stringify(line)} was not answered with ${wanted}`)
      return text
    },
    [Symbol.asyncDispose]: () => machine[Symbol.asyncDispose](),
  }
}
