/** Proof: checks that ran inside the booted machine, with their results. The JSON is a contract, see the README. */
import type { Boot } from '../profile/boot.ts'

/** What a run starts: a machine, one way or another, or a container. */
export type RunKind = Boot | 'container'

export type CheckStatus = 'passed' | 'failed' | 'skipped'

export interface CheckResult {
  /** `boot`, `component:busybox`, `driver:nvme`, `network:dhcp`, … */
  id: string
  status: CheckStatus
  /** Why it failed or was skipped; empty when it passed. */
  reason: string
  /** Wall seconds. */
  seconds: number
}

export interface ProofRun {
  boot: RunKind
  /** Bytes of guest RAM; 0 for a container, which has the host's. */
  memory: number
  /** `none`: a container, whose programs run on the host's own processor and kernel. */
  acceleration: 'kvm' | 'tcg' | 'none'
  /** Milestone → seconds since power-on. */
  timeline: Record<string, number>
  /** Bytes of memory the guest reports as available after boot. */
  memoryAvailable?: number
  checks: CheckResult[]
}

/** `proof.json`. `image` and `sha256` are those of the disk image (or, without one, of the initramfs). */
export interface Proof {
  schema: 1
  profile: string
  image: string
  sha256: string
  /** Every file that was run → sha256, taken before and after; equal, or the run fails. */
  files: Record<string, string>
  passed: boolean
  runs: ProofRun[]
}

export type VerifyEvent =
  | { type: 'verify:run'; at: number; boot: ProofRun['boot']; memory: number; checks: string[] }
  | { type: 'verify:check'; at: number; boot: ProofRun['boot']; id: string; state: 'running' }
  | { type: 'verify:checked'; at: number; boot: ProofRun['boot']; result: CheckResult }
  | { type: 'verify:finished'; at: number; passed: boolean }

/** A check made on the host beside the boots. It fails by throwing. */
export interface BuildCheck {
  id: string
  work(signal: AbortSignal | undefined): Promise<void>
}
