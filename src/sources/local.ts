/** A tarball or a folder on this machine, used where it lies. It may change at any time, so it is hashed anew at every look. */
import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { SourceCandidate } from '../catalog/types.ts'
import { SourceError } from './failure.ts'
import { hashLocal } from './folder-hash.ts'
import type { FetchContext, Provider } from './types.ts'

type LocalSource = Extract<SourceCandidate, { type: 'local' }>

export const localProvider: Provider<LocalSource> = {
  async offers(name, candidate, context) {
    const path = await localPath(candidate, context)
    const sha256 = await hashLocal(path, context.cache, context.signal)
    if (candidate.sha256 !== undefined && candidate.sha256 !== sha256)
      throw new SourceError('hash', `${path} has SHA-256 ${sha256} where ${candidate.sha256} is expected`, {
        where: path,
        hint: 'Nothing of it was used: it is another file than was meant, or its download is incomplete',
      })
    return [{ name, candidate, version: 'local', file: basename(path), sha256, from: path }]
  },

  /** Nothing to bring: fetchSource hands out the path itself. */
  async download() {},
}

/** Absolute path, links resolved. Throws SourceError when nothing is there. */
export async function localPath(candidate: LocalSource, context: Pick<FetchContext, 'base'>): Promise<string> {
  const path = resolve(context.base ?? '.', candidate.path)
  try {
    return await realpath(path)
  } catch (error) {
    throw new SourceError('missing', `The local source ${path} is not there`, {
      hint: 'Put the tarball or the folder there, or correct its path where it is named',
      cause: error,
    })
  }
}
