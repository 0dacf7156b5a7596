/** What a build left, in rows: its files, where the bytes went, how it is proven, what to do next. Pure. */
import type { Footprint } from '../../configure/types.ts'
import type { BuildRecord } from '../../image/types.ts'
import { shellQuote, shellQuoteAll } from '../../system/shell-words.ts'
import { formatSize } from '../../system/size.ts'
import type { Proof, ProofRun } from '../../verify/types.ts'
import type { CheckState, ProofState } from '../state.ts'
import type { Glyphs, Token } from '../theme.ts'
import { bar } from '../widgets/bar.ts'
import type { Row } from '../widgets/line.tsx'
import { budgetSegments } from './figures.ts'
import { pad, wrap } from './text.ts'

/** What each file is for, in the order in which they matter. */
const FILES: readonly (readonly [name: string, use: string])[] = [
  ['disk.img', 'the whole system: write it to a disk'],
  ['disk.qcow2', 'the same, for clouds'],
  ['disk.iso', 'a CD or USB stick that boots'],
  ['oci.tar', 'for podman load, docker load'],
  ['rootfs.tar', 'for podman import'],
  ['bzImage', 'the kernel'],
  ['initramfs', 'what the kernel starts with'],
]

const BAR_FROM = 34
const LONGEST_BAR = 40

export function fileRows({ files }: BuildRecord, columns: number): Row[] {
  const known = FILES.map(([name]) => name)
  const place = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length)
  const entries = Object.entries(files).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
  const total = entries.reduce((sum, [, { bytes }]) => sum + bytes, 0)
  return [
    [
      ['Files', 'title'],
      [pad(`  ${entries.length}, ${formatSize(total)}`, 55), 'muted'],
      [columns >= 70 ? 'sha256' : '', 'muted'],
    ],
    ...entries.map(
      ([name, { bytes, sha256 }]): Row => [
        [pad(name, 12), 'accent'],
        [pad(formatSize(bytes), 9, 'right')],
        [`  ${pad(FILES.find(([file]) => file === name)?.[1] ?? '', 37)}`, 'text'],
        [columns >= 70 ? `${sha256.slice(0, Math.min(64, columns - 69))}` : '', 'muted'],
      ],
    ),
  ]
}

/** The image by what it is made of, and the files in it by component: bars of one scale. */
export function bytesRows(
  record: BuildRecord,
  footprint: Footprint | undefined,
  columns: number,
  glyphs: Glyphs,
): Row[] {
  const { components, rootfsBytes, imageBytes } = record
  const bySize = ([a, x]: [string, number], [b, y]: [string, number]) => y - x || (a < b ? -1 : 1)
  const image = imageParts(record).sort(bySize)
  const parts = Object.entries(components).sort(bySize)
  const largest = Math.max(1, ...[...image, ...parts].map(([, bytes]) => bytes))
  const room = Math.max(8, Math.min(LONGEST_BAR, columns - BAR_FROM))
  const bars = (entries: readonly [string, number][], indent: string): Row[] => {
    const total = Math.max(1, ...[entries.reduce((sum, [, bytes]) => sum + bytes, 0)])
    return entries.map(([id, bytes]): Row => {
      const { full } = bar(bytes / largest, room, glyphs)
      const share = (bytes / total) * 100
      return [
        [pad(`${indent}${id}`, 16), indent === '' ? 'title' : 'text'],
        [pad(formatSize(bytes), 9, 'right')],
        [`${share > 0 && share < 1 ? '<1' : Math.round(share)} %`.padStart(6), 'muted'],
        ['  '],
        [full || glyphs.dot, indent === '' ? 'good' : 'accent'],
      ]
    })
  }
  // Beside the title: the image against its budget, where one is set.
  const real = imageBytes === undefined ? footprint : footprint && { ...footprint, imageBytes, estimated: false }
  return [
    [
      ['Where the bytes went', 'title'],
      ...(real ? ([['   ', 'muted'], ...budgetSegments(real, glyphs, 8)] as Row) : []),
    ],
    ...bars(image, ''),
    [
      [`Files in ${image.some(([part]) => part === 'root') ? 'the root' : 'the initramfs, which packs them'}`, 'muted'],
      [`  ${formatSize(rootfsBytes)}`, 'muted'],
    ],
    ...bars(parts, '  '),
  ]
}

/** Kernel, initramfs, and what the root file system takes beside them. */
function imageParts({ files, imageBytes }: BuildRecord): [string, number][] {
  const kernel = files.bzImage?.bytes ?? 0
  const initramfs = files.initramfs?.bytes ?? 0
  const root = (imageBytes ?? 0) - kernel - initramfs
  const parts: [string, number][] = [
    ['kernel', kernel],
    ['initramfs', initramfs],
    ['root', root],
  ]
  return parts.filter(([, bytes]) => bytes > 0)
}

