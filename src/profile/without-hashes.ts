/** Values as they may be shown to whoever looks over a shoulder: a hash invites to guess the password. Pure. */

/** As crypt(5) writes them: `$6$salt$hash`. */
const HASH = /^\$[0-9a-z]{1,3}\$/

/** The value with words in place of every password's hash in it. */
export function withoutHashes(value: unknown): unknown {
  if (typeof value === 'string') return HASH.test(value) ? 'hash of a password' : value
  if (Array.isArray(value)) return value.map(withoutHashes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutHashes(inner)]))
}
