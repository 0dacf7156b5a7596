/**
 * The host's own apt lists, read (never changed) to learn which mirror and suites it uses, and turned into a private list with
 * source entries. Only the distribution's own archive is taken over: third parties could shadow its packages.
 */
import { parseControl, type Stanza, words } from './control.ts'

/** One archive and suite; see sources.list(5). */
export interface AptEntry {
  uri: string
  suite: string
  components: string[]
  /** Keyring file. Absent: apt's own trusted keys. */
  signedBy?: string
}

export interface HostRelease {
  id: 'debian' | 'ubuntu'
  /** `bookworm`, `noble`. Empty on Debian unstable. */
  codename: string
}

const COMPONENTS = new Set(['main', 'contrib', 'non-free', 'non-free-firmware', 'universe', 'restricted', 'multiverse'])
const NAMED_SUITES = new Set(['stable', 'oldstable', 'testing', 'unstable', 'sid'])

/** The archive's family and codename from /etc/os-release; derivatives (Mint, …) name the archive they stand on. Undefined: neither. */
export function parseOsRelease(text: string): HostRelease | undefined {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, key, value] = /^([A-Z_]+)=["']?(.*?)["']?$/.exec(line.trim()) ?? []
    if (key !== undefined && value !== undefined) values.set(key, value)
  }
  const kin = `${values.get('ID') ?? ''} ${values.get('ID_LIKE') ?? ''}`.split(/\s+/)
  const own = values.get('VERSION_CODENAME') ?? ''
  if (kin.includes('ubuntu')) return { id: 'ubuntu', codename: values.get('UBUNTU_CODENAME') ?? own }
  if (kin.includes('debian')) return { id: 'debian', codename: values.get('DEBIAN_CODENAME') ?? own }
  return undefined
}

/** Entries of a *.sources file that are switched on. */
export function parseDeb822Sources(text: string): AptEntry[] {
  return parseControl(text).filter(isEnabled).flatMap(stanzaEntries)
}

function isEnabled(stanza: Stanza): boolean {
  return !/^(no|false|0|off|without|disable)$/i.test(stanza.get('enabled') ?? 'yes')
}

function stanzaEntries(stanza: Stanza): AptEntry[] {
  const signedBy = stanza.get('signed-by')
  return words(stanza, 'uris').flatMap((uri) =>
    words(stanza, 'suites').map((suite) => entry(uri, suite, words(stanza, 'components'), signedBy)),
  )
}

/** Entries of a one-line-style *.list file. */
export function parseListSources(text: string): AptEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb(?:-src)?\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line)
    if (match?.[2] === undefined || match[3] === undefined) return []
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(match[1] ?? '')?.[1]
    return [entry(match[2], match[3], (match[4] ?? '').split(/\s+/).filter(Boolean), signedBy)]
  })
}

function entry(uri: string, suite: string, components: string[], signedBy: string | undefined): AptEntry {
  return { uri, suite, components, ...(signedBy === undefined ? {} : { signedBy }) }
}

/** True for the distribution's own archive: its suite, its components, a Debian or Ubuntu path and no third party's key. */
export function isOfficial(entry: AptEntry, release: HostRelease): boolean {
  const [, base = '', suffix = ''] = /^([a-z]+)(?:[-/](.*))?$/.exec(entry.suite) ?? []
  const suiteFits = base === release.codename || NAMED_SUITES.has(base)
  // Backports and proposed hold newer versions that a person did not ask for.
  const plainSuite = ['', 'updates', 'security'].includes(suffix)
  const componentsFit = entry.components.length > 0 && entry.components.every((component) => COMPONENTS.has(component))
  const place = /^[a-z+]+:/.test(entry.uri) && !entry.uri.startsWith('cdrom:')
  const path = /(^|[/.])(debian|ubuntu)(-security|-ports)?([/.]|$)/.test(entry.uri)
  const keyFits = entry.signedBy === undefined || /(debian|ubuntu)-archive|BEGIN PGP/.test(entry.signedBy)
  return suiteFits && plainSuite && componentsFit && place && path && keyFits
}

/** What a host without usable lists gets: the distribution's standard archive. */
export function defaultEntries(release: HostRelease): AptEntry[] {
  const { id, codename } = release
  const suite = codename || 'sid'
  const plain = (uri: string, name: string, components: string[]) => ({ uri, suite: name, components })
  if (id === 'ubuntu')
    return ['', '-updates', '-security'].map((suffix) =>
      plain('http://archive.ubuntu.com/ubuntu', suite + suffix, ['main', 'universe']),
    )
  const archive = 'http://deb.debian.org/debian'
  if (suite === 'sid') return [plain(archive, suite, ['main'])]
  return [
    plain(archive, suite, ['main']),
    plain(archive, `${suite}-updates`, ['main']),
    plain('http://deb.debian.org/debian-security', `${suite}-security`, ['main']),
  ]
}

/**
 * The private list as deb822 text: binary and source index of each suite, nothing else. The archive's own keyring is demanded
 * where the host has it, so that no other key on the host can vouch for a source.
 */
export function privateSources(entries: readonly AptEntry[], keyring: string | undefined): string {
  const merged = new Map<string, AptEntry>()
  for (const entry of entries) {
    const id = `${entry.uri.replace(/\/+$/, '')} ${entry.suite}`
    const known = merged.get(id)
    const components = [...new Set([...(known?.components ?? []), ...entry.components])].sort()
    merged.set(id, { ...(known ?? entry), components })
  }
  return [...merged.values()]
    .map((entry) => {
      const signedBy = entry.signedBy?.startsWith('/') ? entry.signedBy : keyring
      return [
        'Types: deb deb-src',
        `URIs: ${entry.uri}`,
        `Suites: ${entry.suite}`,
        `Components: ${entry.components.join(' ')}`,
        'Targets: Packages Sources',
        ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
        '',
      ].join('\n')
    })
    .join('\n')
}
