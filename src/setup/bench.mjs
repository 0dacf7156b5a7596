/** `npm run bench`: the set-up, then the figures of the README, measured on this machine. Arguments choose some of them. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBundle, ensureHostPackages, ensurePackages, guarded, node24, root } from './ensure.mjs'

await guarded(async () => {
  await ensurePackages()
  await ensureBundle()
  await ensureHostPackages({ test: true })
  const result = spawnSync(node24(), [join(root, 'test', 'bench', 'main.ts'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = result.status ?? 130
})
