/**
 * `npm run test:kconfig`: the Kconfig engine against the kernel's own programs, built from the same tree. Arguments: names of
 * sections, and `--seed N`, `--random N`. C's answers are kept in the cache folder, so that a second run is quick.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { exceptions } from './exceptions.ts'
import { type Section, sections } from './sections.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, random: { type: 'string', default: '200' } },
})
const seed = Number(values.seed ?? randomInt(2 ** 31))
const wanted = positionals.length === 0 ? Object.keys(sections) : positionals
const unknown = wanted.find((name) => !Object.hasOwn(sections, name))
if (unknown !== undefined || !Number.isSafeInteger(seed) || !(Number(values.random) > 0)) {
  console.error(`Known: ${Object.keys(sections).join(', ')}; --seed NUMBER, --random NUMBER`)
  process.exit(2)
}
console.log(`seed ${seed} (again with: npm run test:kconfig -- --seed ${seed})`)

let wrong = 0
const started = performance.now()
for (const name of wanted) {
  const from = performance.now()
  let equal = 0
  let excused = 0
  let total = 0
  for await (const verdict of (sections[name] as Section)({ seed, random: Number(values.random) })) {
    total++
    const cause = exceptions[verdict.name] ?? verdict.unanswered
    if (verdict.difference === undefined && cause === undefined) equal++
    else if (verdict.unanswered !== undefined || (verdict.difference !== undefined && cause !== undefined)) {
      excused++
      console.log(`  excepted  ${verdict.name}: ${cause}`)
    } else {
      wrong++
      console.log(
        `  WRONG     ${verdict.name}: ${verdict.difference ?? 'is equal, though it is listed as an exception'}`,
      )
    }
  }
  if (total === 0) wrong++
  const seconds = Math.round((performance.now() - from) / 1000)
  console.log(`${name}: ${equal} of ${total} equal${excused > 0 ? `, ${excused} excepted` : ''} (${seconds} s)`)
}
console.log(
  `${wrong === 0 ? 'all as it should be' : `${wrong} WRONG`} (${Math.round((performance.now() - started) / 1000)} s)`,
)
process.exitCode = wrong === 0 ? 0 : 1
