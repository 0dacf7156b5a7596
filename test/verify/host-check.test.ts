/** Scripts on the host: what they are given, that they end, and that a namespace and its absence make no difference to them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRuntimeDir, removeRuntimeDir } from '../../src/machine/index.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { secondsOf } from '../../src/verify/check-list.ts'
import type { GuestShell } from '../../src/verify/guest-shell.ts'
import { runHostCheck } from '../../src/verify/host-check.ts'
import { prepareNamespace } from '../../src/verify/namespace.ts'

const SHELL: GuestShell = {
  run: async (script) => ({ exitCode: script === 'fail' ? 3 : 0, output: `ran ${script}\n` }),
  [Symbol.dispose]: () => undefined,
}

async function check(script: string, seconds: number, within: 'namespace' | 'host') {
  await using folder = await temporaryFolder('host-check-test-')
  const scratch = join(folder.path, 'scratch')
  await mkdir(scratch)
  const file = join(folder.path, 'check-host.sh')
  await writeFile(file, script)
  const runtimeDir = await createRuntimeDir()
  const plan = { environment: { CHECK_FORWARD_22: '20000' }, checkSeconds: seconds, scratch }
  const one = {
    id: 'host:component:x',
    file,
    phase: 'first' as const,
    place: 'host' as const,
    places: ['machine'] as const,
  }
  try {
    if (within === 'host') return await runHostCheck(one, async () => SHELL, plan, { runtimeDir })
    const namespace = await prepareNamespace(scratch, runtimeDir, {})
    const stop = new AbortController()
    const [program = '', ...rest] = namespace.launcher
    const started = join(folder.path, 'started')
    const guest = run([program, ...rest, 'sh', '-c', `: >${started}; exec sleep 60`], { signal: stop.signal })
    await expect.poll(() => readFile(started).catch(() => undefined), { timeout: 10_000 }).toBeDefined()
    const result = await runHostCheck(one, async () => SHELL, plan, { namespace, runtimeDir })
    stop.abort()
    await guest.catch(() => undefined)
    return result
  } finally {
    await removeRuntimeDir(runtimeDir)
  }
}

const SCRIPT = `
[ "$("$CHECK_GUEST" "echo it's")" = "ran echo it's" ] || { echo "the guest did not answer"; exit 1; }
"$CHECK_GUEST" fail >/dev/null
[ $? = 3 ] || { echo "its status was not passed on"; exit 1; }
: >"$CHECK_FOLDER/file" && [ "$HOME" = "$CHECK_FOLDER" ] && [ "$CHECK_FORWARD_22" = 20000 ] || { echo "the environment is wrong"; exit 1; }
echo "not today"
exit 77
`

for (const within of ['namespace', 'host'] as const) {
  test(`a script reaches the guest and its result is told, ${within}`, async () => {
    expect(await check(SCRIPT, 20, within)).toEqual({ status: 'skipped', reason: 'not today' })
  })

  test(`a script that hangs is ended with what it started, ${within}`, async () => {
    const mark = `9${process.pid}`
    const { status, reason } = await check(`sleep ${mark} & echo waiting; sleep ${mark}`, 1, within)
    expect(status).toBe('failed')
    expect(reason).toContain('did not end in time; its last line: waiting')
    const { stdout } = await run(['ps', '-eo', 'args'])
    expect(stdout).not.toContain(`sleep ${mark}`)
  })
}

test('a script may ask for more time at its top', () => {
  expect(secondsOf('# Plays streams.\n#: seconds 300\necho\n')).toBe(300)
  expect(secondsOf('echo\n#: seconds 300\n')).toBeUndefined()
})
