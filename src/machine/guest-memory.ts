/**
 * What a guest's own kernel says of its memory. The driver of a balloon device tells it to QEMU every few seconds, and QEMU
 * passes on the last answer. Format: docs/interop/virtio-balloon-stats.rst in QEMU's sources.
 */
import type { Machine } from './types.ts'

export interface GuestMemory {
  /** Bytes that the guest's kernel has to give away: the machine's without what the kernel itself fills. */
  total: number
  /** Bytes of them that no program could have at once. */
  used: number
}

export interface GuestMemoryReader {
  /** Undefined where the machine has no balloon, and as long as the guest has not answered. Never throws. */
  read(): Promise<GuestMemory | undefined>
}

const POLL_SECONDS = 2
/** A guest that has been silent for so long has no driver any more: it starts anew, or hangs. */
const STALE_SECONDS = 10

/** Without a balloon in the machine QEMU is asked nothing; once it refuses, nothing any more. `now` is in seconds since 1970. */
export function createGuestMemoryReader(
  { spec, qmp }: Pick<Machine, 'spec' | 'qmp'>,
  now: () => number = () => Date.now() / 1000,
): GuestMemoryReader {
  const path = balloonPath(spec.extra)
  let polls: Promise<boolean> | undefined
  const startPolling = () =>
    qmp('qom-set', { path, property: 'guest-stats-polling-interval', value: POLL_SECONDS }).then(
      () => true,
      () => false,
    )
  const standsStill = async () => objectOf(await qmp('query-status')).running === false
  return {
    async read() {
      if (path === undefined) return undefined
      polls ??= startPolling()
      if (!(await polls)) return undefined
      try {
        const answer = objectOf(await qmp('qom-get', { path, property: 'guest-stats' }))
        const memory = memoryOf(objectOf(answer.stats))
        // A paused guest answers nothing, and what it last said stays true.
        if (memory && now() - Number(answer['last-update']) > STALE_SECONDS && !(await standsStill())) return undefined
        return memory
      } catch {
        return undefined
      }
    },
  }
}

/** Where QEMU's object model has the balloon of these arguments; only a device with an id has a place that is known before. */
function balloonPath(argv: readonly string[]): string | undefined {
  const device = argv.find((arg, index) => argv[index - 1] === '-device' && arg.startsWith('virtio-balloon'))
  const id = device && /,id=([^,]+)/.exec(device)?.[1]
  return id && `/machine/peripheral/${id}`
}

/** Kernels before 4.6 do not tell what is available, only what is free. */
function memoryOf(stats: Record<string, unknown>): GuestMemory | undefined {
  const total = bytesOf(stats['stat-total-memory'])
  const rest = bytesOf(stats['stat-available-memory']) ?? bytesOf(stats['stat-free-memory'])
  return total === undefined || rest === undefined ? undefined : { total, used: Math.max(0, total - rest) }
}

/** What the guest has not told is -1, as 2^64 - 1: more than a number can hold exactly. */
function bytesOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
