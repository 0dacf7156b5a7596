/** What stands beside a profile's name: what it is for, what is in it, what it costs, whether it is built and proven. Pure. */
import type { EntryState } from '../../configure/types.ts'
import { type Boot, bootableBoot, firmwareOf, fromIso } from '../../profile/boot.ts'
import type { ImageFormat } from '../../profile/types.ts'
import { formatSize } from '../../system/size.ts'
import type { Preview } from '../state.ts'
import type { Glyphs } from '../theme.ts'
import type { Row } from '../widgets/line.tsx'
import { facts } from './describe.ts'
import { budgetSegments, estimatesIn, firstWords, guessWords, planWords } from './figures.ts'
import { pad, truncate, wrap } from './text.ts'

/** `barColumns`: how long the bar of the budget is; 0 leaves it out. */
export function detailRows(
  { project, footprint, plan, unplanned, record, proof, stale = [], error }: Preview,
  columns: number,
  glyphs: Glyphs,
  height: number,
  barColumns = 16,
): Row[] {
  if (error) {
    const hint = error.hint ? wrap(error.hint, columns).map((line): Row => [[line, 'muted']]) : []
    return [...wrap(error.text, columns).map((line): Row => [[line, 'bad']]), [], ...hint]
  }
  if (!project) return [[['reading', 'muted']]]
  const { profile, states, drivers } = project.configuration
  const chosen = [...states.values()].filter(
    ({ entry, selected }) => selected && entry.kind === 'component' && !entry.hidden,
  )
  const names = chosen.map(({ entry }) => entry.id)
  const summary = wrap(profile.summary, columns)
  const rows: Row[] = [
    [[profile.title, 'title']],
    record && stale.length > 0 ? staleRow(stale, columns, glyphs) : proofRow(record !== undefined, proof, glyphs),
    ...summary.map((line): Row => [[line, 'muted']]),
    [],
    ...facts(columns, [
      ['components', names.join(', ')],
      ['drivers   ', drivers.join(', ')],
      ['machine   ', machineWords(project.configuration.profile)],
    ]).slice(0, Math.max(3, height - summary.length - 10)),
    [],
    ...(footprint ? [budgetSegments(footprint, glyphs, barColumns)] : []),
    plan || !unplanned
      ? [
          ['Build ', 'muted'],
          ...(plan
            ? record && stale.length === 0
              ? planWords(plan)
              : firstWords(plan)
            : ([['planning', 'muted']] as const)),
        ]
      : [['First build ', 'muted'], ...guessWords(project.configuration).slice(1)],
  ]
  return [...rows, ...partRows(chosen, builtBytes(record), height - rows.length)]
}

/** By component; the kernel is a file beside the root file system. */
function builtBytes(record: Preview['record']): Readonly<Record<string, number>> {
  const kernel = record?.files.bzImage?.bytes
  return { ...record?.components, ...(kernel === undefined ? {} : { linux: kernel }) }
}

/** Each component on a line, with what it is for and what it takes; nothing where there is no room for all of them. */
function partRows(states: readonly EntryState[], built: Readonly<Record<string, number>>, height: number): Row[] {
  if (states.length === 0 || height < states.length + 2) return []
  return [
    [],
    ...states.map((state): Row => {
      const { entry } = state
      const bytes = built[entry.id]
      const size = bytes === undefined ? `~${formatSize(estimatesIn(state).bytes)}` : formatSize(bytes)
      return [
        [`${pad(entry.id, 16)} `, 'accent'],
        [pad(size, 8, 'right'), bytes === undefined ? 'muted' : 'text'],
        // Cut by whoever has too little room for it.
        [`  ${entry.summary}`, 'muted'],
      ]
    }),
  ]
}

function machineWords({
  machine,
  image,
}: {
  machine: { memory: number; cpus: number; boot: Boot }
  image: { root: string; formats: ImageFormat[] }
}): string {
  const boot = bootableBoot(machine.boot, image)
  const firmware = { none: 'direct', bios: 'BIOS', uefi: 'UEFI' }[firmwareOf(boot)]
  const how = `${firmware} boot${fromIso(boot) ? ' from CD' : ''}`
  return `${formatSize(machine.memory)}, ${machine.cpus} CPU, ${how}, ${image.root === 'disk' ? 'files on disk' : 'all in memory'}`
}

/** What lies in the output folder is not what the profile says now. */
function staleRow(stale: readonly string[], columns: number, glyphs: Glyphs): Row {
  const words = `${glyphs.dot} built with another value of ${stale.join(', ')}`
  return [[truncate(words, columns), 'warning']]
}

function proofRow(built: boolean, proof: Preview['proof'], glyphs: Glyphs): Row {
  if (!built) return [[`${glyphs.dot} not built yet`, 'muted']]
  if (!proof)
    return [
      [`${glyphs.done} built`, 'good'],
      [', not verified yet', 'muted'],
    ]
  const checks = proof.runs.flatMap((run) => run.checks)
  const passed = checks.filter(({ status }) => status === 'passed').length
  if (proof.passed)
    return [
      [`${glyphs.done} built and proven`, 'good'],
      [`  ${passed} checks in ${proof.runs.map((run) => run.boot).join(', ')}`, 'muted'],
    ]
  return [
    [`${glyphs.failed} built, but ${checks.filter(({ status }) => status === 'failed').length} checks failed`, 'bad'],
  ]
}
