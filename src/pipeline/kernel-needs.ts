/**
 * What components, drivers and the profile need of the kernel, checked on the real tree before anything is compiled: missing
 * dependencies are added to the requests, and what cannot be had is an error that names who asks. The answer is a function of
 * what the kernel's step is keyed by, and is kept under that key.
 */
import { join } from 'node:path'
import { lookUp } from '../build/index.ts'
import type { Step } from '../build/types.ts'
import type { Configuration, KernelRequest } from '../configure/types.ts'
import { type AddedSymbol, type RequestProblem, resolveRequests } from '../kconfig/index.ts'
import { ExitStatus, SmartError } from '../system/error.ts'
import { makeFolder, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { openSourceTree } from './kconfig-tree.ts'
import { findKernelStep, readFragment, unpackedSource } from './kernel-step.ts'
import type { Project } from './types.ts'
import { type UnpackOptions, unpackKernel } from './unpack-kernel.ts'

export interface ResolveOptions {
  /** Unpack the kernel's source if that is needed for an answer; without it the requests may stay as they are. */
  unpack?: Omit<UnpackOptions, 'signal'> | undefined
  signal?: AbortSignal | undefined
}

/** Raised when another planner would answer differently to the same inputs. */
const recordFormat = 2

/** What the tree says of a kernel's requests. */
interface Answer {
  added: AddedSymbol[]
  /** Requested symbols that are strings. */
  texts: string[]
}

/**
 * The project with what its kernel needs besides. Throws SmartError (usage) for requests that the kernel's tree does not know or
 * cannot meet. `steps` are those of the project as it is.
 */
export async function resolveKernelNeeds(
  project: Project,
  steps: readonly Step[],
  options: ResolveOptions = {},
): Promise<Project> {
  const kernel = findKernelStep(project.configuration, steps)
  if (!kernel) return project
  const key = kernel.keys.get(kernel.build.id) ?? ''
  const known = await readAnswer(project.cache, key)
  if (known) return withAnswer(project, known)
  // Its build succeeded with just these requests, and had checked each of them.
  if ((await lookUp(project.cache, key)).state === 'present') return project
  const source =
    (await unpackedSource(project.cache, kernel)) ??
    (options.unpack &&
      (await unpackKernel(project.cache, kernel, steps, { ...options.unpack, signal: options.signal })))
  if (source === undefined) return project
  const { tree } = await openSourceTree(project, source, options.signal)
  const requests = new Map([...project.configuration.kernel].map(([symbol, { value }]) => [symbol, value]))
  const { added, problems } = resolveRequests(tree, await readFragment(kernel), requests)
  refuse(project.configuration, problems)
  const answer = { added, texts: [...requests.keys()].filter((name) => tree.symbols.get(name)?.type === 'string') }
  // Where it cannot be kept it is worked out again.
  await writeAnswer(project.cache, key, answer).catch(() => undefined)
  return withAnswer(project, answer)
}

/** Requests with the added ones among them, each by whoever asked for what it serves; and which of them are texts. */
function withAnswer(project: Project, { added, texts }: Answer): Project {
  if (added.length === 0 && texts.length === 0) return project
  const { configuration } = project
  const kernel = new Map<string, KernelRequest>(configuration.kernel)
  for (const name of texts) {
    const request = kernel.get(name)
    if (request) kernel.set(name, { ...request, text: true })
  }
  for (const { symbol, value, servedSymbol } of added) {
    const by = configuration.kernel.get(servedSymbol)?.by ?? []
    kernel.set(symbol, { symbol, value, by: by.map((who) => `${who} (for ${servedSymbol})`) })
  }
  const sorted = new Map([...kernel].sort(([left], [right]) => (left < right ? -1 : 1)))
  return { ...project, configuration: { ...configuration, kernel: sorted } }
}

function refuse(configuration: Configuration, problems: readonly RequestProblem[]): void {
  const [first] = problems
  if (first === undefined) return
  const lines = problems.map(({ symbol, value, why }) => {
    const by = configuration.kernel.get(symbol)?.by ?? []
    return `${askers(by)} ${by.length > 1 ? 'need' : 'needs'} the kernel symbol ${symbol}=${value}: ${why}`
  })
  throw new SmartError(lines.join('\n'), {
    where: `profile ${configuration.profile.name}`,
    hint: hintFor(first, configuration.kernel.get(first.symbol)?.by ?? []),
    exitStatus: ExitStatus.usage,
  })
}

function askers(by: readonly string[]): string {
  const names = by.map((who) => (who === 'profile' ? 'The profile' : who))
  return names.length < 2 ? (names[0] ?? 'Something') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function hintFor({ symbol, unknown, nearest }: RequestProblem, by: readonly string[]): string {
  if (unknown && nearest.length > 0) return `Did you mean ${nearest.join(' or ')}?`
  const own = by.includes('profile')
  return own
    ? `Change kernel.config.${symbol} in the profile; smart-os explain kernel:${symbol} says more`
    : `Switch ${by.join(', ')} off, or take a kernel source that has it; smart-os explain kernel:${symbol} says more`
}

const answerFile = (cache: string, key: string): string => join(cache, 'kconfig', 'requests', `${key}.json`)

async function readAnswer(cache: string, key: string): Promise<Answer | undefined> {
  const text = await readTextIfPresent(answerFile(cache, key))
  if (text === undefined) return undefined
  try {
    const { format, added, texts } = JSON.parse(text) as Partial<Answer> & { format?: unknown }
    if (format !== recordFormat || !Array.isArray(added) || !Array.isArray(texts)) return undefined
    return added.every(isAdded) && texts.every((name) => typeof name === 'string') ? { added, texts } : undefined
  } catch {
    // Half written or altered: it is asked again.
    return undefined
  }
}

async function writeAnswer(cache: string, key: string, answer: Answer): Promise<void> {
  await makeFolder(join(cache, 'kconfig', 'requests'))
  await writeFileAtomic(answerFile(cache, key), `${JSON.stringify({ format: recordFormat, ...answer }, null, 2)}\n`)
}

function isAdded(one: unknown): one is AddedSymbol {
  const fields = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>
  return [fields.symbol, fields.value, fields.servedSymbol].every((field) => typeof field === 'string')
}
