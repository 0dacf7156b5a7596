/** The profile room's front door. */
export { BOOT_TITLES, BOOTS, type Boot, bootableBoot, firmwareOf, fromIso, hasDisk } from './boot.ts'
export { defaultProfile } from './defaults.ts'
export { type ListedProfile, listProfiles, loadProfile, profilePlaces, showPath } from './load.ts'
export { forwardText, mergeProfile, profileAsFile, profileDifference } from './merge.ts'
export { hashPassword } from './password.ts'
export { diffProfiles, ownProfileFile, type ProfileDifferenceLine, profileYaml, saveProfile } from './save.ts'
export { applySets, setValue } from './set.ts'
export { lineOf, type ValueSource, valueSource } from './value-source.ts'
