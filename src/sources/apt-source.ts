/** A distribution source package, of which only the upstream tarball is taken: it works where the packaging files are gone. */
import type { SourceCandidate } from '../catalog/types.ts'
import { aptWithIndex, queryIndex } from './apt-index.ts'
import { downloadWithApt } from './apt-run.ts'
import type { Stanza } from './control.ts'
import { compareDebianVersions, versionHasPrefix } from './debian-version.ts'
import { SourceError } from './failure.ts'
import type { FetchContext, Provider, ResolvedSource } from './types.ts'

type AptSource = Extract<SourceCandidate, { type: 'apt-source' }>

export const aptSourceProvider: Provider<AptSource> = {
  async offers(name, candidate, context) {
    const stanzas = await queryIndex(['showsrc', '--only-source'], candidate.package, context)
    return aptSourceOffers(name, candidate, stanzas)
  },

  async download(source, candidate, partial, context: FetchContext) {
    const config = await aptWithIndex(context)
    const wanted = `${candidate.package}=${source.version}`
    await downloadWithApt(config, ['source', '--print-uris', '--only-source', wanted], source, partial, context)
  },
}

/** The versions in the index, newest first; versions that share one file in one place count once. */
export function aptSourceOffers(name: string, candidate: AptSource, stanzas: readonly Stanza[]): ResolvedSource[] {
  const own = stanzas.filter((stanza) => stanza.get('package') === candidate.package)
  if (own.length === 0) throw new SourceError('missing', `The distribution has no source package ${candidate.package}`)
  const versions = own.map((stanza) => stanza.get('version') ?? '').sort((a, b) => compareDebianVersions(b, a))
  const held = own.filter((stanza) => versionHasPrefix(stanza.get('version') ?? '', candidate.version ?? ''))
  if (held.length === 0)
    throw new SourceError(
      'gone',
      `The distribution has no version ${candidate.version} of ${candidate.package}, only ${versions.join(', ')}`,
    )
  const offers = new Map<string, ResolvedSource>()
  for (const stanza of held.sort((a, b) => compareDebianVersions(b.get('version') ?? '', a.get('version') ?? ''))) {
    const tarball = tarballOf(stanza)
    if (!tarball) continue
    const from = `source package ${candidate.package} (${stanza.get('directory') ?? '.'}/${tarball.file})`
    const id = `${tarball.sha256} ${from}`
    if (!offers.has(id)) offers.set(id, { name, candidate, version: stanza.get('version') ?? '', ...tarball, from })
  }
  if (offers.size === 0)
    throw new SourceError(
      'missing',
      `The source package ${candidate.package} holds no tarball with a SHA-256 in the index`,
    )
  return [...offers.values()]
}

/** NAME_VERSION.orig.tar.*, or in a native package its one tarball. */
function tarballOf(stanza: Stanza): { file: string; sha256: string; size: number } | undefined {
  const files = (stanza.get('checksums-sha256') ?? '').split('\n').flatMap((line) => {
    const [sha256 = '', size = '', file = ''] = line.trim().split(/\s+/)
    return /^[0-9a-f]{64}$/.test(sha256) && /^[\w.+~-]+$/.test(file) ? [{ file, sha256, size: Number(size) }] : []
  })
  const tarballs = files.filter(({ file }) => /\.tar\.(gz|xz|bz2|zst|lzma)$/.test(file))
  return (
    tarballs.find(({ file }) => /\.orig\.tar\.\w+$/.test(file)) ??
    tarballs.find(({ file }) => !/\.(debian|orig-[^.]+)\.tar\.\w+$/.test(file))
  )
}
