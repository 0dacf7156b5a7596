/** The build's steps as a tree: each component with the steps that get its source below it, and what a step waits for. Pure. */
import type { StepView } from '../../build/view.ts'

export interface TreeStep<Step> {
  step: Step
  /** 1 for what only serves the step above it. */
  depth: 0 | 1
}

type Linked = Pick<StepView, 'id' | 'kind' | 'needs'>

/** In the order of the plan; downloads and unpacking stand below the first step that reads them. */
export function stepTree<Step extends Linked>(steps: readonly Step[]): TreeStep<Step>[] {
  const builds = new Map<string, Step>()
  for (const step of steps) {
    if (step.kind !== 'build') continue
    for (const id of [`unpack:${nameOf(step)}`, ...step.needs]) if (!builds.has(id)) builds.set(id, step)
  }
  const below = new Map<string, Step[]>()
  const tops: Step[] = []
  for (const step of steps) {
    const serves = step.kind === 'fetch' || step.kind === 'unpack'
    // A download is not among the needs: it goes by the name of what is unpacked.
    const reader = serves ? builds.get(`unpack:${nameOf(step)}`) : undefined
    if (reader) below.set(reader.id, [...(below.get(reader.id) ?? []), step])
    else tops.push(step)
  }
  return tops.flatMap((step): TreeStep<Step>[] => [
    { step, depth: 0 },
    ...(below.get(step.id) ?? []).map((under): TreeStep<Step> => ({ step: under, depth: 1 })),
  ])
}

function nameOf({ id }: Linked): string {
  return id.slice(id.indexOf(':') + 1)
}

/** What must be done before a step can start, and is not yet. */
export function waitsFor(step: StepView, steps: ReadonlyMap<string, StepView>): StepView[] {
  return step.needs.flatMap((id) => {
    const need = steps.get(id)
    return need && need.state !== 'done' && need.state !== 'reused' ? [need] : []
  })
}
