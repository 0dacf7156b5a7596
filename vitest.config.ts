import { defineConfig } from 'vitest/config'

/** Two projects: `unit` runs in seconds, `e2e` builds from source and boots. Builds own both cores, so e2e runs file by file. */
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
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.{ts,tsx}'],
          fileParallelism: false,
          maxWorkers: 1,
          maxConcurrency: 2,
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
      {
        test: {
          name: 'full',
          include: ['test/full/**/*.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 14_400_000,
          hookTimeout: 14_400_000,
        },
      },
    ],
  },
})
