/**
 * The README's table of profiles, from real results: each profile is built, proven, and tried in less and less memory. Figures
 * are kept in templates/docs/profiles.json, so that one profile can be measured anew without the others.
 *
 *   npm run bench -- profiles            every profile, from packages
 *   SMART_OS_PROFILES='minimal:source streaming:package' npm run bench -- profiles
 *   SMART_OS_PROFILES= npm run bench -- profiles     none: the table as it was measured is laid into the README again
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { BuildRecord } from '../../src/image/types.ts'
import { openProject } from '../../src/pipeline/project.ts'
import type { Origin } from '../../src/profile/types.ts'
import type { Proof } from '../../src/verify/types.ts'
import { type Figure, ROOT, smartOs, smartOsWithin } from './tools.ts'

const RESULTS = join(ROOT, 'templates', 'docs', 'profiles.json')
const README = join(ROOT, 'README.md')
const MB = 1024 * 1024
/** In MB, falling. */
const MEMORY_STEPS = [2048, 1536, 1024, 768, 512, 384, 256, 192, 160, 128, 96, 64, 48, 32, 24]

interface Row {
  title: string
  summary: string
  /** Bytes of what boots directly. */
  bootBytes: number
  /** Bytes of the disk image, where there is one. */
  diskBytes?: number
  /** MB that the profile gives its machine, and the least in which all its checks passed. */
  memory: number
  memoryFloor?: number
  /** Checks passed, over all ways of booting; and those that this host could not make, with its reason. */
  passed: number
  skipped: string[]
  boots: string[]
}
type Results = Record<string, Row>

export async function profileTable(): Promise<Figure[]> {
  const wanted =
    process.env.SMART_OS_PROFILES?.split(/\s+/).filter(Boolean) ?? builtins().map((name) => `${name}:package`)
  const results: Results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {}
  const figures: Figure[] = []
  for (const one of wanted) {
    const [name = '', origin = 'package'] = one.split(':')
    const row = await measure(name, origin === 'source' ? 'source' : 'package')
    if (typeof row === 'string') figures.push({ name: `profile ${one}`, value: row, target: 'proven', reached: false })
    else {
      results[`${name}:${origin}`] = row
      const value = `${row.passed} checks passed, ${row.memoryFloor ?? row.memory} MB at least`
      figures.push({ name: `profile ${one}`, value, target: 'proven', reached: true })
    }
    writeFileSync(RESULTS, `${JSON.stringify(sorted(results), null, 2)}\n`)
  }
  layIntoReadme(results)
  return figures
}

function builtins(): string[] {
  return readdirSync(join(ROOT, 'profiles')).map((file) => basename(file, '.yaml'))
}

