/**
 * The private apt: own lists, own caches, own state, in `<cache>/apt/<hash of the sources list>`. It needs no root, runs none of
 * the host's hooks and leaves the host's lists alone; the host's proxy settings hold, because the private settings come on top.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describeWriteError, readTextIfPresent, writeFileAtomic } from '../system/files.ts'
import { sha256 } from '../system/hash.ts'
import { findTool } from '../system/tools.ts'
import {
  type AptEntry,
  defaultEntries,
  type HostRelease,
  isOfficial,
  parseDeb822Sources,
  parseListSources,
  parseOsRelease,
  privateSources,
} from './apt-entries.ts'
import { SourceError } from './failure.ts'

export interface AptConfig {
  /** Absolute folder of everything private. */
  folder: string
  /** File for apt's `-c`. */
  config: string
}

const APT_HELPER = '/usr/lib/apt/apt-helper'

/** Writes (where it changed) and returns the private configuration. Throws SourceError on a host without apt. */
export async function aptConfig(cache: string, root = '/'): Promise<AptConfig> {
  if (findTool('apt-get') === undefined || findTool(APT_HELPER) === undefined)
    throw new SourceError('host', 'This host has no apt, from which the source would come')
  const sources = await aptSources(root)
  const folder = join(cache, 'apt', sha256(sources).slice(0, 12))
  const config = join(folder, 'apt.conf')
  try {
    await mkdir(join(folder, 'lists', 'partial'), { recursive: true })
    await mkdir(join(folder, 'archives', 'partial'), { recursive: true })
    await writeIfChanged(join(folder, 'private.sources'), sources)
    await writeIfChanged(join(folder, 'status'), '')
    await writeIfChanged(config, configText(folder))
  } catch (error) {
    throw describeWriteError(error, folder)
  }
  return { folder, config }
}

/** Text of the private sources list for the host whose files lie below `root`. */
export async function aptSources(root: string): Promise<string> {
  const release = parseOsRelease((await readTextIfPresent(join(root, 'etc/os-release'))) ?? '')
  if (!release)
    throw new SourceError('host', 'This host is neither Debian nor Ubuntu, so apt has no archive of sources')
  const official = (await hostEntries(root)).filter((entry) => isOfficial(entry, release))
  return privateSources(official.length > 0 ? official : defaultEntries(release), keyringOf(release, root))
}

async function hostEntries(root: string): Promise<AptEntry[]> {
  const etc = join(root, 'etc/apt')
  const names = await readdir(join(etc, 'sources.list.d')).catch(() => [])
  const entries = parseListSources((await readTextIfPresent(join(etc, 'sources.list'))) ?? '')
  for (const name of names.sort()) {
    const parse = name.endsWith('.sources') ? parseDeb822Sources : name.endsWith('.list') ? parseListSources : undefined
    if (parse) entries.push(...parse((await readTextIfPresent(join(etc, 'sources.list.d', name))) ?? ''))
  }
  return entries
}

function keyringOf(release: HostRelease, root: string): string | undefined {
  const base = join(root, 'usr/share/keyrings', `${release.id}-archive-keyring`)
  return [`${base}.gpg`, `${base}.pgp`].find((file) => existsSync(file))
}

async function writeIfChanged(path: string, text: string): Promise<void> {
  if ((await readTextIfPresent(path)) !== text) await writeFileAtomic(path, text)
}

/** See apt.conf(5). `Sandbox::User "root"`: the user _apt cannot reach a cache below root's home; an ordinary user is not affected. */
function configText(folder: string): string {
  const quoted = folder.replaceAll('"', '')
  const settings: [string, string][] = [
    ['Dir::State', `${quoted}/`],
    ['Dir::State::lists', `${quoted}/lists/`],
    ['Dir::State::status', `${quoted}/status`],
    ['Dir::Cache', `${quoted}/`],
    ['Dir::Cache::archives', 'archives/'],
    ['Dir::Cache::pkgcache', 'pkgcache.bin'],
    ['Dir::Cache::srcpkgcache', ''],
    ['Dir::Etc::sourcelist', `${quoted}/private.sources`],
    ['Dir::Etc::sourceparts', '/dev/null'],
    ['Dir::Etc::preferences', '/dev/null'],
    ['Dir::Etc::preferencesparts', '/dev/null'],
    ['APT::Sandbox::User', 'root'],
    ['APT::Update::Error-Mode', 'any'],
    ['APT::Get::AllowUnauthenticated', 'false'],
    ['Acquire::AllowInsecureRepositories', 'false'],
    ['Acquire::AllowWeakRepositories', 'false'],
    ['Acquire::AllowDowngradeToInsecureRepositories', 'false'],
    ['Acquire::GzipIndexes', 'true'],
    ['Acquire::Languages', 'none'],
    ['Acquire::Retries', '2'],
    ['Acquire::http::Timeout', '30'],
    ['Acquire::https::Timeout', '30'],
  ]
  const hooks = ['Pre-Invoke', 'Post-Invoke', 'Post-Invoke-Success'].map((hook) => `#clear APT::Update::${hook};`)
  return `${[...hooks, ...settings.map(([key, value]) => `${key} "${value}";`)].join('\n')}\n`
}
