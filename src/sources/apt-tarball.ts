/** A tarball inside a binary package, such as linux-source-6.1 or glibc-source: what is fetched and hashed is the .deb. */
import type { SourceCandidate } from '../catalog/types.ts'
import { aptWithIndex, queryIndex } from './apt-index.ts'
import { downloadWithApt } from './apt-run.ts'
import type { Stanza } from './control.ts'
import { compareDebianVersions } from './debian-version.ts'
import { SourceError } from './failure.ts'
import type { FetchContext, Provider, ResolvedSource } from './types.ts'

type AptTarball = Extract<SourceCandidate, { type: 'apt-tarball' }>

export const aptTarballProvider: Provider<AptTarball> = {
  async offers(name, candidate, context) {
    return aptBinaryOffers(name, candidate, await queryIndex(['show'], candidate.package, context))
  },

  async download(source, candidate, partial, context: FetchContext) {
    const config = await aptWithIndex(context)
    const wanted = `${candidate.package}=${source.version}`
    await downloadWithApt(config, ['download', '--print-uris', wanted], source, partial, context)
  },
}

/** The versions of a binary package in the index, newest first. */
export function aptBinaryOffers(
  name: string,
  candidate: Extract<SourceCandidate, { type: 'apt-tarball' | 'apt-package' }>,
  stanzas: readonly Stanza[],
): ResolvedSource[] {
  const offers = stanzas.flatMap((stanza): ResolvedSource[] => {
    const [path, sha256, version] = [stanza.get('filename'), stanza.get('sha256'), stanza.get('version')]
    if (stanza.get('package') !== candidate.package || !path || !sha256 || !version) return []
    // apt names the file after package, version and architecture, with the epoch's colon escaped.
    const file = `${candidate.package}_${version.replaceAll(':', '%3a')}_${stanza.get('architecture') ?? 'all'}.deb`
    const from = `package ${candidate.package} (${path})`
    return [{ name, candidate, version, file, sha256, size: Number(stanza.get('size') ?? 0), from }]
  })
  if (offers.length === 0) throw new SourceError('missing', `The distribution has no package ${candidate.package}`)
  const newestFirst = offers.sort((a, b) => compareDebianVersions(b.version, a.version))
  return newestFirst.filter((offer, index) => newestFirst.findIndex((other) => other.sha256 === offer.sha256) === index)
}
