/** The profile room's front door. */
export { defaultProfile } from './defaults.ts'
export { type ListedProfile, listProfiles, loadProfile, profilePlaces, showPath } from './load.ts'
export { forwardText, mergeProfile, profileAsFile, profileDifference } from './merge.ts'
export { diffProfiles, ownProfileFile, type ProfileDifferenceLine, profileYaml, saveProfile } from './save.ts'
export { applySets, setValue } from './set.ts'