/** The row, or what went wrong. */
async function measure(name: string, origin: Origin): Promise<Row | string> {
  const out = join(ROOT, 'out', 'bench-profiles', `${name}-${origin}`)
  const common = ['--profile', name, '--origin', origin, '--out', out]
  const built = await smartOs(['build', ...common, '--progress', 'quiet'])
  if (built.status !== 0) return 'the build failed'
  const verified = await smartOs(['verify', ...common, '--json'])
  const proof: Proof = JSON.parse(verified.stdout)
  if (!proof.passed) return `not proven: ${failures(proof).join(', ')}`
  const record: BuildRecord = JSON.parse(readFileSync(join(out, 'config', 'build.json'), 'utf8'))
  const { configuration } = await openProject({ profile: name, sets: [`origin=${origin}`], out })
  const { profile } = configuration
  const checks = proof.runs.flatMap((run) => run.checks)
  const given = Math.max(...proof.runs.map((run) => run.memory)) / MB
  const boot = proof.runs[0]?.boot ?? 'direct'
  // With too little memory a machine does not always fail: it reads its programs from the disk again and again. Three times
  // what it needs with its own memory, and a minute, is where that is called too little.
  const limit = 60 + 3 * (proof.runs[0]?.checks.reduce((sum, { seconds }) => sum + seconds, 0) ?? 0)
  const memoryFloor = await leastMemory((proof.runs[0]?.memory ?? 0) / MB, async (memory) => {
    // What is known not to be enough is not given to a machine, and need not be tried.
    const less = await openProject({ profile: name, sets: [`origin=${origin}`, `machine.memory=${memory}M`], out })
    if (less.configuration.memory > memory * MB) return false
    const tried = await smartOsWithin(limit, ['verify', ...common, '--boot', boot, '--memory', `${memory}M`, '--json'])
    // A machine that cannot do with so little is given what it needs, with a warning: that is no proof of less.
    const runs: Proof['runs'] = tried.status === 0 ? JSON.parse(tried.stdout).runs : []
    return runs.length > 0 && runs.every((run) => run.memory <= memory * MB)
  })
  // The attempts with less memory have overwritten the proof of all boots.
  writeFileSync(join(out, 'proof.json'), `${JSON.stringify(proof, null, 2)}\n`)
  const disk = record.files['disk.img']?.bytes
  return {
    title: profile.title,
    summary: profile.summary,
    bootBytes: (record.files.bzImage?.bytes ?? 0) + (record.files.initramfs?.bytes ?? 0),
    ...(disk === undefined ? {} : { diskBytes: disk }),
    memory: given,
    memoryFloor,
    passed: checks.filter(({ status }) => status === 'passed').length,
    skipped: [
      ...new Set(checks.flatMap(({ id, status, reason }) => (status === 'skipped' ? [`${id}: ${reason}`] : []))),
    ],
    boots: proof.runs.map((run) => run.boot),
  }
}

/** The least step (MB) that passes, by halving: what passes with some memory passes with more. `enough` is known to pass. */
async function leastMemory(enough: number, passes: (memory: number) => Promise<boolean>): Promise<number> {
  let steps = MEMORY_STEPS.filter((step) => step < enough)
  let least = enough
  while (steps.length > 0) {
    const middle = Math.floor(steps.length / 2)
    const memory = steps[middle] ?? least
    const passed = await passes(memory)
    if (passed) least = memory
    steps = passed ? steps.slice(middle + 1) : steps.slice(0, middle)
  }
  return least
}

function failures(proof: Proof): string[] {
  return proof.runs.flatMap((run) =>
    run.checks.flatMap(({ id, status, reason }) =>
      status === 'failed' ? [`${run.boot} ${id}: ${reason.split('\n')[0]}`] : [],
    ),
  )
}

function sorted(results: Results): Results {
  return Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Lays the table into the README between its two comments. */
function layIntoReadme(results: Results): void {
  const floors = Object.values(results).some((row) => row.memoryFloor !== undefined)
  const rows = Object.entries(sorted(results)).map(([key, row]) => {
    const [name, origin] = key.split(':')
    const disk = row.diskBytes === undefined ? '' : megabytes(row.diskBytes)
    return `| \`${name}\` | ${origin} | ${row.summary} | ${megabytes(row.bootBytes)} | ${disk} | ${row.memory} MB |${floors ? ` ${row.memoryFloor === undefined ? '' : `${row.memoryFloor} MB`} |` : ''} ${row.passed} (${row.boots.join(', ')}) |`
  })
  const table = [
    `| profile | origin | what it is for | kernel + initramfs | disk | memory |${floors ? ' least |' : ''} checks passed |`,
    `| --- | --- | --- | --- | --- | --- | --- |${floors ? ' --- |' : ''}`,
    ...rows,
  ].join('\n')
  const text = readFileSync(README, 'utf8')
  writeFileSync(
    README,
    text.replace(/<!-- profiles -->[\s\S]*?<!-- end -->/, () => `<!-- profiles -->\n${table}\n<!-- end -->`),
  )
}

function megabytes(bytes: number): string {
  return `${(bytes / MB).toFixed(bytes < 10 * MB ? 2 : 0)} MB`
}
