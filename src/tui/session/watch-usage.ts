/** What a running machine takes of the host, and what its guest says of its memory: looked at about once a second while it runs. */
import type { GuestMemory } from '../../machine/guest-memory.ts'
import type { Machine } from '../../machine/types.ts'
import type { Usage } from '../../machine/usage.ts'

const USAGE_MS = 1000

export interface Seen {
  usage?: Usage
  /** Undefined where the guest does not tell, or does not any more. */
  guestMemory: GuestMemory | undefined
}

/** Reports until the returned function is called; the first look only remembers where the processor's time began. */
export function watchUsage(machine: Pick<Machine, 'pid' | 'spec' | 'qmp'>, report: (seen: Seen) => void): () => void {
  let over = false
  let timer: NodeJS.Timeout | undefined
  const watch = async () => {
    const [{ createUsageReader }, { createGuestMemoryReader }] = await Promise.all([
      import('../../machine/usage.ts'),
      import('../../machine/guest-memory.ts'),
    ])
    const host = createUsageReader(machine.pid)
    const guest = createGuestMemoryReader(machine)
    const look = async () => {
      if (over) return
      const [usage, guestMemory] = await Promise.all([host.read(), guest.read()])
      if (over) return
      report({ ...(usage ? { usage } : {}), guestMemory })
      timer = setTimeout(() => void look(), USAGE_MS)
    }
    await look()
  }
  void watch()
  return () => {
    over = true
    clearTimeout(timer)
  }
}
