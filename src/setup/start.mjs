#!/usr/bin/env node
/** `npm start`: does all the set-up that is not done yet, then runs the program with the arguments given. */
import { ensureBundle, ensureHostPackages, ensurePackages, guarded, isNewEnough, node24, root } from './ensure.mjs'

/** Long enough for the first screen to be whole. */
const FLUSH_MS = 2000

await guarded(async () => {
  await ensurePackages()
  if (!isNewEnough(process.version)) {
    const { spawnSync } = await import('node:child_process')
    const result = spawnSync(node24(), [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' })
    process.exitCode = result.status ?? 130
    return
  }
  const entry = process.argv[2] === 'kconfig' ? 'kconfig-main' : 'main'
  await ensureBundle(entry)
  const onlyAsks = process.argv
    .slice(2)
    .some((argument) => ['--help', '-h', '--version', '-V', 'help'].includes(argument))
  if (!onlyAsks) await ensureHostPackages()
  const { enableCompileCache, flushCompileCache } = process.getBuiltinModule('node:module')
  enableCompileCache(`${root}/node_modules/.cache/smart-os`)
  // Node writes it at the end; after a long session V8 has dropped the code of the start by then.
  setTimeout(() => flushCompileCache?.(), FLUSH_MS).unref()
  await import(`../../dist/${entry}.js`)
})
