/** The kernel tree to compare on: as the build unpacks it, or the one that KCONFIG_TREE names. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { build } from '../../src/build/index.ts'
import { projectSteps } from '../../src/pipeline/graph.ts'
import { obtainSources, openProject } from '../../src/pipeline/index.ts'

/** Absolute path of the unpacked source of `linux` or `busybox`; fetched and unpacked where it is not there yet. */
export async function sourceTree(component: 'linux' | 'busybox'): Promise<string> {
  const named = component === 'linux' ? process.env.KCONFIG_TREE : process.env.BUSYBOX_TREE
  if (named !== undefined) return resolve(named)
  const project = await openProject({ profile: 'minimal' })
  const steps = await projectSteps(project, await obtainSources(project, {}))
  const id = `unpack:${component}`
  const wanted = steps.filter((step) => step.id === id)
  const { outputs } = await build(wanted, { cache: project.cache, jobs: availableParallelism(), targets: [id] })
  const path = outputs.get(id)?.path
  if (path === undefined) throw new Error(`${id} left nothing`)
  return path
}
