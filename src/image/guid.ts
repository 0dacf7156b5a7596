/** Identities derived from content: the same image has the same UUIDs everywhere, another image has others. */
import { sha256 } from '../system/hash.ts'

/** A version-4-shaped UUID (RFC 9562, section 5.4) made of a hash instead of dice. */
export function seededUuid(seed: string, purpose: string): string {
  const hex = sha256(`${purpose}\0${seed}`)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** The byte order that GPT uses for GUIDs: the first three groups little-endian (UEFI specification, appendix A). */
export function guidBytes(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return bytes
}

/** The reverse of guidBytes. */
export function guidText(bytes: Buffer): string {
  const copy = Buffer.from(bytes)
  copy.subarray(0, 4).reverse()
  copy.subarray(4, 6).reverse()
  copy.subarray(6, 8).reverse()
  const hex = copy.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
