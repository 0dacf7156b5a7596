/** What a running machine takes of the host, looked at about once a second for as long as it runs. */
import type { Machine } from '../../machine/types.ts'
import type { Usage } from '../../machine/usage.ts'

const USAGE_MS = 1000

/** Reports until the returned function is called; the first look only remembers where the processor's time began. */
export function watchUsage(machine: Pick<Machine, 'pid'>, report: (usage: Usage) => void): () => void {
  let over = false
  let timer: NodeJS.Timeout | undefined
  const watch = async () => {
    const { createUsageReader } = await import('../../machine/usage.ts')
    const reader = createUsageReader(machine.pid)
    const look = async () => {
      if (over) return
      const usage = await reader.read()
      if (over) return
      if (usage) report(usage)
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
