/**
 * Resolution: profile × catalog → configuration. Pure: the same profile and catalog give the same result, problems are
 * data, and nothing here throws for what a person wrote.
 */
import type { Catalog, CatalogEntry, Component } from '../catalog/types.ts'
import type { DriverMode, Profile } from '../profile/types.ts'
import { didYouMean } from '../system/nearest.ts'
import { type Closure, closure, satisfies } from './closure.ts'
import { firewallProblems } from './firewall.ts'
import { idleStates } from './idle-states.ts'
import { kernelRequests } from './kernel-requests.ts'
import { suppliedSourceProblems } from './option-sources.ts'
import { resolveOptions } from './options.ts'
import { KERNEL_COMPONENT, type OriginChoice, resolveOrigin } from './origins.ts'
import { portProblems } from './ports.ts'
import { serviceProblems } from './service-problems.ts'
import { resolveMemory, settingsProblems } from './settings-problems.ts'
import type { Block, Configuration, EntryState, Problem, Reason } from './types.ts'

/** Why a driver is a module, whatever the profile says. */
const PACKAGE_KERNEL_MODE = 'the distribution’s kernel has it as a module, or built in'

/** Resolves a complete profile against a catalog. */
export function resolve(profile: Profile, catalog: Catalog): Configuration {
  const closed = closure(profile, catalog)
  const originOf = origins(profile, catalog)
  const modular = originOf(KERNEL_COMPONENT)?.origin === 'package'
  const memory = resolveMemory(profile, modular)
  const problems = [
    ...unknownProblems(profile, catalog, closed),
    ...settingsProblems(profile, modular),
    ...memory.problems,
  ]
  const modes = driverModes(profile, catalog, closed, modular, problems)
  const states = new Map<string, EntryState>()
  const selected = [...closed.selected.keys()].sort()
  const rivals = rivalsOf(selected, catalog)
  const idle = idleStates(catalog, profile.origin, modular)
  for (const entry of catalog.entries.values()) {
    const reason: Reason = closed.selected.get(entry.id) ?? OFF
    const on = reason.type !== 'off'
    const blocks = on ? [] : onBlocks(entry, rivals, catalog)
    const isIdle = !on && blocks.length === 0 && profile.components[entry.id] === undefined
    const made = isIdle ? idle.get(entry.id) : undefined
    if (made) {
      states.set(entry.id, made)
      continue
    }
    const neededBy = on ? needersOf(entry, selected, catalog) : []
    const resolved =
      entry.kind === 'component' ? resolveOptions(entry, profile.components[entry.id]) : { options: {}, problems: [] }
    const from = originOf(entry.id)
    if (on) problems.push(...resolved.problems, ...(from?.problem ? [from.problem] : []))
    if (on && entry.kind === 'component') problems.push(...suppliedSourceProblems(entry, resolved.options))
    const state: EntryState = {
      entry,
      selected: on,
      ...(entry.kind === 'driver' && on ? { mode: modes.get(entry.id) ?? 'builtin' } : {}),
      ...(entry.kind === 'driver' && modular ? { why: PACKAGE_KERNEL_MODE } : {}),
      ...(from === undefined ? {} : { ...(from.origin === undefined ? {} : { origin: from.origin }), why: from.why }),
      reason,
      options: resolved.options,
      blocks: on ? offBlocks(entry, reason, boundTo(entry, neededBy, catalog)) : blocks,
      neededBy,
    }
    states.set(entry.id, state)
    if (isIdle) idle.set(entry.id, state)
  }
  problems.push(
    ...conflictProblems(selected, catalog),
    ...portProblems(states),
    ...switchedOffProblems(profile, closed),
  )
  problems.push(...firewallProblems({ profile, states }))
  problems.push(
    ...serviceProblems(
      profile,
      selected.flatMap((id) => {
        const entry = catalog.entries.get(id)
        return entry?.kind === 'component' ? [entry] : []
      }),
    ),
  )
  const kernel = kernelRequests(profile, catalog, selected, modes, modular)
  problems.push(...kernel.problems)
  const timezone = states.get('tzdata')
  if (timezone?.selected && 'zone' in timezone.options) timezone.options.zone = profile.system.timezone
  return {
    profile,
    catalog,
    states,
    components: buildOrder(selected, catalog, originOf),
    drivers: selected.filter((id) => catalog.entries.get(id)?.kind === 'driver'),
    kernel: kernel.requests,
    memory: memory.bytes,
    problems,
  }
}