/** The checks as they tick, or what the last proof says, or that there is none. */
export function proofRows(proof: Proof | undefined, running: ProofState, columns: number, glyphs: Glyphs): Row[] {
  const title: Row = [['Proof', 'title']]
  if (running.status !== 'none' && running.runs.length > 0)
    return [
      title,
      ...running.runs.flatMap((run): Row[] => [
        [
          [`${run.boot} boot`, 'accent'],
          [run.memory > 0 ? `  ${formatSize(run.memory)}` : '', 'muted'],
        ],
        ...run.checks.map((check) => checkRow(check, glyphs)),
      ]),
      ...(running.error ? wrap(running.error.text, columns).map((line): Row => [[line, 'bad']]) : []),
    ]
  if (!proof)
    return [
      title,
      [
        [`${glyphs.dash} `, 'warning'],
        ['not verified yet: ', 'text'],
        ['v', 'key'],
        [' boots it and runs every check inside', 'text'],
      ],
    ]
  return [title, ...proof.runs.flatMap((run) => runRows(run, columns, glyphs))]
}

function runRows(run: ProofRun, columns: number, glyphs: Glyphs): Row[] {
  const { boot, memory, acceleration, timeline, memoryAvailable } = run
  const of = (status: string) => run.checks.filter((check) => check.status === status)
  const [passed, failed, skipped] = [of('passed'), of('failed'), of('skipped')]
  const figures = [
    memory > 0 ? `in ${formatSize(memory)}` : '',
    memoryAvailable === undefined ? '' : `${formatSize(memoryAvailable)} free`,
    timeline.login === undefined ? '' : `shell at ${timeline.login.toFixed(2)} s (${acceleration})`,
  ].filter(Boolean)
  const bad = failed.length > 0
  return [
    [
      [bad ? `${glyphs.failed} ` : `${glyphs.done} `, bad ? 'bad' : 'good'],
      [pad(boot, 10)],
      [`${passed.length} of ${run.checks.length} checks`, bad ? 'bad' : 'text'],
      [figures.length > 0 ? `, ${figures.join(', ')}` : '', 'muted'],
    ],
    ...[...failed, ...skipped].flatMap(({ id, reason, status }): Row[] => {
      const [first = '', ...more] = wrap(reason, Math.max(20, columns - id.length - 6))
      const token: Token = status === 'failed' ? 'bad' : 'muted'
      return [
        [
          [`  ${status === 'failed' ? glyphs.failed : glyphs.dash} `, status === 'failed' ? 'bad' : 'warning'],
          [id],
          [`  ${first}`, token],
        ],
        ...more.slice(0, 2).map((line): Row => [[`${' '.repeat(id.length + 6)}${line}`, token]]),
      ]
    }),
  ]
}

/** Keys first, then the same for a terminal; only what this build can do. */
export function nextRows(
  { files }: BuildRecord,
  { out, named, proof }: { out: string; named: readonly string[]; proof: Proof | undefined },
): Row[] {
  const name = shellQuoteAll(named)
  const has = (file: string): boolean => files[file] !== undefined
  const at = (file: string): string => shellQuote(`${out}/${file}`)
  const keys: Row = [
    ['L', 'key'],
    [' launches it, '],
    ['v', 'key'],
    [proof ? (proof.passed ? ' proves it again, ' : ' runs the checks again, ') : ' proves it, '],
    ['c', 'key'],
    [' goes back to its configuration'],
  ]
  const commands: (readonly [command: string, what: string])[] = [
    [`smart-os run ${name}`, 'boots it here'],
    [`smart-os verify ${name}`, 'proves it'],
    ...(has('oci.tar') ? [[`podman load -i ${at('oci.tar')}`, 'as a container'] as const] : []),
    ...(has('disk.iso')
      ? [[`dd if=${at('disk.iso')} of=/dev/STICK bs=4M`, 'onto a stick'] as const]
      : has('disk.img')
        ? [[`dd if=${at('disk.img')} of=/dev/DISK bs=4M`, 'onto a disk'] as const]
        : []),
  ]
  return [
    [['Next', 'title']],
    keys,
    ...commands.map(
      ([command, what]): Row => [
        [command, 'accent'],
        [`  ${what}`, 'muted'],
      ],
    ),
  ]
}

/** One check as it ticks. */
export function checkRow({ id, state, reason }: CheckState, glyphs: Glyphs): Row {
  const sign: Record<CheckState['state'], [string, Token]> = {
    waiting: [glyphs.waiting, 'muted'],
    running: [glyphs.arrow, 'busy'],
    passed: [glyphs.done, 'good'],
    failed: [glyphs.failed, 'bad'],
    skipped: [glyphs.dash, 'warning'],
  }
  const [glyph, token] = sign[state]
  return [
    [` ${glyph} `, token],
    [id, state === 'waiting' ? 'muted' : 'text'],
    [reason ? `  ${reason}` : '', state === 'failed' ? 'bad' : 'muted'],
  ]
}

/** `minimal is built` and whether it is proven, as the first thing that is seen. */
export function headlineRow(
  { profile }: BuildRecord,
  proof: Proof | undefined,
  running: ProofState,
  glyphs: Glyphs,
): Row {
  const checks = proof?.runs.flatMap((run) => run.checks.filter(({ status }) => status === 'passed')) ?? []
  const verdict: Row =
    running.status === 'running'
      ? [[`${glyphs.arrow} being proven`, 'busy']]
      : !proof
        ? [[`${glyphs.dash} not proven yet`, 'warning']]
        : proof.passed
          ? [[`${glyphs.done} proven by ${checks.length} checks`, 'good']]
          : [[`${glyphs.failed} some checks failed`, 'bad']]
  return [[`${profile} is built`, 'title'], ['   '], ...verdict]
}
