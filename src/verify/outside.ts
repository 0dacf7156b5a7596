/** The check from outside: a connection to a forwarded port is answered by a program inside the machine. */
import { randomBytes } from 'node:crypto'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checksFolder, readCheck } from './check-list.ts'
import type { GuestShell } from './guest-shell.ts'
import type { Namespace } from './namespace.ts'
import { resultOf } from './result.ts'
import type { CheckResult } from './types.ts'

interface OutsidePlan {
  environment: Record<string, string>
  outsidePort: { host: number; guest: number }
}

/** QEMU accepts on the guest's behalf at once, so that a listener that is not ready yet looks like an empty answer. */
const TRIES = 10

/** Starts a listener through the console, then connects to it as the world would. */
export async function checkTcp(
  shell: GuestShell,
  plan: OutsidePlan,
  namespace: Namespace | undefined,
): Promise<Pick<CheckResult, 'status' | 'reason'>> {
  const { outsidePort } = plan
  const token = `smart-os-${randomBytes(8).toString('hex')}`
  const env = { ...plan.environment, CHECK_TOKEN: token, CHECK_PORT: String(outsidePort.guest) }
  const listening = resultOf(
    await shell.run(await readCheck({ file: join(checksFolder(), 'outside', 'network-tcp.sh') }), { env }),
  )
  if (listening.status !== 'passed') return listening
  let answer = ''
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { host } = outsidePort
    answer = await readAll(namespace ? namespace.connect(host) : createConnection({ host: '127.0.0.1', port: host }))
    if (answer.trim() === token) return { status: 'passed', reason: '' }
    if (answer) break
    await sleep(500)
  }
  return {
    status: 'failed',
    reason: answer ? `the answer was ${JSON.stringify(answer.slice(0, 80))}` : 'nothing answered',
  }
}

/** What the other side sends until it closes, or for 5 s. */
function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const done = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(text)
    }
    const timer = setTimeout(done, 5000)
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1')
      if (text.includes('\n')) done()
    })
    socket.on('error', done)
    socket.on('close', done)
  })
}
