/** CHECK_GUEST: a small program for scripts on the host that runs a command in the guest, through the console that the verifier holds. */
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { messageOf } from '../system/error.ts'
import { shellQuoteAll } from '../system/exec.ts'
import { programRoot } from '../system/paths.ts'
import type { GuestShell } from './guest-shell.ts'

/** Exit status of a command that did not end in time, as timeout(1) has it. */
const TIMED_OUT = 124
const OUTPUT_LIMIT = 64 * 1024

/** Serves commands on `<runtimeDir>/guest` until disposed of; `program` is what a script calls. */
export async function serveGuestProgram(
  shell: () => Promise<GuestShell>,
  { runtimeDir, folder, seconds }: { runtimeDir: string; folder: string; seconds: number },
): Promise<AsyncDisposable & { program: string }> {
  const socketPath = join(runtimeDir, 'guest')
  // The console takes one command at a time.
  let last: Promise<unknown> = Promise.resolve()
  const execute = async (command: string): Promise<string> => {
    try {
      const { exitCode, output } = await (await shell()).run(command, { seconds, outputLimit: OUTPUT_LIMIT })
      return JSON.stringify({ status: exitCode ?? TIMED_OUT, output })
    } catch (error) {
      return JSON.stringify({ status: 125, output: `${messageOf(error)}\n` })
    }
  }
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let command = ''
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    socket.on('data', (text) => {
      command += text
    })
    socket.on('end', () => {
      last = last.then(async () => socket.end(await execute(command)))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, resolve)
  })
  const program = join(folder, 'guest')
  const argv = [process.execPath, join(programRoot(), 'templates', 'checks', 'guest.mjs'), socketPath]
  await writeFile(program, `#!/bin/sh\nexec ${shellQuoteAll(argv)} "$@"\n`, { mode: 0o755 })
  return {
    program,
    async [Symbol.asyncDispose]() {
      server.close()
      await last
    },
  }
}
