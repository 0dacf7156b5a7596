/** What check scripts find in their environment; the list is a contract with everyone who writes one, see the README. */
import type { Subnet } from '../machine/types.ts'
import type { FirewallSettings, Profile } from '../profile/types.ts'
import { diskLines } from './data-disks.ts'
import type { ProofRun } from './types.ts'

/** A name under .test (RFC 6761: never a real one) and an address for documentation (RFC 5737). */
const CHECK_NAME = 'proof.smart-os.test'
const CHECK_ADDRESS = '203.0.113.77'

/** What the verifier's DNS server knows. */
export const DNS_NAMES: Record<string, string> = { [CHECK_NAME]: CHECK_ADDRESS }

export interface CheckCircumstances {
  boot: ProofRun['boot']
  /** Bytes. */
  memory: number
  /** Why there is no DNS server of our own. */
  obstacle: string | undefined
  subnet: Subnet | undefined
  /** What is written to the root is there again after a reboot. */
  persistent: boolean
  /** The rules in force; absent where nothing is filtered. */
  firewall?: FirewallSettings | undefined
  /** What the root is, in this way of booting: `ext4`, `squashfs`, `tmpfs`, `ramfs`, `initrd`. */
  rootForm: string
}

/** CHECK_DNS_NAME is empty where names cannot be checked; CHECK_DNS_SKIP then says why. CHECK_TIME comes with each check. */
export function checkEnvironment(
  profile: Profile,
  { boot, memory, obstacle, subnet, persistent, rootForm, firewall }: CheckCircumstances,
): Record<string, string> {
  const { system, machine } = profile
  const network =
    machine.network === 'none' ? 'none' : typeof system.network === 'string' ? system.network : system.network.address
  const reachable = system.dns.length === 0 || (subnet?.dns !== undefined && system.dns.includes(subnet.dns))
  const skip = obstacle ?? (reachable ? '' : 'the profile names its own name servers, and they are out of reach here')
  return {
    CHECK_BOOT: boot,
    CHECK_MEMORY: String(memory),
    CHECK_HOSTNAME: system.hostname,
    CHECK_TIMEZONE: system.timezone,
    CHECK_NETWORK: network,
    CHECK_ROOT_FORM: rootForm,
    CHECK_ROOT: persistent ? 'disk' : 'memory',
    CHECK_DISKS: diskLines(machine.disks),
    CHECK_DNS_NAME: skip ? '' : CHECK_NAME,
    CHECK_DNS_ADDRESS: skip ? '' : CHECK_ADDRESS,
    CHECK_DNS_SKIP: skip,
    ...(firewall
      ? {
          CHECK_FIREWALL_POLICY: firewall.policy.toUpperCase(),
          CHECK_FIREWALL_OPEN: firewall.open.map((ports) => (/[a-z]/.test(ports) ? ports : `${ports}/tcp`)).join(' '),
          CHECK_FIREWALL_FORWARD: firewall.forward ? '1' : '0',
        }
      : {}),
  }
}
