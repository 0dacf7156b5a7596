/** Network: the machine's address, its cards and links, what leads in from this computer, and the firewall. */
import { field, group, type SettingSpec } from './spec.ts'

const address = group('network', 'address')
const cards = group('network', 'cards and links')
const wall = group('network', 'firewall')

const text = (value: unknown) => (typeof value === 'string' ? value : '')

const firewallPart = { within: 'system.firewall' } as const

export const NETWORK_SETTINGS: readonly SettingSpec[] = [
  address(
    'system.network',
    'Address',
    'address',
    'dhcp: ask the network for an address. none: loopback only. Or a fixed address with its prefix, and the gateway after a space.',
    { example: 'dhcp, none, or 10.0.2.20/24 10.0.2.2' },
  ),
  address(
    'system.dns',
    'Name servers',
    'items',
    'Asked for names with a fixed address, and instead of those that DHCP offers; the first one is asked first. At most three.',
    {
      items: {
        noun: 'name server',
        plain: true,
        ordered: true,
        fields: [field('key', 'Address', 'text', 'Its IP address.', { example: '10.0.2.3' })],
        title: (item) => text(item.key),
        summary: () => '',
      },
    },
  ),
  cards(
    'machine.network',
    'Link',
    'choice',
    'user: QEMU gives the machine a private network with a way out, without privileges on the host. none: no card at all.',
    { values: ['user', 'none'] },
  ),
  cards(
    'machine.nic',
    'Card',
    'choice',
    'The model of the first network card. virtio-net is the fast one; e1000 is found in real and virtual machines everywhere.',
    { values: ['virtio-net', 'e1000'] },
  ),
  cards(
    'machine.forward',
    'Forwards',
    'items',
    'Ports of this computer (127.0.0.1 only) that lead into the machine: 2222:22 takes ssh to it.',
    {
      items: {
        noun: 'forward',
        plain: true,
        fields: [
          field('key', 'Forward', 'text', 'HOST:GUEST, and /udp where it is not TCP.', {
            example: '8080:80 or 5353:53/udp',
          }),
        ],
        title: (item) => text(item.key),
        summary: (item) => forwardWords(text(item.key)),
      },
    },
  ),
  cards(
    'machine.links',
    'Further links',
    'items',
    'Further network cards, each on a link that machines of yours share: those that name the same link see each other.',
    {
      items: {
        noun: 'link',
        ordered: true,
        fields: [
          field('name', 'Name', 'text', 'What the link is called; the same name in another profile is the same link.', {
            example: 'lan',
          }),
          field('nic', 'Card', 'choice', 'The model of this card.', { values: ['virtio-net', 'e1000'] }),
          field(
            'address',
            'Address',
            'text',
            'With prefix, or dhcp where another machine on the link gives addresses.',
            {
              optional: true,
              example: '192.168.7.1/24',
              unset: 'none',
            },
          ),
        ],
        title: (item) => text(item.name),
        summary: (item) => `${text(item.nic)}, ${text(item.address) || 'no address'}`,
      },
    },
  ),
  wall(
    'system.firewall',
    'Firewall',
    'part',
    'Filters what comes in from the network, in force before the network is there. Answers to what the machine asked, ping and DHCP are always let in.',
    { fresh: { policy: 'drop', open: [], trusted: [], forward: false, masquerade: false } },
  ),
  wall(
    'system.firewall.policy',
    'Policy',
    'choice',
    'What becomes of what no rule names. drop: it is not let in. accept: everything is let in.',
    { values: ['drop', 'accept'], ...firewallPart },
  ),
  wall(
    'system.firewall.open',
    'Open ports',
    'items',
    'What is let in although the policy is drop: a port or a range of them.',
    {
      ...firewallPart,
      items: {
        noun: 'port',
        plain: true,
        fields: [
          field('key', 'Port', 'text', 'A port or a range, and /udp where it is not TCP.', {
            example: '22, 53/udp or 5000-5010/tcp',
          }),
        ],
        title: (item) => text(item.key),
        summary: (item) => (text(item.key).endsWith('/udp') ? 'UDP' : 'TCP'),
      },
    },
  ),
  wall(
    'system.firewall.trusted',
    'Trusted links',
    'items',
    'Names of further links from which everything is let in, such as the one to a network of your own.',
    {
      ...firewallPart,
      items: {
        noun: 'link',
        plain: true,
        fields: [field('key', 'Link', 'text', 'The name of one of the further links above.', { example: 'lan' })],
        title: (item) => text(item.key),
        summary: () => '',
      },
    },
  ),
  wall(
    'system.firewall.forward',
    'Pass on between links',
    'bool',
    'The machine is a router: what comes from a link is passed on to the others and to the outside.',
    firewallPart,
  ),
  wall(
    'system.firewall.masquerade',
    'Masquerade',
    'bool',
    'What is passed on to the outside gets this machine’s own address (NAT), so that answers find their way back.',
    firewallPart,
  ),
]

function forwardWords(forward: string): string {
  const match = /^(\d+):(\d+)(?:\/(\w+))?$/.exec(forward)
  return match ? `127.0.0.1:${match[1]} leads to ${match[2]} in the machine${match[3] === 'udp' ? ', UDP' : ''}` : ''
}
