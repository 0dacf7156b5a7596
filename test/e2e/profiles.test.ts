/**
 * Every built-in profile but `minimal` from the distribution's packages: built, booted the way that the profile says, and proven.
 * From an empty cache this takes a few minutes a profile, most of them for its checks.
 */
import { describe, it } from 'vitest'
import { PROFILES, proveProfile } from './prove-profile.ts'

/** These begin, and so have each other beside them and nothing heavier: one waits for pictures, and one for frames that come in their time. */
const FIRST = ['streaming', 'gui']

// An emulated machine keeps one processor busy: two at a time take little longer than one. The last by name takes longest, and goes before the others.
describe.concurrent('two at a time', () => {
  it.each([...FIRST, ...PROFILES.filter((name) => !FIRST.includes(name)).toReversed()])(
    '%s, from packages, boots and passes every check',
    (name) => proveProfile(name, 'package'),
  )
})
