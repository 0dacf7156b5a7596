/**
 * What apt would install for a list of packages: its own resolver is asked, with the private configuration and no installed
 * system. Nothing is resolved here. Only the packages that exist for the sake of an installed Debian (maintainer scripts, essential
 * packages whose part busybox and base play) are said to be there already, so that neither they nor what they need is brought.
 */
import { join } from 'node:path'
import { writeFileAtomic } from '../system/files.ts'
import { sha256 } from '../system/hash.ts'
import type { AptConfig } from './apt-config.ts'
import { aptFailure } from './apt-failure.ts'
import { parsePrintUris, runApt } from './apt-run.ts'
import { SourceError } from './failure.ts'
import type { FetchContext, ResolvedSource } from './types.ts'

/** Debian's essential packages and what packages' scripts call, with names that they provide. */
const TAKEN_FOR_INSTALLED: Readonly<Record<string, string>> = {
  adduser: '',
  'base-files': '',
  'base-passwd': '',
  bash: '',
  bsdutils: '',
  coreutils: '',
  cron: 'cron-daemon (= 999)',
  dash: '',
  debconf: 'debconf-2.0 (= 999)',
  debianutils: '',
  diffutils: '',
  dpkg: '',
  findutils: '',
  grep: '',
  gzip: '',
  hostname: '',
  'init-system-helpers': '',
  'install-info': '',
  iproute2: '',
  'keyboard-configuration': '',
  kmod: '',
  'libc-bin': '',
  login: '',
  logrotate: '',
  menu: '',
  'lsb-base': '',
  mount: '',
  passwd: '',
  perl: 'libperl5 (= 999)',
  'perl-base': '',
  procps: '',
  'runit-helper': '',
  sed: '',
  'sensible-utils': '',
  'sysvinit-utils': 'lsb-base (= 999)',
  tar: '',
  ucf: '',
  'util-linux': '',
}

export interface ClosureQuestion {
  packages: readonly string[]
  /** Further packages to take for installed. */
  without: readonly string[]
}

/** A package of the answer, and the address that apt would take it from. */
export interface Found {
  source: ResolvedSource
  uri: string
}

/** Asks apt. Sorted by name. Throws SourceError when a package is missing or their dependencies cannot be met. */
export async function askApt(config: AptConfig, question: ClosureQuestion, context: FetchContext): Promise<Found[]> {
  const status = await statusFile(config, question)
  const options = [`Dir::State::status=${status}`, 'Dir::Cache::pkgcache=', 'Acquire::ForceHash=SHA256']
  const command = ['install', '--print-uris', '--yes', '--no-install-recommends', ...question.packages]
  const { exitCode, stdout, stderr } = await runApt(
    config,
    'apt-get',
    [...options.flatMap((option) => ['-o', option]), ...command],
    context,
  )
  if (exitCode !== 0) throw closureFailure(`${stderr}\n${stdout}`, question, config)
  const found = parsePrintUris(stdout).flatMap((line): Found[] => {
    const source = sourceOf(line)
    return source === undefined ? [] : [{ source, uri: line.uri }]
  })
  return found.sort((a, b) => (a.source.name < b.source.name ? -1 : 1))
}

/** `NAME_VERSION_ARCH.deb`, the epoch's colon as %3a, is how apt names the file it would keep. */
function sourceOf(line: ReturnType<typeof parsePrintUris>[number]): ResolvedSource | undefined {
  const [, name, version] = /^([a-z0-9][a-z0-9+.-]+)_([^_]+)_[a-z0-9-]+\.deb$/.exec(line.file) ?? []
  if (name === undefined || version === undefined || line.sha256 === undefined) return undefined
  return {
    name: packageSourceName(name),
    candidate: { type: 'apt-package', package: name },
    version: decodeURIComponent(version),
    file: line.file,
    sha256: line.sha256,
    ...(line.size === undefined ? {} : { size: line.size }),
    from: `package ${name} (${decodeURIComponent(line.uri).replace(/^.*?\/(?=pool\/)/, '')})`,
  }
}

/** Name of a package among the sources. */
export function packageSourceName(name: string): string {
  return `package:${name}`
}

/** The file that says what is installed. Packages that are asked for are not in it. */
async function statusFile(config: AptConfig, { packages, without }: ClosureQuestion): Promise<string> {
  const installed = { ...TAKEN_FOR_INSTALLED, ...Object.fromEntries(without.map((name) => [name, ''])) }
  const text = Object.entries(installed)
    .filter(([name]) => !packages.includes(name))
    .map(([name, provides]) => stanza(name, provides))
    .join('\n')
  const file = join(config.folder, `status-${sha256(text).slice(0, 12)}`)
  await writeFileAtomic(file, text)
  return file
}

function stanza(name: string, provides: string): string {
  const fields = [
    `Package: ${name}`,
    'Status: install ok installed',
    'Maintainer: nobody <nobody@localhost>',
    'Version: 999',
    'Architecture: amd64',
    `Multi-Arch: ${name === 'perl' ? 'allowed' : 'foreign'}`,
    ...(provides === '' ? [] : [`Provides: ${provides}`]),
    'Description: taken for installed',
  ]
  return `${fields.join('\n')}\n`
}

function closureFailure(output: string, { packages }: ClosureQuestion, config: AptConfig): unknown {
  const missing = /Unable to locate package (\S+)|Package '?(\S+?)'? has no installation candidate/.exec(output)
  const name = missing?.[1] ?? missing?.[2]
  if (name !== undefined)
    return new SourceError('missing', `The distribution has no package ${name}`, {
      hint: 'Correct `packages` in the component.yaml, or take the component from source',
    })
  if (/unmet dependencies|Unable to correct problems/.test(output))
    return new SourceError(
      'missing',
      `The distribution's packages for ${packages.join(', ')} do not fit together: ${unmet(output)}`,
      { hint: 'The mirror may be in the middle of an update: try again later, or take the component from source' },
    )
  return aptFailure(output, `the packages ${packages.join(', ')}`, config.folder)
}

function unmet(output: string): string {
  const lines = output.split('\n').filter((line) => /^ \S+ : |^\s+(?:Depends|PreDepends|Conflicts|Breaks): /.test(line))
  return lines.map((line) => line.trim()).join('; ') || 'their dependencies cannot be met'
}
