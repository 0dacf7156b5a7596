/** The Kconfig room's front door. */

export type { Dialect } from './ast.ts'
export {
  definedSymbols,
  type KconfigSymbol,
  type KconfigTree,
  type Location,
  type MenuNode,
  walkNodes,
} from './ast.ts'
export { createConfiguration, type KconfigConfiguration, type Snapshot } from './configuration.ts'
export { type DotConfig, type DotConfigProblem, formatDotConfig, parseDotConfig } from './dot-config.ts'
export {
  type DroppedExplanation,
  type DroppedRequest,
  explainDropped,
  explainDroppedIn,
  type SelectorState,
} from './dropped.ts'
export { type Outside, sourceArch, subArch } from './environment.ts'
export { explainSymbol, type PromptState, type SymbolExplanation } from './explain-symbol.ts'
export { explanationLines, resultLines } from './explanation-lines.ts'
export { formatSymbol } from './expr.ts'
export { findDefconfig } from './find-defconfig.ts'
export { formatMessage, formatWarning } from './format-warning.ts'
export { parseKbuild } from './kbuild/lines.ts'
export { type BroughtObjects, objectsOfSymbols } from './kbuild/objects.ts'
export { dedentHelp } from './lexer.ts'
export { type LoadOptions, loadKconfig } from './load.ts'
export { type MergeOptions, type MergeResult, mergeFragments, type Redefinition } from './merge-fragments.ts'
export { type KconfigMode, kconfigModes, type ModeInput, type ModeResult, runMode } from './modes.ts'
export { nearestSymbols } from './nearest-symbols.ts'
export { type OpenedKconfig, type OpenOptions, openKconfig } from './open.ts'
export { type ParseOptions, parseKconfig } from './parse.ts'
export { applyPlan, planEnable } from './plan-enable.ts'
export type { Obstacle, Plan, PlannedAssignment, PlanOptions, PlanResult, ValueChange, Want } from './plan-types.ts'
export type { ConfigMessage, ConfigText } from './read-config.ts'
export {
  type AddedSymbol,
  type RequestProblem,
  type ResolvedRequests,
  resolveRequests,
} from './resolve-requests.ts'
export type { UnmetTerm } from './unmet.ts'
export { configHeading, writeConfig } from './write-config.ts'
