/** The pipeline room's front door, and the whole road as one object for the configurator. */

import { startMachine } from '../machine/index.ts'
import { buildProject, planProject } from './build.ts'
import { builtProject, compareProjects } from './compare.ts'
import { fetchSource } from './kconfig-source.ts'
import { openConfigurableTree } from './kconfig-tree.ts'
import { prepareMachine } from './machine.ts'
import { measured } from './measured.ts'
import { lastBuild, lastProof } from './outputs.ts'
import { plannedSizes } from './planned-sizes.ts'
import { settlePorts } from './ports.ts'
import { openProject, reconfigure } from './project.ts'
import { openComponentShell } from './shell.ts'
import { staleSettings } from './stale.ts'
import { announceMachine, deleteSaved, listSaved, prepareSaved, saveRunning } from './states.ts'
import { symbolCosts } from './symbol-costs.ts'
import type { Pipeline } from './types.ts'
import { verifyProject } from './verify.ts'

export { buildProject, planProject } from './build.ts'
export { type CleanOptions, type CleanReport, cleanCache } from './cleaning.ts'
export { builtProject, compareProjects } from './compare.ts'
export { type Compile, prepareCompile } from './compile.ts'
export { type ContainerOptions, prepareContainer } from './container.ts'
export { explainKernelSymbol } from './explain-kernel.ts'
export { type HostRun, type ProgramTrace, prepareExec, prepareTrace } from './host-run.ts'
export { type PreparedMachine, prepareMachine } from './machine.ts'
export { lastBuild, lastProof } from './outputs.ts'
export { openProject, reconfigure, requireSound } from './project.ts'
export { openComponentShell } from './shell.ts'
export { sourcesCache } from './source-options.ts'
export { everySource, obtainSources, resolveSources } from './sources.ts'
export { staleNotes } from './stale.ts'
export { announceMachine, deleteSaved, listSaved, prepareSaved, saveMachine } from './states.ts'
export { verifyProject } from './verify.ts'
export { startMachine }

/** What the configurator is given. */
export const pipeline: Pipeline = {
  openProject,
  reconfigure,
  planProject,
  buildProject,
  measured,
  plannedSizes,
  builtProject,
  staleSettings,
  compareProjects,
  openConfigurableTree,
  symbolCosts,
  fetchSource,
  openShell: openComponentShell,
  lastBuild,
  lastProof,
  prepareMachine,
  settlePorts,
  startMachine,
  announceMachine,
  saveState: saveRunning,
  listSaved,
  deleteSaved,
  prepareSaved,
  verifyProject,
}
