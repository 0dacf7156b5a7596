/** The check of a console that asks: it wants a password, refuses a wrong one, and asks again. The right one no proof knows. */
import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { CheckResult } from './types.ts'

/** Seconds for each answer; a refusal is delayed by login itself. */
const PATIENCE = 60

/** Tries root with a password that nobody has. */
export async function checkLogin(console: Duplex): Promise<Pick<CheckResult, 'status' | 'reason'>> {
  const failed = (reason: string) => ({ status: 'failed' as const, reason })
  console.write('\n')
  if ((await answer(console, /login: $/)) === undefined) return failed('the console does not ask who is there')
  console.write('root\n')
  const asked = await answer(console, /Password: ?$|[#$] $/)
  if (!asked?.endsWith('assword: ') && !asked?.endsWith('assword:'))
    return failed(`the console asks for no password: ${JSON.stringify(asked?.slice(-80) ?? 'no answer')}`)
  console.write(`${randomBytes(8).toString('hex')}\n`)
  const refused = await answer(console, /incorrect[\s\S]*login: $|[#$] $/)
  if (!refused?.includes('incorrect')) return failed('a wrong password was not refused')
  return { status: 'passed', reason: '' }
}

/** What comes until it matches; undefined when it does not in time. */
export function answer(console: Duplex, wanted: RegExp, seconds = PATIENCE): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = ''
    const done = (found: string | undefined): void => {
      clearTimeout(timer)
      console.off('data', onData)
      resolve(found)
    }
    const onData = (bytes: Buffer): void => {
      text += bytes.toString('latin1')
      if (wanted.test(text)) done(text)
    }
    const timer = setTimeout(() => done(undefined), seconds * 1000)
    console.on('data', onData)
  })
}
