/**
 * What stands in the way of containers on hosts that are containers themselves, or old, or closed: each remedy is a set of
 * flags, with the words by which a runtime complains when it is needed. They are added one at a time, the best match first.
 */

export interface Remedy {
  id: 'limits' | 'network' | 'runc' | 'cgroups' | 'store'
  complaint: RegExp
  /** Flags before and behind `run`. */
  global: string[]
  run: string[]
  /** Only podman has it. */
  podmanOnly: boolean
}

export const REMEDIES: readonly Remedy[] = [
  {
    id: 'limits',
    complaint: /rlimit/i,
    global: [],
    run: ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1000:1000'],
    podmanOnly: false,
  },
  {
    id: 'network',
    complaint: /netavark|network|iptables|nftables|slirp4netns|pasta|cni|bridge|tun\b|rootlessport|sysctl/i,
    global: [],
    run: ['--network=none'],
    podmanOnly: false,
  },
  { id: 'runc', complaint: /crun|OCI runtime/i, global: ['--runtime', 'runc'], run: [], podmanOnly: true },
  { id: 'cgroups', complaint: /cgroup|systemd/i, global: ['--cgroup-manager=cgroupfs'], run: [], podmanOnly: true },
  {
    id: 'store',
    complaint: /overlay|storage|graph driver|fuse|mount|chown|lchown/i,
    global: ['--storage-driver=vfs'],
    run: [],
    podmanOnly: true,
  },
]

/** The next remedy to add to those in use: the first that the complaint names, else the first not yet tried. */
export function nextRemedy(complaint: string, used: readonly Remedy[], podman: boolean): Remedy | undefined {
  const left = REMEDIES.filter((remedy) => !used.includes(remedy) && (podman || !remedy.podmanOnly))
  return left.find((remedy) => remedy.complaint.test(complaint)) ?? left[0]
}
