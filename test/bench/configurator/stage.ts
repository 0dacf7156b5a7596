/**
 * What runs in a process of its own, bundled like the program: the configurator in a terminal of true size, mostly over a
 * fake pipeline, and one measurement named by the first argument. Prints one line of JSON: numbers only.
 */
import { kernelTimes, warmKernel } from './kernel.ts'
import { keyTimes } from './keys.ts'
import { logRate } from './log-rate.ts'
import { memoryOverTime } from './memory.ts'
import { planningTimes } from './planning.ts'

const parts: Record<string, () => Promise<unknown>> = {
  keys: keyTimes,
  kernel: kernelTimes,
  'kernel-warm': warmKernel,
  log: logRate,
  memory: memoryOverTime,
  planning: planningTimes,
}
const part = parts[process.argv[2] ?? '']
if (!part) throw new Error(`no measurement ${process.argv[2]}`)
console.log(JSON.stringify(await part()))
process.exit(0)
