/** `smart-os kconfig MODE`: a tree and a configuration in, a configuration out; warnings in the words of the kernel's programs. */
import { isUtf8 } from 'node:buffer'
import { readFileSync, writeFileSync } from 'node:fs'
import { machine } from 'node:os'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import {
  type ConfigText,
  findDefconfig,
  formatMessage,
  formatWarning,
  type KconfigMode,
  mergeFragments,
  type OpenedKconfig,
  openKconfig,
  runMode,
  subArch,
} from '../../kconfig/index.ts'
import { CancelledError, ExitStatus, SmartError } from '../../system/error.ts'
import { describeWriteError, errorCode } from '../../system/files.ts'
import { cacheRoot } from '../../system/paths.ts'
import { paint, say, writeTo } from '../output.ts'
import { withSignals } from '../signals.ts'

export interface KconfigFlags {
  tree: string
  arch?: string
  out?: string
  var: string[]
  record?: string
  replay?: string
  /** Seconds. */
  probeTimeout?: number
  cache: boolean
  config?: string
  defconfig?: string
  allConfig?: string
}

/** Runs one mode and writes what it gives. */
export async function modeCommand(mode: KconfigMode, flags: KconfigFlags): Promise<number> {
  const opened = await openTree(flags)
  const input = readInput(mode, flags, opened)
  const { heading, text, messages } = runMode(mode, opened.tree, {
    ...input,
    ...surroundings(opened),
  })
  for (const message of messages) say(formatMessage(message))
  const refused = messages.some(({ kind }) => kind !== 'unmet') && process.env.KCONFIG_WERROR !== undefined
  if (refused)
    throw new SmartError('There are warnings, and KCONFIG_WERROR is set', {
      hint: 'Correct the lines named above, or unset KCONFIG_WERROR',
    })
  write(heading + text, flags.out)
  return ExitStatus.done
}

export interface MergeFlags extends KconfigFlags {
  unset: 'default' | 'no'
  strict?: boolean
}

/** Merges fragments into a whole configuration. */
export async function mergeCommand(fragments: readonly string[], flags: MergeFlags): Promise<number> {
  const texts = fragments.map(readConfigFile)
  const opened = await openTree(flags)
  const result = mergeFragments(opened.tree, texts, { unset: flags.unset, ...surroundings(opened) })
  for (const message of result.messages) say(formatMessage(message))
  for (const { symbol, previous, next } of result.redefined)
    say(
      `${next.file}:${next.line}: ${symbol} is ${next.value} here; ${previous.file}:${previous.line} had ${previous.value}`,
    )
  for (const { file, line, sentence } of result.dropped)
    say(`${file}:${line}: ${paint('yellow', 'did not survive:', process.stderr)} ${sentence}`)
  write(result.heading + result.text, flags.out)
  return flags.strict && result.dropped.length > 0 ? ExitStatus.failed : ExitStatus.done
}

function surroundings(opened: OpenedKconfig): { version: string; warnUnknown: boolean } {
  return {
    version: opened.environment.get('KERNELVERSION') ?? '',
    warnUnknown: process.env.KCONFIG_WARN_UNKNOWN_SYMBOLS !== undefined,
  }
}

/** Opens the tree that the flags name, and says what its files warn about. */
export async function openTree(flags: KconfigFlags): Promise<OpenedKconfig> {
  const recording = flags.record === undefined && flags.replay === undefined ? undefined : await loadRecording()
  const replay =
    flags.replay === undefined
      ? undefined
      : recording?.parseRecording(readConfigFile(flags.replay).text, flags.replay, resolve(flags.tree))
  const opened = await withSignals((signal) => {
    signal.addEventListener('abort', () => say('cancelling'), { once: true })
    return openKconfig(flags.tree, {
      arch: archOf(flags),
      given: variables(flags.var),
      outside: { variables: process.env, machine: machine() },
      cacheDir: flags.cache ? join(cacheRoot(), 'kconfig') : undefined,
      replay,
      limits: flags.probeTimeout === undefined ? undefined : { timeout: flags.probeTimeout * 1000 },
      signal,
      // smart-os.sh starts Node for going over a cached tree, where optimising is not worth its time. Here it is.
      onParse: () => setFlagsFromString('--opt'),
    }).catch((error: unknown) => {
      throw signal.aborted ? new CancelledError() : error
    })
  })
  for (const warning of opened.tree.warnings) say(formatWarning(warning))
  if (flags.record !== undefined && recording)
    write(recording.formatRecording(resolve(flags.tree), opened.environment, opened.answers), flags.record)
  return opened
}

