/** The console protocol against a real shell on a real terminal: a check that arrives changed or cut proves nothing. */
import { spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { type GuestShell, openGuestShell } from '../../src/verify/guest-shell.ts'

/** `script` gives the shell a pseudo terminal with echo; bubblewrap a /tmp of its own and no way to the host's settings. */
const SHELL =
  "bwrap --unshare-user --unshare-pid --die-with-parent --dev-bind / / --proc /proc --tmpfs /tmp --setenv PS1 '/ # ' sh -i"

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function open(patience = 20, signal?: AbortSignal): Promise<GuestShell> {
  const child = spawn('script', ['-qec', SHELL, '/dev/null'], { stdio: 'pipe' })
  const console = new Duplex({
    read() {},
    write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
  })
  child.stdin.on('error', () => undefined)
  closers.push(() => child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.stdout.on('data', (bytes) => console.push(bytes))
  return openGuestShell(console, { patience, ...(signal ? { signal } : {}) })
}

test('a script arrives byte for byte, whatever is in it and however long it is', async () => {
  using shell = await open()
  const hostile = `a'b"c\\d\\n$(false)\`x\`!\t|\x07\x1b[2J§漢 %s %%`
  const long = Array.from({ length: 300 }, (_value, index) => `# line ${index} of a long script`).join('\n')
  const { exitCode, output } = await shell.run(`${long}\ncat <<'END' | od -An -tx1 | tr -d ' \\n'\n${hostile}\nEND\n`)
  expect(exitCode).toBe(0)
  expect(Buffer.from(output.trim(), 'hex').toString()).toBe(`${hostile}\n`)
})

test('exit status, environment and output come back; standard input is closed, the folder is /', async () => {
  using shell = await open()
  expect(await shell.run('exit 77')).toEqual({ exitCode: 77, output: '' })
  const env = { CHECK_A: "it's $HOME\nline two" }
  expect(await shell.run('pwd; echo "$CHECK_A" >&2; cat', { env })).toEqual({
    exitCode: 0,
    output: "/\nit's $HOME\nline two\n",
  })
})

test('only the end of a flood of output is kept, and text that looks like a marker is not taken for one', async () => {
  using shell = await open()
  const { output } = await shell.run('i=0; while [ $i -lt 3000 ]; do echo "abc123:c7:0; number $i"; i=$((i+1)); done')
  expect(output.length).toBeLessThanOrEqual(4000)
  expect(output).toMatch(/number 2999\n$/)
})

test('a script that hangs is ended, also one that ignores Ctrl-C, and the next one runs', async () => {
  using shell = await open()
  expect((await shell.run('echo before; sleep 100', { seconds: 0.5 })).exitCode).not.toBe(0)
  expect((await shell.run("trap '' INT; while :; do sleep 1; done", { seconds: 0.5 })).exitCode).not.toBe(0)
  expect(await shell.run('echo after')).toEqual({ exitCode: 0, output: 'after\n' })
})

test('a console that says nothing is an error with a sentence, and cancelling ends the wait', async () => {
  const silent = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  await expect(openGuestShell(silent, { patience: 0.05 })).rejects.toThrow('does not answer commands')
  await expect(openGuestShell(silent, { signal: AbortSignal.timeout(50) })).rejects.toThrow('Cancelled')
})
