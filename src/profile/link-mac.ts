/** Hardware addresses of cards on links between machines: what the machine gives and what the system inside looks for. */
import { sha256 } from '../system/hash.ts'

/** 52 has the bit of locally administered addresses set, and that of addresses for many not (IEEE 802). */
const PREFIX = '52:5f'

/** Deterministic: two bytes for the profile, one for which of the machines on the link, one for which of its cards. */
export function linkMac(profile: string, card: number, instance: number): string {
  return [PREFIX, ...profileBytes(profile), hex(instance), hex(card)].join(':')
}

/** A shell pattern of the card's address, whichever of the machines it is. */
export function linkMacPattern(profile: string, card: number): string {
  return [PREFIX, ...profileBytes(profile), '*', hex(card)].join(':')
}

function profileBytes(profile: string): string[] {
  const digest = sha256(profile)
  return [digest.slice(0, 2), digest.slice(2, 4)]
}

function hex(byte: number): string {
  return (byte & 255).toString(16).padStart(2, '0')
}
