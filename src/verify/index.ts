/** The verify room's door. */

export { checksFolder } from './check-list.ts'
export type { VerifyInput, VerifyOptions } from './input.ts'
export { readProof, writeProof } from './proof.ts'
export { possibleBoots, verifyImages } from './verify-images.ts'