const OFF: Reason = { type: 'off' }

type OriginOf = (id: string) => OriginChoice | undefined

/** Where each component comes from, worked out for those that are asked for. */
function origins(profile: Profile, catalog: Catalog): OriginOf {
  const known = new Map<string, OriginChoice>()
  return (id) => {
    const entry = catalog.entries.get(id)
    if (entry?.kind !== 'component') return undefined
    const origin = known.get(id) ?? resolveOrigin(entry, profile)
    known.set(id, origin)
    return origin
  }
}

function unknownProblems(profile: Profile, catalog: Catalog, closed: Closure): Problem[] {
  const missing = closed.missing.map(({ id, by }): Problem => {
    const kind = id in profile.drivers ? 'driver' : 'component'
    const known = [...catalog.entries.values()]
      .filter((entry) => entry.kind === kind && !(entry.kind === 'component' && entry.hidden))
      .map(({ id }) => id)
    return {
      severity: 'error',
      about: id,
      message:
        by === 'the profile' ? `There is no ${kind} ${id}` : `${by} requires ${id}, which the catalog does not have`,
      hint: didYouMean(id, known) || 'smart-os catalog list shows all',
    }
  })
  const misplaced = (section: 'component' | 'driver', ids: string[]) =>
    ids.flatMap((id): Problem[] => {
      const entry = catalog.entries.get(id)
      if (entry === undefined || entry.kind === section) return []
      return [
        {
          severity: 'error',
          about: id,
          message: `${id} is a ${entry.kind}, not a ${section}`,
          hint: `Move it to ${entry.kind}s:`,
        },
      ]
    })
  return [
    ...missing,
    ...misplaced('component', Object.keys(profile.components)),
    ...misplaced('driver', Object.keys(profile.drivers)),
  ]
}

function driverModes(
  profile: Profile,
  catalog: Catalog,
  closed: Closure,
  modular: boolean,
  problems: Problem[],
): Map<string, DriverMode> {
  const modes = new Map<string, DriverMode>()
  for (const id of closed.selected.keys()) {
    const entry = catalog.entries.get(id)
    if (entry?.kind !== 'driver') continue
    if (modular) {
      modes.set(id, 'module')
      continue
    }
    const wanted = profile.drivers[id] || entry.modes[0] || 'builtin'
    if (!entry.modes.includes(wanted))
      problems.push({
        severity: 'error',
        about: id,
        message: `The driver ${id} cannot be ${wanted === 'module' ? 'a module' : 'built in'}`,
        hint: `Set drivers.${id} to ${entry.modes.join(' or ')}`,
      })
    modes.set(id, entry.modes.includes(wanted) ? wanted : (entry.modes[0] ?? 'builtin'))
  }
  return modes
}

/** Selected entries that need this one: by its name, or by one that no other selected entry provides. */
function needersOf(entry: CatalogEntry, selected: readonly string[], catalog: Catalog): string[] {
  const others = selected.flatMap((id) => (id === entry.id ? [] : (catalog.entries.get(id) ?? [])))
  const alone = (need: string) => satisfies(entry, need) && !others.some((other) => satisfies(other, need))
  return others.filter((other) => other.requires.some((need) => need === entry.id || alone(need))).map(({ id }) => id)
}

/** Of those the ones that nothing else in the catalog could serve as well. */
function boundTo(entry: CatalogEntry, neededBy: readonly string[], catalog: Catalog): string[] {
  if (neededBy.length === 0) return []
  const entries = [...catalog.entries.values()]
  const only = (need: string) => entries.every((other) => other.id === entry.id || !satisfies(other, need))
  return neededBy.filter((id) => catalog.entries.get(id)?.requires.some((need) => satisfies(entry, need) && only(need)))
}

function offBlocks(entry: CatalogEntry, reason: Reason, neededBy: readonly string[]): Block[] {
  const blocks: Block[] = neededBy.map((by) => ({ by, text: `${by} needs ${entry.id}` }))
  if (reason.type === 'essential') blocks.push({ by: entry.id, text: `Every system has ${entry.id}` })
  if (reason.type === 'setting')
    blocks.push({ by: reason.setting, text: `The setting ${reason.setting} needs ${entry.id}` })
  return blocks
}

