/** Why a source could not be had from one place. A SourceError means "try the next candidate"; any other error ends the search. */
import { ExitStatus, SmartError, type SmartErrorOptions } from '../system/error.ts'

export type SourceFailure =
  /** The file or version is no longer there (404). */
  | 'gone'
  /** The server could not be reached or the transfer broke off. */
  | 'network'
  /** The bytes are not the promised ones, or their signature is not good. */
  | 'hash'
  /** No such package, tarball or folder. */
  | 'missing'
  /** It would need the network, which was forbidden. */
  | 'offline'
  /** This host cannot do it (no apt). */
  | 'host'

const HINTS: Record<SourceFailure, string> = {
  gone: 'The mirror may be in the middle of an update: try again later, or add another source to the component.yaml',
  network:
    'Check the connection (and http_proxy, https_proxy), then run the same command again; what has arrived is kept',
  hash: 'Nothing of it was used. Try again later or from another place; if it stays so, the file was changed at its origin',
  missing: 'Check the name in the sources of the component.yaml',
  offline: 'Run once with the network allowed (without --offline)',
  host: 'Use a source by URL or a local path on this host',
}

export class SourceError extends SmartError {
  readonly failure: SourceFailure

  constructor(failure: SourceFailure, message: string, options: SmartErrorOptions = {}) {
    const exitStatus = failure === 'host' ? ExitStatus.host : ExitStatus.failed
    super(message, { hint: HINTS[failure], exitStatus, ...options })
    this.name = 'SourceError'
    this.failure = failure
  }
}

/** One error for a search that ended without a source: every place with its reason, and a way on. */
export function noSource(name: string, tries: readonly { place: string; error: SourceError }[]): SmartError {
  const [first] = tries
  if (!first)
    return new SmartError(`${name} lists no source`, {
      hint: 'Add a source to its component.yaml',
      where: `sources of ${name}`,
    })
  const reasons = tries.map(({ place, error }) =>
    error.message.includes(place) ? error.message : `${place}: ${error.message}`,
  )
  // What a person can do something about at once goes before what only a recipe's author can change.
  const telling = tries.find(({ error }) => error.failure === 'network' || error.failure === 'offline') ?? first
  return new SourceError(
    telling.error.failure,
    `The source of ${name} could not be obtained: ${[...new Set(reasons)].join('; ')}`,
    {
      ...(telling.error.hint === undefined ? {} : { hint: telling.error.hint }),
      where: `sources of ${name}`,
      exitStatus: telling.error.exitStatus,
      cause: telling.error,
    },
  )
}
