import { defineConfig } from 'vitest/config'

const HOUR = 3_600_000
/** Builds `minimal` with an empty cache, on all processors; what comes after finds it built. */
const FIRST = 'test/e2e/minimal.test.ts'
/** Emulates two machines at a time by itself, and measures. */
const LAST = 'test/e2e/profiles.test.ts'

/** One project a kind of test: `unit` runs in minutes, the three of `e2e` build and boot for real, `full` takes hours. */
export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/full/**'],
          // By itself vitest leaves one processor of a few unused: of two, half.
          maxWorkers: '100%',
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      endToEnd('e2e-build', 2, { include: [FIRST] }),
      // Terminals and emulated machines mostly wait: two at a time.
      endToEnd('e2e', 3, { include: ['test/e2e/**/*.test.{ts,tsx}'], exclude: [FIRST, LAST], maxWorkers: 2 }),
      endToEnd('e2e-profiles', 4, { include: [LAST], maxConcurrency: 2 }),
      {
        test: {
          name: 'full',
          include: ['test/full/**/*.test.ts'],
          maxWorkers: 1,
          testTimeout: 4 * HOUR,
          hookTimeout: 4 * HOUR,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
})

interface Files {
  include: string[]
  exclude?: string[]
  maxWorkers?: number
  maxConcurrency?: number
}

/** Files of groups with a higher number wait for those with a lower one. */
function endToEnd(name: string, groupOrder: number, files: Files) {
  return {
    test: { name, maxWorkers: 1, ...files, testTimeout: HOUR, hookTimeout: HOUR, sequence: { groupOrder } },
  }
}
