/** `smart-os catalog …` */
import { loadCatalog } from '../../catalog/index.ts'
import type { Component } from '../../catalog/types.ts'
import { originsOf } from '../../catalog/types.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { didYouMean } from '../../system/nearest.ts'
import { formatSize } from '../../system/size.ts'
import { paint, print, table } from '../output.ts'

export async function listCommand(flags: { catalog: string[]; json?: boolean }): Promise<number> {
  const { entries } = await loadCatalog(flags.catalog)
  const shown = [...entries.values()].filter((entry) => !(entry.kind === 'component' && entry.hidden))
  if (flags.json) {
    print(
      JSON.stringify(
        shown.map(({ id, kind, title, summary, category }) => ({ id, kind, title, summary, category })),
        null,
        2,
      ),
    )
    return ExitStatus.done
  }
  for (const kind of ['component', 'driver'] as const) {
    print(paint('bold', `${kind}s`))
    print(table(shown.filter((entry) => entry.kind === kind).map((entry) => [`  ${entry.id}`, entry.summary])))
  }
  return ExitStatus.done
}

export async function showCommand(id: string, flags: { catalog: string[] }): Promise<number> {
  const { entries } = await loadCatalog(flags.catalog)
  const entry = entries.get(id)
  if (entry === undefined)
    throw new SmartError(`There is no component or driver ${JSON.stringify(id)}`, {
      hint: didYouMean(id, [...entries.keys()]),
      exitStatus: ExitStatus.usage,
    })
  print(`${paint('bold', entry.title)} (${entry.kind} ${entry.id})`)
  print(entry.summary)
  print(`\n${entry.help.trim()}\n`)
  const rows: string[][] = []
  const row = (name: string, value: string | undefined) => {
    if (value) rows.push([name, value])
  }
  row('needs', entry.requires.join(', '))
  row('conflicts with', entry.conflicts.join(', '))
  row('provides', entry.provides.join(', '))
  row(
    'kernel',
    Object.entries(entry.kernel)
      .map(([symbol, value]) => `${symbol}=${value}`)
      .join(' '),
  )
  if (entry.kind === 'component') {
    row('licence', entry.licence)
    row('homepage', entry.homepage)
    row('compiled against', entry.buildRequires.join(', '))
    row('origins', originsOf(entry).join(', '))
    for (const [index, source] of entry.sources.entries()) row(index === 0 ? 'source' : '  or', describeSource(source))
    row('packages', entry.packages.join(', '))
    for (const [name, option] of Object.entries(entry.options))
      row(`option ${name}`, `${option.title} (${option.type}, default ${JSON.stringify(option.default)})`)
  } else {
    row('symbol', entry.symbol)
    row('modes', entry.modes.join(', '))
    row('QEMU device', entry.qemu?.args.join(' '))
  }
  if (entry.estimates.bytes > 0) row('adds about', formatSize(entry.estimates.bytes))
  row('check', entry.check === undefined ? 'none' : entry.check)
  print(table(rows))
  return ExitStatus.done
}

function describeSource(source: Component['sources'][number]): string {
  if (source.type === 'option') return `the file or address in option ${source.option}; offered at ${source.offeredAt}`
  const { type, ...rest } = source
  return `${type} ${Object.values(rest).join(' ')}`
}