/** What is on, and every name that it conflicts with: most entries are cleared by one look at these. */
interface Rivals {
  entries: CatalogEntry[]
  named: ReadonlySet<string>
}

function rivalsOf(selected: readonly string[], catalog: Catalog): Rivals {
  const entries = selected.flatMap((id) => catalog.entries.get(id) ?? [])
  return { entries, named: new Set(entries.flatMap(({ conflicts }) => conflicts)) }
}

/** An entry that is off is blocked by selected entries it (or what it requires) conflicts with. */
function onBlocks(entry: CatalogEntry, { entries, named }: Rivals, catalog: Catalog): Block[] {
  const needed = entry.requires.length === 0 ? [entry] : requiredClosure(entry, catalog)
  const blocks: Block[] = []
  for (const wanted of needed) {
    const harmless =
      wanted.conflicts.length === 0 && !named.has(wanted.id) && !wanted.provides.some((id) => named.has(id))
    if (harmless) continue
    const via = wanted.id === entry.id ? '' : ` (needed by ${entry.id})`
    for (const other of entries)
      if (other.id !== wanted.id && conflict(wanted, other))
        blocks.push({ by: other.id, text: `${wanted.id}${via} conflicts with ${other.id}` })
  }
  return blocks
}

/** The entry and everything it requires, itself first. */
export function requiredClosure(entry: CatalogEntry, catalog: Catalog): CatalogEntry[] {
  const seen = new Map<string, CatalogEntry>([[entry.id, entry]])
  for (const current of seen.values())
    for (const id of current.requires) {
      const next =
        catalog.entries.get(id) ?? [...catalog.entries.values()].find((candidate) => candidate.provides.includes(id))
      if (next !== undefined && !seen.has(next.id)) seen.set(next.id, next)
    }
  return [...seen.values()]
}

function conflict(a: CatalogEntry, b: CatalogEntry): boolean {
  const named = (entry: CatalogEntry, other: CatalogEntry) => entry.conflicts.some((id) => satisfies(other, id))
  return named(a, b) || named(b, a)
}

function conflictProblems(selected: readonly string[], catalog: Catalog): Problem[] {
  const problems: Problem[] = []
  selected.forEach((id, index) => {
    const entry = catalog.entries.get(id)
    if (entry === undefined) return
    for (const otherId of selected.slice(index + 1)) {
      const other = catalog.entries.get(otherId)
      if (other !== undefined && conflict(entry, other))
        problems.push({
          severity: 'error',
          about: id,
          message: `${id} conflicts with ${otherId}`,
          hint: `Switch off ${id} or ${otherId}`,
        })
    }
  })
  return problems
}

/** The profile says "off" of something that is on all the same. */
function switchedOffProblems(profile: Profile, closed: Closure): Problem[] {
  return [...Object.entries(profile.components), ...Object.entries(profile.drivers)].flatMap(
    ([id, value]): Problem[] => {
      const reason = closed.selected.get(id)
      if (value !== false || reason === undefined) return []
      const why =
        reason.type === 'required'
          ? `${reason.by.join(' and ')} ${reason.by.length > 1 ? 'need' : 'needs'} it`
          : reason.type === 'setting'
            ? `${reason.setting} needs it`
            : 'every system has it'
      return [
        {
          severity: 'error',
          about: id,
          message: `${id} is switched off, but ${why}`,
          hint: `Take "${id}: false" out, or switch off what needs it`,
        },
      ]
    },
  )
}

/** Selected components and the hidden ones that building them needs, dependencies first. Cycles are impossible by catalog test. */
function buildOrder(selected: readonly string[], catalog: Catalog, originOf: OriginOf): string[] {
  const order: string[] = []
  const seen = new Set<string>()
  const visit = (id: string) => {
    const entry = catalog.entries.get(id)
    if (entry?.kind !== 'component' || seen.has(id)) return
    seen.add(id)
    const compiled = originOf(id)?.origin === 'package' ? [] : entry.buildRequires
    for (const need of [...compiled, ...entry.requires]) visit(need)
    order.push(id)
  }
  for (const id of selected) visit(id)
  return order
}

/** Components (selected or only needed for building) as catalog entries, in build order. */
export function componentsOf(configuration: Configuration): Component[] {
  return configuration.components.flatMap((id) => {
    const entry = configuration.catalog.entries.get(id)
    return entry?.kind === 'component' ? [entry] : []
  })
}
