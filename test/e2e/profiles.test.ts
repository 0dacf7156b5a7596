/**
 * Every built-in profile but `minimal` from the distribution's packages: built, booted the way that the profile says, and proven.
 * From an empty cache this takes a few minutes a profile, most of them for its checks.
 */
import { describe, it } from 'vitest'
import { PROFILES, proveProfile } from './prove-profile.ts'

/** Frames are counted, pictures are waited for: these have the computer for themselves. */
const ALONE = new Set(['gui', 'streaming'])

it.each(PROFILES.filter((name) => ALONE.has(name)))('%s, from packages, boots and passes every check', (name) =>
  proveProfile(name, 'package'),
)

// An emulated machine keeps one processor busy: two at a time take little longer than one. The last by name takes longest, and begins.
describe.concurrent('two at a time', () => {
  it.each(PROFILES.filter((name) => !ALONE.has(name)).toReversed())(
    '%s, from packages, boots and passes every check',
    (name) => proveProfile(name, 'package'),
  )
})
