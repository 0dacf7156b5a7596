/** A build that says something: one step whose lines are asked for from outside. */
import type { BuildEvent, PlannedStep } from '../../../src/build/types.ts'
import type { Pipeline } from '../../../src/pipeline/types.ts'
import { CancelledError } from '../../../src/system/error.ts'

export const STEP = 'build:linux'

export interface Flood {
  build: Pipeline['buildProject']
  /** Says lines, in pieces as a pipe would bring them. */
  say: (lines: number) => void
  started: Promise<void>
}

/** Lines as a compiler writes them: most short, some long, some warnings. */
function sample(index: number): string {
  if (index % 50 === 0) return `drivers/net/file${index}.c:${index % 997}:12: warning: unused variable 'x${index}'\n`
  if (index % 17 === 0) return `gcc -Wall -O2 ${'-DSOMETHING=1 '.repeat(12)} -c file${index}.c -o file${index}.o\n`
  return `  CC      drivers/net/ethernet/vendor/file${index}.o\n`
}

const SAMPLES = Array.from({ length: 200 }, (_, block) =>
  Array.from({ length: 50 }, (_, line) => sample(block * 50 + line)).join(''),
)

export function flood(): Flood {
  let emit: ((event: BuildEvent) => void) | undefined
  let begin = () => {}
  let block = 0
  return {
    started: new Promise((resolve) => {
      begin = resolve
    }),
    say: (lines) => {
      for (let said = 0; said < lines; said += 50)
        emit?.({ type: 'step:output', at: Date.now(), id: STEP, text: SAMPLES[block++ % SAMPLES.length] ?? '' })
    },
    build: (_project, { onEvent, signal } = {}) =>
      new Promise((_resolve, reject) => {
        emit = (event) => onEvent?.(event)
        const step: PlannedStep = {
          id: STEP,
          kind: 'build',
          title: 'Build Linux kernel',
          needs: [],
          key: STEP,
          action: 'build',
          reasons: ['never built'],
          seconds: 600,
          measured: true,
          cores: 1,
        }
        emit({
          type: 'build:planned',
          at: Date.now(),
          plan: { steps: [step], seconds: 600, criticalPathSeconds: 600, bytes: 1, jobs: 1 },
        })
        emit({ type: 'step:started', at: Date.now(), id: STEP, log: '/tmp/linux.log', incremental: false })
        signal?.addEventListener('abort', () => reject(new CancelledError('The build was cancelled')), { once: true })
        begin()
      }),
  }
}
