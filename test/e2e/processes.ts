/** Which processes still work for a build: those in a sandbox that has one of its folders mounted. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Command names of processes (this one apart) that see `folder` mounted or have it in their command line. */
export function processesUsing(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const mounts = read(`/proc/${pid}/mountinfo`)
      const command = read(`/proc/${pid}/cmdline`)
      const own = sameNamespace(pid)
      if (!(command.includes(folder) || (!own && mounts.includes(folder)))) return []
      return [`${pid} ${command.replaceAll('\0', ' ').slice(0, 80)}`]
    })
}

/** Mounts of this process's own namespace say nothing about another's work. */
function sameNamespace(pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`) === readlinkSync('/proc/self/ns/mnt')
  } catch {
    return true
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
