/** The Kconfig room's front door. */
export {
  definedSymbols,
  type KconfigSymbol,
  type KconfigTree,
  type Location,
  type MenuNode,
  walkNodes,
} from './ast.ts'
export { type DotConfig, type DotConfigProblem, formatDotConfig, parseDotConfig } from './dot-config.ts'
export {
  type DroppedExplanation,
  type DroppedRequest,
  explainDropped,
  explainDroppedIn,
  type SelectorState,
} from './dropped.ts'
export { type Outside, sourceArch } from './environment.ts'
export { dedentHelp } from './lexer.ts'
export { type LoadOptions, loadKconfig } from './load.ts'
export { type OpenedKconfig, type OpenOptions, openKconfig } from './open.ts'
export { type ParseOptions, parseKconfig } from './parse.ts'
export type { UnmetTerm } from './unmet.ts'
