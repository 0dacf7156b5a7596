/** A source at an address, with a pinned sha256 that vouches for its bytes wherever they come from. */
import { basename } from 'node:path'
import type { SourceCandidate } from '../catalog/types.ts'
import { download } from './download.ts'
import { SourceError } from './failure.ts'
import { parseAddress, showUrl } from './http.ts'
import type { Provider } from './types.ts'

type UrlSource = Extract<SourceCandidate, { type: 'url' }>

export const urlProvider: Provider<UrlSource> = {
  async offers(name, candidate) {
    const address = parseAddress(candidate.url)
    if (!/^[0-9a-f]{64}$/.test(candidate.sha256))
      throw new SourceError('missing', `The sha256 of ${showUrl(candidate.url)} is not 64 hexadecimal digits`)
    const file = basename(address.pathname).replaceAll(/[^\w.+~%-]/g, '_') || 'download'
    return [
      { name, candidate, version: versionInName(file), file, sha256: candidate.sha256, from: showUrl(candidate.url) },
    ]
  },

  download: (_source, candidate, partial, context) => download(candidate.url, partial, context),
}

/** `1.35.0` of `busybox-1.35.0.tar.bz2`; `unknown` where the name tells none. */
export function versionInName(file: string): string {
  const stem = file.replace(/\.(tar(\.\w+)?|tgz|tbz2?|txz|zip|deb)$/i, '')
  return /(?:^|[-_]v?|^v)(\d[\w.+~-]*)$/.exec(stem)?.[1] ?? /(\d+(?:\.\d+)+)/.exec(stem)?.[1] ?? 'unknown'
}
