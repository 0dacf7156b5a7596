/** Checks between two machines: a second guest of the same image on the same links, its checks run beside the first one's part. */

import type { Machine } from '../machine/types.ts'
import { linkMac } from '../profile/link-mac.ts'
import { SmartError } from '../system/error.ts'
import { type Check, checkVariables, secondsOf } from './check-list.ts'
import type { GuestShell } from './guest-shell.ts'
import { linkOf, type PeerLink } from './peer-links.ts'
import { resultOf } from './result.ts'
import { readWithFunctions } from './shared-functions.ts'
import type { CheckResult } from './types.ts'

export interface Guest {
  machine: Machine
  shell: () => Promise<GuestShell>
}

export interface PeerCheckPlan {
  environment: Record<string, string>
  checkSeconds: number
  links: readonly PeerLink[]
}

type Outcome = Pick<CheckResult, 'status' | 'reason'>

/** Prints the name of the card with the hardware address MAC; gives it the address ADDRESS, where there is one. */
const SET_ADDRESS = `
for card in /sys/class/net/*; do
	[ "$(cat "$card/address")" = "$MAC" ] || continue
	card=\${card##*/}
	if [ -n "$ADDRESS" ]; then
		ip address flush dev "$card" && ip address add "$ADDRESS" dev "$card" || exit 1
	fi
	ip link set "$card" up && echo "$card"
	exit
done
echo "no network card has the address $MAC"
exit 1
`

/** Sets both machines' addresses, then runs check-peer.sh in the second and check-peer-first.sh, if there is one, in the first. */
export async function runPeerCheck(check: Check, first: Guest, second: Guest, plan: PeerCheckPlan): Promise<Outcome> {
  const link = await linkOf(check, plan.links)
  if (!link) throw new SmartError(`${check.id} has no link to run on`)
  const [here, there] = [link.first.address, link.second.address].map((cidr) => cidr.split('/')[0] ?? '')
  const cards = [
    await setAddress(first, link, link.first.given ? '' : link.first.address),
    await setAddress(second, link, link.second.address),
  ]
  const run = async (
    guest: Guest,
    card: string | undefined,
    file: string,
    own: string,
    peer: string,
  ): Promise<Outcome> => {
    const script = await readWithFunctions({ file })
    const env = {
      ...plan.environment,
      ...checkVariables(check),
      CHECK_PEER_ADDRESS: peer,
      CHECK_OWN_ADDRESS: own,
      CHECK_LINK_CARD: card ?? '',
    }
    const shell = await guest.shell()
    return resultOf(await shell.run(script, { env, seconds: secondsOf(script) ?? plan.checkSeconds }))
  }
  const part = check.entry?.checkPeerFirst
  const [theirs, ours] = await Promise.all([
    run(second, cards[1], check.file, there ?? '', here ?? ''),
    part === undefined ? undefined : run(first, cards[0], part, here ?? '', there ?? ''),
  ])
  return ours !== undefined && theirs.status !== 'failed' && ours.status !== 'passed'
    ? { ...ours, reason: `in the first machine: ${ours.reason}` }
    : theirs
}

async function setAddress({ machine, shell }: Guest, { card }: PeerLink, address: string): Promise<string> {
  const placed = machine.spec.links?.find(({ folder }) => folder === card.folder)
  const mac = linkMac(card.profile, card.card, placed?.instance ?? 0)
  const { exitCode, output } = await (await shell()).run(SET_ADDRESS, { env: { MAC: mac, ADDRESS: address } })
  const last = output.trim().split('\n').at(-1) ?? ''
  if (exitCode !== 0) throw new SmartError(`The link could not be set up: ${last}`)
  return last
}
