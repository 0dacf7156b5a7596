/** `npm run test:kconfig`: the set-up, then the Kconfig engine against the kernel's own programs. Arguments go on to it. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBundle, ensureHostPackages, ensurePackages, guarded, node24, root } from './ensure.mjs'

await guarded(async () => {
  ensurePackages()
  await ensureBundle()
  await ensureHostPackages({ test: true })
  const result = spawnSync(node24(), [join(root, 'test', 'kconfig-c', 'main.ts'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = result.status ?? 130
})