/** It checks what it reads, and the library for that takes its time to load. */
function loadRecording() {
  return import('../../kconfig/probes/recording.ts')
}

function archOf(flags: KconfigFlags): string {
  return flags.arch ?? process.env.ARCH ?? subArch(machine())
}

function variables(given: readonly string[]): Map<string, string> {
  return new Map(
    given.map((text): [string, string] => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
      if (name === undefined || value === undefined)
        throw new SmartError(`--var ${text}: expected NAME=VALUE such as CC=clang`, { exitStatus: ExitStatus.usage })
      return [name, value]
    }),
  )
}

export function readInput(
  mode: KconfigMode,
  flags: KconfigFlags,
  opened: OpenedKconfig,
): { config?: ConfigText; allConfig?: ConfigText } {
  if (mode === 'defconfig') return { config: defconfig(flags, flags.defconfig) }
  if (mode === 'allnoconfig' || mode === 'allyesconfig' || mode === 'allmodconfig' || mode === 'alldefconfig') {
    const allConfig = seed(mode, flags.allConfig)
    return allConfig ? { allConfig } : {}
  }
  if (flags.config !== undefined) return { config: readConfigFile(flags.config) }
  const usual = readIfPresent(process.env.KCONFIG_CONFIG ?? '.config')
  if (usual) return { config: usual }
  if (opened.tree.dialect === 'busybox') return {}
  return { config: defconfig(flags, undefined) }
}

function defconfig(flags: KconfigFlags, name: string | undefined): ConfigText {
  const path = findDefconfig(flags.tree, { arch: archOf(flags), machine: machine(), name })
  const config = readConfigFile(path)
  say(`*** Default configuration is based on '${path}'`)
  return config
}

/** The values that all*config keep: of --all-config, else of $KCONFIG_ALLCONFIG, in the way C looks for them. */
function seed(mode: string, given: string | undefined): ConfigText | undefined {
  if (given !== undefined) return readConfigFile(given)
  const name = process.env.KCONFIG_ALLCONFIG
  if (name === undefined) return undefined
  if (name !== '' && name !== '1') return readConfigFile(name)
  const usual = mode.replace(/config$/, '.config')
  const found = readIfPresent(usual) ?? readIfPresent('all.config')
  if (!found) throw new SmartError(`KCONFIG_ALLCONFIG set, but no "${usual}" or "all.config" file found`)
  return found
}

/** A configuration or recording that has to be there. Throws SmartError for a file that is none, or not text. */
export function readConfigFile(name: string): ConfigText {
  const found = readIfPresent(name)
  if (!found) throw new SmartError(`There is no file ${name}`, { hint: 'Check the name', exitStatus: ExitStatus.usage })
  return found
}

function readIfPresent(name: string): ConfigText | undefined {
  try {
    const bytes = readFileSync(name)
    if (!isUtf8(bytes))
      throw new SmartError(`${name} is no UTF-8 text, so its values could not be kept as they are`, {
        where: name,
        hint: 'Convert it: iconv -f latin1 -t utf8',
      })
    return { name, text: bytes.toString('utf8') }
  } catch (error) {
    if (error instanceof SmartError) throw error
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new SmartError(`${name} cannot be read`, {
      hint: code === 'EISDIR' ? 'It is a folder: name a file' : 'Check its permissions',
      cause: error,
    })
  }
}

/** To a file, or to the terminal. */
export function write(text: string, out: string | undefined): void {
  if (out === undefined) {
    writeTo(process.stdout, text)
    return
  }
  try {
    // Not by way of a rename: it may be /dev/stdout, or a link that is meant to stay.
    writeFileSync(out, text)
  } catch (error) {
    const code = errorCode(error)
    const described = describeWriteError(error, out)
    if (described instanceof SmartError || code === undefined) throw described
    throw new SmartError(`${out} cannot be written`, {
      hint: code === 'EISDIR' ? 'It is a folder: name a file' : 'Name a file in a folder that exists',
      cause: error,
    })
  }
}
