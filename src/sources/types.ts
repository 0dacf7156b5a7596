/** Where component sources come from, and the record that lets the same bytes be had again. */
import type { SourceCandidate } from '../catalog/types.ts'

/** A source whose identity is known, downloaded or not. This is also a lock file's entry. */
export interface ResolvedSource {
  /** `sourceName` of the component. */
  name: string
  candidate: SourceCandidate
  version: string
  /** File name as published, for its suffix. */
  file: string
  /** Hash of the whole file as downloaded (for apt-tarball: of the .deb); for a local folder: hash of its listing and contents. */
  sha256: string
  /** Bytes of the download; undefined where not known. */
  size?: number
  /** Where it was found, for people. */
  from: string
}

/** `sources.lock`: sorted by name, JSON. */
export interface LockFile {
  schema: 1
  sources: ResolvedSource[]
  /** Which packages components of origin `package` are made of: request (see closureKey) → `package=version`, sorted. */
  closures?: Record<string, string[]>
}

/** What a provider tells while it works. `total` is undefined where the server does not say. */
export interface FetchProgress {
  received: number
  total?: number
}

export interface FetchContext {
  /** `<cache>/sources`: blobs by sha256, apt state, partial downloads. */
  cache: string
  /** Never touch the network; fail with a sentence when something is missing. */
  offline: boolean
  /** Folder that a relative path of a `local` candidate starts from (the catalog entry's folder). Default: the current folder. */
  base?: string
  /** Root of the host's own apt settings and /etc/os-release. Default: `/`; tests give another. */
  hostRoot?: string
  /** Ask the distribution for its newest index, unless it was asked within the last ten minutes. */
  refresh?: boolean
  signal?: AbortSignal
  onProgress?: (progress: FetchProgress) => void
  /** One line for the step's log. */
  onLog?: (line: string) => void
}

/** What a provider can bring for a candidate, best (newest) first; every entry's hash is known before its download. */
export type Offers = readonly ResolvedSource[]

/** One kind of candidate. Both calls throw SourceError when this candidate is of no use, so that the next one is tried. */
export interface Provider<C extends SourceCandidate = SourceCandidate> {
  offers(name: string, candidate: C, context: FetchContext): Promise<Offers>
  /** Brings the bytes to `partial`, going on from what is there already. Whoever calls checks the hash. */
  download(source: ResolvedSource, candidate: C, partial: string, context: FetchContext): Promise<void>
}

/** A resolved source that is on this machine, verified. */
export interface FetchedSource extends ResolvedSource {
  /** Absolute path of the verified blob, or of the local folder. */
  path: string
}
