/** The configure room's front door. */

export { proposeBudgetFixes } from './budget-fixes.ts'
export { applyChange, applyChanges, describeChange } from './changes.ts'
export {
  COMPARED_SIZES,
  type ComparedEntry,
  type ComparedForm,
  type ComparedSide,
  type ComparedSize,
  type Comparison,
  compare,
} from './compare.ts'
export { explain, reasonText } from './explain.ts'
export { proposeFix } from './fix.ts'
export { problemsAbout, proposeFixes, proposeProblemFixes } from './fixes.ts'
export { calibrated, footprint, type Measured } from './footprint.ts'
export { sourceCandidates } from './option-sources.ts'
export { optionComplaint } from './options.ts'
export { componentsOf, requiredClosure, resolve } from './resolve.ts'
export { isSame } from './same.ts'
export { refuseLittleMemory } from './settings-problems.ts'
