/**
 * Every built-in profile but `minimal` from the distribution's packages: built, booted the way that the profile says, and proven.
 * From an empty cache this takes a few minutes a profile, most of them for its checks.
 */
import { it } from 'vitest'
import { PROFILES, proveProfile } from './prove-profile.ts'

it.each(PROFILES)('%s, from packages, boots and passes every check', (name) => proveProfile(name, 'package'))
