/** One `$(shell …)` command, run as C's popen() runs it, but bounded in time and output. */
import { spawn } from 'node:child_process'
import { SmartError } from '../../system/error.ts'
import { errorCode } from '../../system/files.ts'
import type { ProbeAnswer } from './answer.ts'

export interface ProbeLimits {
  /** Milliseconds that one command may take. */
  timeout: number
  /** Bytes that one command may print. */
  output: number
}

/** The slowest probe of Linux takes 0.1 s; a machine under load is given time. */
export const defaultLimits: ProbeLimits = { timeout: 60_000, output: 1 << 20 }

/** The scripts/kconfig programs read this much of a command's output and drop the rest without a word. */
const READ_BY_C = 4095

export interface ProbeRequest {
  command: string
  /** `file:line` of the `$(shell …)`. */
  where: string
  environment: Readonly<Record<string, string>>
  /** The folder to run it in, which it may write to. */
  folder: string
}

/** Resolves to what the command printed. Throws SmartError, naming place and command, when it hangs or floods. */
export function runProbe(request: ProbeRequest, limits = defaultLimits, signal?: AbortSignal): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', request.command], {
      cwd: request.folder,
      env: { ...request.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: what the shell started has to end with it.
      detached: true,
    })
    const out: Buffer[] = []
    let outBytes = 0
    let said = ''
    let failure: Error | undefined
    const stop = (error: Error) => {
      failure ??= error
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch (error) {
        // It ended by itself in this moment.
        if (errorCode(error) !== 'ESRCH') throw error
      }
    }
    const abort = () => stop(signal?.reason instanceof Error ? signal.reason : new SmartError('Cancelled'))
    const timer = setTimeout(() => stop(hangs(request, limits)), limits.timeout)
    signal?.addEventListener('abort', abort, { once: true })
    child.stdout.on('data', (chunk: Buffer) => {
      outBytes += chunk.length
      if (outBytes > limits.output) stop(floods(request, limits))
      else out.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < READ_BY_C) said += chunk.toString('utf8')
    })
    const finish = (error?: Error) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      const wrong = failure ?? error
      if (wrong) reject(wrong)
      else resolve(answerOf(Buffer.concat(out), said))
    }
    child.once('error', (error) => finish(cannotStart(request, error)))
    child.once('close', () => finish())
  })
}

function answerOf(output: Buffer, said: string): ProbeAnswer {
  const cut = output.length > READ_BY_C
  const text = output.subarray(0, READ_BY_C).toString('utf8')
  const remark = cut
    ? `the command printed ${output.length} bytes; Kconfig reads ${READ_BY_C} of them`
    : said.trim().slice(0, READ_BY_C)
  return remark === '' ? { output: text } : { output: text, said: remark }
}

/** A command as an error shows it. */
const shown = (command: string) => (command.length > 400 ? `${command.slice(0, 400)}…` : command)

function hangs({ command, where }: ProbeRequest, { timeout }: ProbeLimits): SmartError {
  return new SmartError(`Kconfig: the command has not ended after ${timeout / 1000} s: ${shown(command)}`, {
    where,
    hint: 'Run it by hand to see what it waits for, or correct the $(shell …) at this place',
  })
}

function floods({ command, where }: ProbeRequest, { output }: ProbeLimits): SmartError {
  return new SmartError(`Kconfig: the command printed more than ${output} bytes: ${shown(command)}`, {
    where,
    hint: `Kconfig uses ${READ_BY_C} bytes at most; correct the $(shell …) at this place`,
  })
}

function cannotStart({ command, where }: ProbeRequest, cause: Error): SmartError {
  return new SmartError(`Kconfig: the command could not be started: ${shown(command)}`, { where, cause })
}
