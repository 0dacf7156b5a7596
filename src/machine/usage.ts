/** What a running QEMU takes of the host: memory and processor time, as Linux tells them below /proc (proc(5)). */
import { readFile } from 'node:fs/promises'

export interface Usage {
  /** Bytes of the host's memory that are in use for the machine: the guest's touched pages and QEMU itself. */
  memory: number
  /** Share of one processor since the last look, 1 for one that is busy all the time. Absent at the first look. */
  cpu?: number
}

export interface UsageReader {
  /** Undefined where the process is gone, or where there is no /proc. */
  read(): Promise<Usage | undefined>
}

/** USER_HZ: what user space sees is 100 on every architecture that Linux has for QEMU's hosts. */
const TICKS_PER_SECOND = 100

/** Looks at a process by its id. `now` is in seconds and only goes forward. */
export function createUsageReader(
  pid: number,
  options: { now?: () => number; read?: (path: string) => Promise<string> } = {},
): UsageReader {
  const { now = () => performance.now() / 1000, read = (path) => readFile(path, 'utf8') } = options
  let last: { at: number; ticks: number } | undefined
  return {
    async read() {
      try {
        const [stat, status] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/status`)])
        const ticks = ticksOf(stat)
        const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
        if (ticks === undefined || Number.isNaN(kib)) return undefined
        const at = now()
        const cpu = last && at > last.at ? (ticks - last.ticks) / TICKS_PER_SECOND / (at - last.at) : undefined
        last = { at, ticks }
        return { memory: kib * 1024, ...(cpu === undefined ? {} : { cpu: Math.max(0, cpu) }) }
      } catch {
        return undefined
      }
    },
  }
}

/** utime and stime, the 14th and 15th field. The second, the name, may hold blanks and brackets: count after its last one. */
function ticksOf(stat: string): number | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return Number.isNaN(ticks) ? undefined : ticks
}
