/** The build room's front door. */

export { build } from './build.ts'
export { type CacheSize, cacheSize, collectGarbage, type GarbageOptions, type GarbageReport } from './clean.ts'
export {
  type BuiltComponent,
  buildComponents,
  type ComponentStepOptions,
  componentSteps,
  kernelConfig,
} from './component-step.ts'
export type { DroppedSymbol, ExplainDropped } from './diagnose.ts'
export { ProgramError, StepError } from './diagnosis.ts'
export { type History, readHistory, type StepHistory } from './history.ts'
export { type ManifestEntry, SOURCE_DATE_EPOCH } from './manifest.ts'
export { mergeFolders } from './merge.ts'
export { type Planning, type PlanOptions, type PreviousBuild, planBuild } from './plan.ts'
export { probeSandbox, type SandboxKind, type SandboxSupport } from './sandbox.ts'
export { BuildFailedError } from './scheduler.ts'
export { openShell, type ShellOptions, type ShellSession } from './shell.ts'
export { openRun } from './staging.ts'
export { type Lookup, lookUp, readEntryManifest, readEntryRecord, type StepRecord, storeEntry } from './store.ts'
export type { SourceOpener } from './unpack-step.ts'
export { type BuildView, initialBuildView, progressAt, reduceBuild, type StepView } from './view.ts'
