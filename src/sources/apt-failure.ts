/** apt's messages, turned into one sentence and a reason. The texts are those of apt 2.4 to 3.0 under LC_ALL=C. */
import { SmartError } from '../system/error.ts'
import { describeWriteError } from '../system/files.ts'
import { SourceError, type SourceFailure } from './failure.ts'

interface Pattern {
  text: RegExp
  failure: SourceFailure
  say: (what: string, match: RegExpExecArray) => string
  hint?: string
}

/** First match wins: what makes everything else fail stands first. */
const PATTERNS: readonly Pattern[] = [
  {
    text: /NO_PUBKEY|BADSIG|EXPKEYSIG|REVKEYSIG|is not signed|signatures? couldn't be verified|Sub-process .*sqv? returned/,
    failure: 'hash',
    say: (what) => `The signature of the distribution's index is not good, so ${what} cannot be trusted`,
    hint: 'Bring the archive keys up to date: apt-get install debian-archive-keyring (or ubuntu-keyring)',
  },
  {
    text: /is not valid yet|Release file .* (?:is )?expired|Valid-Until/,
    failure: 'hash',
    say: (what) => `The distribution's index for ${what} is out of its time, or this machine's clock is wrong`,
    hint: 'Check the date of this machine',
  },
  {
    text: /Certificate verification failed|certificate is NOT trusted|No system certificates available/,
    failure: 'network',
    say: (what) => `The mirror's certificate for ${what} is not trusted`,
    hint: 'Install ca-certificates and check the date of this machine',
  },
  {
    text: /Could not resolve '?([^'\s]+?)'?(?:\s|$|:)|Temporary failure resolving '([^']+)'|Could not connect to (\S+?)[:\s]|Unable to connect to (\S+?)[:\s]|Cannot initiate the connection to (\S+?)[:\s]/,
    failure: 'network',
    say: (what, match) => `No connection to ${match.slice(1).find(Boolean) ?? 'the mirror'} for ${what}`,
  },
  {
    text: /Connection (?:failed|timed out|refused|reset)|Network is unreachable|Error reading from server|Connection closed|\b50\d\s+[A-Z][a-z]/,
    failure: 'network',
    say: (what) => `The mirror did not answer, or broke off, for ${what}`,
  },
  {
    text: /Hash Sum mismatch|unexpected size|Writing more data than expected|Hashes of expected file/,
    failure: 'hash',
    say: (what) => `What the mirror sent for ${what} is not what the signed index promises`,
    hint: 'The mirror is being updated or a proxy changes files: try again in a few minutes',
  },
  {
    text: /\b40[134]\s+[A-Z][a-z]|\b410\s+Gone/,
    failure: 'gone',
    say: (what) => `${what} is listed but no longer on the mirror`,
  },
  {
    text: /Version '[^']*' for '[^']*' was not found|(?:Can ?not|Could not) find version/i,
    failure: 'gone',
    say: (what) => `${what} is no longer offered by the distribution`,
  },
  {
    text: /Unable to find a source package|Unable to locate package|No packages found|has no installation candidate/,
    failure: 'missing',
    say: (what) => `The distribution has no ${what}`,
  },
]

/** The error for a failed apt program: disk trouble ends the search (SmartError), anything else is a SourceError. */
export function aptFailure(output: string, what: string, folder: string): unknown {
  if (/No space left on device|don't have enough free space/.test(output))
    return describeWriteError({ code: 'ENOSPC' }, folder)
  for (const { text, failure, say, hint } of PATTERNS) {
    const match = text.exec(output)
    if (match) return new SourceError(failure, say(what, match), hint === undefined ? {} : { hint })
  }
  const line = output.split('\n').find((candidate) => candidate.startsWith('E:'))
  if (/Permission denied/.test(output))
    return new SmartError(`apt has no permission for ${what}: ${line ?? output.trim()}`, {
      hint: 'Choose another cache folder (XDG_CACHE_HOME) or change its owner',
    })
  return new SourceError(
    'network',
    `apt failed for ${what}: ${line?.slice(2).trim() ?? (output.trim() || 'no message')}`,
  )
}
