/** The sources room: from a component's list of candidates to verified bytes on this machine. */
export { type CachedSource, type CacheListing, listCached, removeUnused } from './cached.ts'
export { SourceError, type SourceFailure } from './failure.ts'
export { fetchSource } from './fetch.ts'
export { IGNORED_FOLDER } from './folder-hash.ts'
export { readLock, toResolved, writeLock } from './lock-file.ts'
export { describeCandidate, obtainSource, resolveSource, updateSource } from './obtain.ts'
export { openTarball } from './tarball.ts'
