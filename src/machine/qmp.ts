/**
 * A client for QMP, QEMU's control protocol: one JSON object a line, a greeting, then commands and events.
 * Format: docs/interop/qmp-spec.rst in QEMU's sources.
 */
import type { Socket } from 'node:net'
import { SmartError } from '../system/error.ts'

/** Something QEMU tells by itself: `SHUTDOWN`, `RESET`, `STOP`, … */
export interface QmpEvent {
  event: string
  data: Record<string, unknown>
}

export interface QmpClient extends Disposable {
  /** Version as QEMU greets: `7.2.22`. */
  readonly version: string
  /** One command, its `return` value. Throws SmartError when QEMU refuses it, hangs up or is silent for `timeout` ms. */
  execute(command: string, args?: Record<string, unknown>, timeout?: number): Promise<unknown>
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>
}

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

const GREETING_TIMEOUT = 10_000
const COMMAND_TIMEOUT = 10_000

/** Shakes hands over a connected socket. `onEvent` gets every event from the first on. */
export async function connectQmp(socket: Socket, onEvent: (event: QmpEvent) => void = () => {}): Promise<QmpClient> {
  const pending = new Map<number, Pending>()
  const greeting = Promise.withResolvers<string>()
  const closed = Promise.withResolvers<void>()
  let nextId = 1
  let open = true

  const end = (why: string): void => {
    if (!open) return
    open = false
    const error = new SmartError(`QEMU's control connection has ended: ${why}`)
    greeting.reject(error)
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
    socket.destroy()
    closed.resolve()
  }
  socket.on('close', () => end('the machine is off'))
  socket.on('error', (error) => end(error.message))
  readLines(socket, (line) => {
    const message = parseMessage(line)
    if (!message) return end(`it sent something that is not QMP: ${line.slice(0, 80)}`)
    if ('QMP' in message) return greeting.resolve(versionOf(message.QMP))
    if (typeof message.event === 'string') return onEvent({ event: message.event, data: objectOf(message.data) })
    const waiting = pending.get(Number(message.id))
    if (!waiting) return
    pending.delete(Number(message.id))
    if ('error' in message) waiting.reject(new SmartError(`QEMU refused: ${String(objectOf(message.error).desc)}`))
    else waiting.resolve(message.return)
  })

  const execute: QmpClient['execute'] = (command, args, timeout = COMMAND_TIMEOUT) => {
    if (!open) return Promise.reject(new SmartError(`QEMU is gone, ${command} was not sent`))
    const id = nextId++
    const reply = new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject }))
    socket.write(`${JSON.stringify({ execute: command, ...(args ? { arguments: args } : {}), id })}\n`)
    return withTimeout(reply, timeout, `QEMU did not answer ${command}`).finally(() => pending.delete(id))
  }
  try {
    const version = await withTimeout(greeting.promise, GREETING_TIMEOUT, 'QEMU did not greet on its control socket')
    await execute('qmp_capabilities')
    return { version, execute, closed: closed.promise, [Symbol.dispose]: () => end('closed by smart-os') }
  } catch (error) {
    end('the greeting failed')
    throw error
  }
}

function readLines(socket: Socket, onLine: (line: string) => void): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim()) onLine(line)
  })
}

function parseMessage(line: string): Record<string, unknown> | undefined {
  try {
    return objectOf(JSON.parse(line))
  } catch {
    return undefined
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function versionOf(greeting: unknown): string {
  const { major, minor, micro } = objectOf(objectOf(objectOf(greeting).version).qemu)
  return `${major}.${minor}.${micro}`
}

async function withTimeout<T>(promise: Promise<T>, milliseconds: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new SmartError(`${message} within ${milliseconds / 1000} s`)), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
