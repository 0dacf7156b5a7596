/** All kernel symbols that the selected entries and the profile ask for, with who asked; contradictions are problems. */
import type { Catalog } from '../catalog/types.ts'
import type { DriverMode, KernelValue, Profile } from '../profile/types.ts'
import type { KernelRequest, Problem } from './types.ts'

/**
 * Merges the requests. The profile's own `kernel.config` has the last word; `y` satisfies a wish for `m`. With a `modular` kernel,
 * which is not compiled here, `m` will do for every symbol of an entry that names modules, whoever asks: these are loaded.
 */
export function kernelRequests(
  profile: Profile,
  catalog: Catalog,
  selected: readonly string[],
  modes: ReadonlyMap<string, DriverMode>,
  modular = false,
): { requests: Map<string, KernelRequest>; problems: Problem[] } {
  const requests = new Map<string, KernelRequest>()
  const problems: Problem[] = []
  const ask = (symbol: string, value: KernelValue, by: string) => {
    const known = requests.get(symbol)
    if (known === undefined) requests.set(symbol, { symbol, value, by: [by] })
    else if (known.value === value) known.by.push(by)
    else if (known.value === 'm' && value === 'y') requests.set(symbol, { symbol, value, by: [by, ...known.by] })
    else if (known.value === 'y' && value === 'm') known.by.push(by)
    else
      problems.push({
        severity: 'error',
        about: by,
        message: `${by} needs the kernel symbol ${symbol}=${value}, but ${known.by.join(' and ')} ${known.by.length > 1 ? 'need' : 'needs'} ${symbol}=${known.value}`,
        hint: `Switch one of them off, or set kernel.config.${symbol} in the profile`,
      })
  }
  const loadable = modular ? symbolsWithModules(selected, catalog) : new Set<string>()
  for (const id of selected) {
    const entry = catalog.entries.get(id)
    if (entry === undefined) continue
    const own = profile.kernel
    for (const [symbol, value] of Object.entries(entry.kernel))
      if (!(symbol in own)) ask(symbol, value === 'y' && loadable.has(symbol) ? 'm' : value, id)
    if (entry.kind === 'driver')
      for (const symbol of [entry.symbol, ...entry.along])
        if (!(symbol in own)) ask(symbol, modes.get(id) === 'module' ? 'm' : 'y', id)
  }
  // The base kernel drives one processor.
  if (!modular && profile.machine.cpus > 1 && !('SMP' in profile.kernel)) ask('SMP', 'y', 'machine.cpus')
  for (const [symbol, value] of Object.entries(profile.kernel)) requests.set(symbol, { symbol, value, by: ['profile'] })
  if ([...requests.values()].some(({ value }) => value === 'm')) ask('MODULES', 'y', 'modules')
  return { requests: new Map([...requests].sort(([a], [b]) => (a < b ? -1 : 1))), problems }
}

/** Symbols of selected entries that say which modules to load. */
function symbolsWithModules(selected: readonly string[], catalog: Catalog): Set<string> {
  const symbols = selected.flatMap((id) => {
    const entry = catalog.entries.get(id)
    if (entry === undefined || entry.modules.length === 0) return []
    return [...Object.keys(entry.kernel), ...(entry.kind === 'driver' ? [entry.symbol, ...entry.along] : [])]
  })
  return new Set(symbols)
}
