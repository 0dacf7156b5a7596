/** Where each component comes from: its own choice, else the profile's where it offers that, else the one that it has. */
import { type Component, originsOf } from '../catalog/types.ts'
import type { Origin, Profile } from '../profile/types.ts'
import type { Problem } from './types.ts'

/** The key of a component's choice that is no option of its own. */
export const ORIGIN_KEY = 'origin'
/** The component that is the kernel: its origin decides how drivers come. */
export const KERNEL_COMPONENT = 'linux'

export interface OriginChoice {
  /** Undefined for a component that has only files of its own. */
  origin?: Origin
  /** Why this one, in a few words. */
  why: string
  problem?: Problem
}

const WORDS: Record<Origin, string> = { source: 'compiled here', package: 'the distribution’s package' }

/** An origin in words: `compiled here`, `the distribution’s package`. */
export function originText(origin: Origin): string {
  return WORDS[origin]
}

/** Which origin a component has in this profile, and why. */
export function resolveOrigin(component: Component, profile: Pick<Profile, 'components' | 'origin'>): OriginChoice {
  const offered = originsOf(component)
  const choice = profile.components[component.id]
  const own = typeof choice === 'object' ? choice[ORIGIN_KEY] : undefined
  const [only] = offered
  if (only === undefined) {
    const why = 'it consists of files of its own'
    return own === undefined ? { why } : { why, problem: wrongOrigin(component.id, own, offered) }
  }
  const has = (value: unknown): value is Origin => offered.some((origin) => origin === value)
  if (has(own)) return { origin: own, why: 'chosen for it in the profile' }
  const fallback: OriginChoice = has(profile.origin)
    ? { origin: profile.origin, why: 'the profile’s origin' }
    : { origin: only, why: `it is not offered as ${profile.origin}` }
  return own === undefined ? fallback : { ...fallback, problem: wrongOrigin(component.id, own, offered) }
}

function wrongOrigin(id: string, value: unknown, offered: readonly Origin[]): Problem {
  const names = offered.join(' or ')
  const about = `components.${id}.${ORIGIN_KEY}`
  if (value !== 'source' && value !== 'package')
    return {
      severity: 'error',
      about,
      message: `${about} is ${JSON.stringify(value)}; expected source or package`,
      hint: names === '' ? `${id} has neither: take the line out` : `${id} has ${names}`,
    }
  const missing = value === 'source' ? 'no build.sh, so it cannot be compiled' : 'no package in the distribution'
  return {
    severity: 'error',
    about,
    message:
      names === ''
        ? `${about} is ${value}, but ${id} consists of files of its own and comes from nowhere else`
        : `${about} is ${value}, but ${id} has ${missing}; it has ${names}`,
    hint: names === '' ? 'Take the line out' : `Set it to ${names}, or take the line out`,
  }
}
