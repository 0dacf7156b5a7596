/** `smart-os compare A [B]`: settings, components and sizes of two profiles, or of one and what was last built of it. */
import { type ComparedForm, type ComparedSize, isSame } from '../../configure/index.ts'
import { builtProject, compareProjects, openProject } from '../../pipeline/index.ts'
import { withoutHashes } from '../../profile/without-hashes.ts'
import { ExitStatus, SmartError } from '../../system/error.ts'
import { formatSize } from '../../system/size.ts'
import { paint, print, table } from '../output.ts'

export interface CompareFlags {
  catalog: string[]
  out?: string
  json?: boolean
}

export async function compareCommand(before: string, after: string | undefined, flags: CompareFlags): Promise<number> {
  const open = (profile: string) =>
    openProject({ profile, catalogs: flags.catalog, ...(flags.out === undefined ? {} : { out: flags.out }) })
  const first = await open(before)
  const built = after === undefined ? await builtProject(first) : undefined
  if (after === undefined && built === undefined)
    throw new SmartError(`${first.configuration.profile.name} has not been built in ${first.out}`, {
      hint: `Name a second profile, or build it first: smart-os build --profile ${before}`,
      exitStatus: ExitStatus.usage,
    })
  const [left, right] = after === undefined ? [built ?? first, first] : [first, await open(after)]
  const comparison = await compareProjects(left, right)
  if (flags.json) {
    print(JSON.stringify(withoutHashes(comparison), null, 2))
    return ExitStatus.done
  }
  if (isSame(comparison)) {
    print('No difference.')
    return ExitStatus.done
  }
  const { sizes, entries, settings } = comparison
  const changed = sizes.filter((size) => size.before.bytes !== size.after.bytes)
  section(
    'Sizes',
    changed.map((size) => [size.name, sizeText(size.before), '→', sizeText(size.after), growth(size)]),
  )
  for (const kind of ['component', 'driver'] as const)
    section(
      kind === 'component' ? 'Components' : 'Drivers',
      entries
        .filter((entry) => entry.kind === kind)
        .map(({ id, change, before: was, after: is }) => [
          { added: paint('green', '+'), removed: paint('red', '-'), changed: paint('yellow', '~') }[change],
          id,
          was ? formText(was) : '',
          is ? `${was ? '→ ' : ''}${formText(is)}` : '',
        ]),
    )
  const value = (given: unknown) => (given === undefined || given === null ? '—' : JSON.stringify(withoutHashes(given)))
  section(
    'Settings',
    settings.map(({ path, before: was, after: is }) => [path, value(was), '→', value(is)]),
  )
  return ExitStatus.done
}

function section(title: string, rows: string[][]): void {
  if (rows.length === 0) return
  print(paint('bold', title))
  print(table(rows.map((row) => [' ', ...row])))
}

function sizeText({ bytes, estimated }: ComparedSize): string {
  return `${estimated ? '~' : ''}${formatSize(bytes)}`
}

function growth({ before, after }: { before: ComparedSize; after: ComparedSize }): string {
  const by = after.bytes - before.bytes
  return `${by < 0 ? '-' : '+'}${formatSize(Math.abs(by))}`
}

function formText({ origin, mode, version, size }: ComparedForm): string {
  return [origin, mode, version, size.bytes > 0 ? sizeText(size) : undefined].filter(Boolean).join(' ')
}
