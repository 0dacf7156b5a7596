/** Every built-in profile but `minimal` compiled from source, booted and proven. With an empty cache the compilers take an hour. */
import { it } from 'vitest'
import { PROFILES, proveProfile } from '../e2e/prove-profile.ts'

it.each(PROFILES)('%s, from source, boots and passes every check', (name) => proveProfile(name, 'source'))
