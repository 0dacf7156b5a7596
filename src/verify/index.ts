/** The verify room's door. */
export { checksFolder } from './check-list.ts'
export { readProof, writeProof } from './proof.ts'
export { possibleBoots } from './possible-boots.ts'
export { type VerifyInput, type VerifyOptions, verifyImages } from './verify-images.ts'
