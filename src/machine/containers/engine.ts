/** podman and docker, which take the same words: load or import the image, find flags that work, run, clean up. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { CancelledError, messageOf, SmartError } from '../../system/error.ts'
import { run } from '../../system/exec.ts'
import { shellQuoteAll } from '../../system/shell-words.ts'
import { nextRemedy, type Remedy } from './remedies.ts'
import type { ContainerRequest, RunningContainer, Runtime } from './types.ts'

type EngineName = 'podman' | 'docker'

/** Seconds for what only does bookkeeping, and for unpacking an image. */
const PATIENCE = 60
const LOAD_PATIENCE = 600

/** Finds flags with which this engine runs the image. Throws SmartError (host) with every failure when none do. */
export async function openEngine(engine: EngineName, request: ContainerRequest): Promise<Runtime> {
  const { signal } = request
  const failures: string[] = []
  const remedies: Remedy[] = []
  for (;;) {
    const attempt = new Attempt(engine, request, remedies)
    const complaint = await attempt.fails()
    if (complaint === undefined) return attempt.runtime(failures)
    await attempt.remove()
    if (signal?.aborted) throw new CancelledError()
    failures.push(`${attempt.describe()}: ${complaint}`)
    const remedy = attempt.unreachable ? undefined : nextRemedy(complaint, remedies, engine === 'podman')
    if (!remedy)
      throw new SmartError(`${engine} cannot run the container`, { hint: failures.join('\n'), exitStatus: 3 })
    remedies.push(remedy)
  }
}

/** One set of flags. */
class Attempt {
  /** Set where no flag can help: no engine answers. */
  unreachable = false
  private image: string | undefined
  /** The person had it before, and keeps it. */
  private kept = false
  private readonly container: string
  private readonly engine: EngineName
  private readonly request: ContainerRequest
  private readonly remedies: readonly Remedy[]

  constructor(engine: EngineName, request: ContainerRequest, remedies: readonly Remedy[]) {
    this.engine = engine
    this.request = request
    this.remedies = [...remedies]
    this.container = `smart-os-${request.name}-${process.pid}-${randomBytes(3).toString('hex')}`
  }

  private get argv(): [string, ...string[]] {
    const { scratch } = this.request
    // A store in another form than the person's own has to lie elsewhere, too.
    const apart = this.has('store') ? ['--root', join(scratch, 'root'), '--runroot', join(scratch, 'run')] : []
    return [this.engine, ...apart, ...this.remedies.flatMap(({ global }) => global)]
  }

  private has(id: Remedy['id']): boolean {
    return this.remedies.some((remedy) => remedy.id === id)
  }

  private get runFlags(): string[] {
    const ports = this.has('network')
      ? []
      : this.request.forward.flatMap(({ host, guest, protocol }) => ['-p', `127.0.0.1:${host}:${guest}/${protocol}`])
    return [...this.remedies.flatMap(({ run: flags }) => flags), ...ports]
  }

  describe(): string {
    const words = [this.engine, ...this.remedies.flatMap(({ global }) => global), 'run', ...this.runFlags]
    return shellQuoteAll(words)
  }

  /** Brings the image in and runs its smallest program. Undefined where that went well. */
  async fails(): Promise<string | undefined> {
    try {
      if (this.engine === 'docker') await this.call(['version', '--format', '{{.Server.Version}}']).catch(this.noEngine)
      this.image = await this.bringIn()
      await this.call(['run', '--rm', '--name', this.container, ...this.runFlags, this.image, '/bin/true'])
      return undefined
    } catch (error) {
      if (error instanceof CancelledError) throw error
      return lastLine(messageOf(error))
    }
  }

  private noEngine = (): never => {
    this.unreachable = true
    throw new SmartError('no Docker engine answers on this machine')
  }

  private async bringIn(): Promise<string> {
    const { archive, start } = this.request.image
    if (archive.type === 'import') {
      const name = `smart-os-import/${this.request.name}:latest`
      await this.call(
        ['import', '--change', `ENTRYPOINT [${JSON.stringify(start)}]`, archive.file, name],
        LOAD_PATIENCE,
      )
      return name
    }
    const before = await this.images()
    const { stdout } = await this.call(['load', '-i', archive.file], LOAD_PATIENCE)
    const name = /Loaded image(?:\(s\))?: (\S+)/.exec(stdout)?.[1]
    if (name === undefined) throw new SmartError(`${this.engine} load did not say what it loaded: ${stdout}`)
    this.kept = before.has(name)
    return name
  }

  /** Names of all images, as `load` prints them. */
  private async images(): Promise<Set<string>> {
    const { stdout } = await this.call(['images', '--format', '{{.Repository}}:{{.Tag}}'])
    return new Set(stdout.split('\n'))
  }

  private call(words: readonly string[], seconds = PATIENCE, allowFailure = false) {
    const { signal } = this.request
    return run([...this.argv, ...words], { timeout: seconds * 1000, allowFailure, ...(signal ? { signal } : {}) })
  }

  /** Takes container and image away again; nothing of ours stays in the person's store. */
  async remove(): Promise<void> {
    const quietly = (...words: string[]) =>
      run([...this.argv, ...words], { timeout: PATIENCE * 1000 }).catch(() => undefined)
    if (this.unreachable) return
    await quietly('rm', '-f', this.container)
    if (this.image !== undefined && !this.kept) await quietly('rmi', '-f', this.image)
  }

  runtime(failures: string[]): Runtime {
    const image = this.image ?? ''
    const name = this.container
    return {
      name: this.engine,
      description: this.describe(),
      failures,
      network: !this.has('network'),
      foreground: (command, { terminal }) => [
        ...this.argv,
        ...['run', '--rm', '--name', name, terminal ? '-it' : '-i'],
        ...[...this.runFlags, image, ...command],
      ],
      start: async () => {
        await this.call(['run', '-d', '--name', name, ...this.runFlags, image])
        return this.running()
      },
      [Symbol.asyncDispose]: () => this.remove(),
    }
  }

  private running(): RunningContainer {
    const name = this.container
    return {
      exec: async (script, { env, seconds }) => {
        const variables = Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`])
        const words = ['exec', ...variables, name, 'timeout', String(seconds), 'sh', '-c', script]
        const { exitCode, stdout, stderr } = await this.call(words, seconds + PATIENCE, true)
        // busybox's and GNU's timeout: 143 and 124.
        const late = exitCode === 143 || exitCode === 124
        return { exitCode: late ? undefined : exitCode, output: `${stdout}\n${stderr}`.trim().slice(-4000) }
      },
      stop: async (seconds) => {
        await this.call(['stop', '-t', String(seconds), name], seconds + PATIENCE)
        const { stdout } = await this.call(['inspect', '--format', '{{.State.ExitCode}}', name])
        await this.call(['rm', '-f', name])
        return Number(stdout.trim())
      },
      [Symbol.asyncDispose]: async () =>
        void (await this.call(['rm', '-f', name], PATIENCE, true).catch(() => undefined)),
    }
  }
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .filter((line) => line.trim() !== '')
      .at(-1)
      ?.trim() ?? ''
  )
}
