/** `npm test`: the set-up, then style, types, unit tests, and the builds and boots for real. Ends with one line of counts. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBundle, ensureHostPackages, ensurePackages, guarded, node24, root } from './ensure.mjs'

const bin = (name) => join(root, 'node_modules', '.bin', name)

await guarded(async () => {
  await ensurePackages()
  await ensureBundle()
  await ensureHostPackages({ test: true })
  const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`, FORCE_COLOR: '0' }
  const run = (argv) => spawnSync(argv[0], argv.slice(1), { cwd: root, stdio: 'inherit', env }).status === 0
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const tally = (ok, label) => {
    counts[ok ? 'passed' : 'failed']++
    if (!ok) console.error(`FAILED: ${label}`)
  }
  tally(run([bin('biome'), 'check', '.']), 'biome check')
  tally(run([bin('tsc'), '--noEmit']), 'tsc --noEmit')
  const reports = mkdtempSync(join(tmpdir(), 'smart-os-test-'))
  try {
    for (const project of ['unit', 'e2e*']) {
      const report = join(reports, `${project.replace('*', '')}.json`)
      const ok = run([
        node24(),
        bin('vitest'),
        'run',
        '--project',
        project,
        '--reporter=verbose',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ])
      addReport(counts, report, ok, project)
    }
  } finally {
    rmSync(reports, { recursive: true, force: true })
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  if (counts.failed > 0) process.exitCode = 1
})

function addReport(counts, report, ok, project) {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    counts.passed += result.numPassedTests
    counts.failed += result.numFailedTests
    counts.skipped += result.numPendingTests
    // A file that does not even load has no tests to count.
    if (!ok && result.numFailedTests === 0) counts.failed++
    if (result.numTotalTests === 0) throw new Error('no test ran')
  } catch (error) {
    counts.failed++
    console.error(`FAILED: the ${project} tests left no report: ${error.message}`)
  }
}
