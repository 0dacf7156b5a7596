/** A binary package as it is: one member of what apt worked out for a component of origin `package` (see closure.ts). */
import type { SourceCandidate } from '../catalog/types.ts'
import { aptWithIndex, queryIndex } from './apt-index.ts'
import { downloadWithApt } from './apt-run.ts'
import { aptBinaryOffers } from './apt-tarball.ts'
import type { FetchContext, Provider } from './types.ts'

type AptPackage = Extract<SourceCandidate, { type: 'apt-package' }>

export const aptPackageProvider: Provider<AptPackage> = {
  async offers(name, candidate, context) {
    return aptBinaryOffers(name, candidate, await queryIndex(['show'], candidate.package, context))
  },

  async download(source, candidate, partial, context: FetchContext) {
    const config = await aptWithIndex(context)
    const wanted = `${candidate.package}=${source.version}`
    await downloadWithApt(config, ['download', '--print-uris', wanted], source, partial, context)
  },
}
