/** The configurator in a real terminal, with nothing real behind it: `npx tsx test/tui/demo.tsx [failing step]`. For looking at it. */
import { memorySettings, startConfigurator } from '../../src/tui/index.ts'
import { fakePipeline } from './fakes.ts'

const failing = process.argv[2]
const fake = fakePipeline({ stepMs: 1500, ...(failing === undefined ? {} : { failing }) })
const { exitStatus, summary } = await startConfigurator({
  pipeline: fake.pipeline,
  stdin: process.stdin,
  stdout: process.stdout,
  settings: memorySettings(),
  loadCore: async () => fake.core,
})
for (const line of summary) console.log(line)
process.exitCode = exitStatus
