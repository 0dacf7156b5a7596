/** Prints the figures, each with its target. `npm run bench -- quick` leaves out what needs a cold build. */

import { coldBuild } from './cold.ts'
import { configurator, kernelMenu } from './configurator.ts'
import { gui } from './gui.ts'
import { boot, memory, sizes } from './image.ts'
import { kconfig } from './kconfig.ts'
import { packages } from './packages.ts'
import { planner } from './planner.ts'
import { profileTable } from './profiles.ts'
import { firstFrame, help } from './start.ts'
import { streaming } from './streaming.ts'
import type { Figure } from './tools.ts'
import { hostname, noChange } from './warm.ts'

const quick: Record<string, () => Promise<Figure[]>> = {
  help,
  frame: firstFrame,
  sizes,
  boot,
  memory,
  nothing: noChange,
  hostname,
}
const all: Record<string, () => Promise<Figure[]>> = {
  ...quick,
  configurator,
  kconfig,
  planner,
  packages,
  gui,
  streaming,
  cold: coldBuild,
}
/** Only by name: parts of others, and what takes an hour and more. */
const byName: Record<string, () => Promise<Figure[]>> = { 'kernel-menu': kernelMenu, profiles: profileTable }

const wanted = process.argv.slice(2)
const names =
  wanted.length === 0 ? Object.keys(all) : wanted.flatMap((name) => (name === 'quick' ? Object.keys(quick) : [name]))
let missed = 0
for (const name of names) {
  const figures = await (all[name] ?? byName[name] ?? unknown(name))()
  for (const figure of figures) {
    if (!figure.reached) missed++
    console.log(
      `${figure.reached ? 'ok    ' : 'MISSED'}  ${figure.name.padEnd(58)} ${figure.value.padEnd(28)} (to reach: ${figure.target})`,
    )
  }
}
process.exitCode = missed > 0 ? 1 : 0

function unknown(name: string): never {
  console.error(`There is no figure ${name}. Known: quick, ${[...Object.keys(all), ...Object.keys(byName)].join(', ')}`)
  process.exit(2)
}
