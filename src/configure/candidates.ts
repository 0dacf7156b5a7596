/**
 * Changes that may end a problem: what its hint proposes, the other values of the settings that it names, and the entries
 * that it names switched off. Each is only a candidate; whether it helps is found out by resolving.
 */
import { BOOTS } from '../profile/boot.ts'
import { DISK_FLOOR } from '../profile/disks.ts'
import { profileAsFile } from '../profile/merge.ts'
import { sizeToText } from '../system/size.ts'
import type { Change, Configuration, Problem } from './types.ts'

/** What settings with few values can be. */
const VALUES: Readonly<Record<string, readonly (string | boolean)[]>> = {
  'image.root': ['disk', 'initramfs', 'initrd'],
  'image.rootfs': ['ext4', 'squashfs'],
  'image.overlay': ['memory', 'disk'],
  'machine.boot': BOOTS,
  'machine.network': ['user', 'none'],
  'machine.nic': ['virtio-net', 'e1000'],
  'system.login': ['auto', 'password'],
  origin: ['source', 'package'],
}

/** Settings without which a system is one, too. */
const OPTIONAL = ['image.size', 'image.budget', 'system.firewall']
const LISTS = ['machine.forward', 'machine.links', 'machine.disks', 'system.users', 'system.services', 'system.files']
const FORMATS = ['disk', 'iso', 'qcow2', 'oci']

type File = Record<string, Record<string, unknown>>

/** Candidates for one problem, the likeliest first. */
export function problemCandidates(configuration: Configuration, problem: Problem): Change[] {
  const file = profileAsFile(configuration.profile) as File
  const said = `${problem.hint ?? ''}\n${problem.message}\n${problem.about}`
  const named = (path: string) => new RegExp(`(?<![\\w.])${path.replaceAll('.', '\\.')}(?![\\w])`).test(said)
  return unlike([
    ...proposed(problem.hint ?? ''),
    ...Object.keys(VALUES)
      .filter(named)
      .flatMap((path) => otherValues(file, path)),
    ...(named('image.formats') ? otherFormats(file) : []),
    ...OPTIONAL.filter(named).map((path): Change => ({ type: 'set', path, value: null })),
    ...(named('system.firewall') ? firewallChanges(file, said) : []),
    ...LISTS.filter(named).flatMap((path) => listChanges(file, path, problem.about)),
    ...optionChanges(configuration, said),
    ...entriesOff(configuration, said),
  ])
}

/** Candidates for the setting at `path`, because something hangs on it. */
export function settingCandidates(configuration: Configuration, path: string): Change[] {
  const file = profileAsFile(configuration.profile) as File
  if (path === 'image.formats') return otherFormats(file)
  if (path === 'system.timezone') return [{ type: 'set', path, value: 'UTC' }]
  if (path in VALUES) return otherValues(file, path)
  if (path === 'system.firewall.masquerade')
    return [{ type: 'set', path: 'system.firewall', value: { ...Object(file.system?.firewall), masquerade: false } }]
  if (OPTIONAL.includes(path)) return [{ type: 'set', path, value: null }]
  return LISTS.includes(path) ? [...listChanges(file, path, ''), { type: 'set', path, value: [] }] : []
}

/** `Set machine.memory to 64 MB or more`, `Set image.root to initramfs or disk`. */
function proposed(hint: string): Change[] {
  const changes: Change[] = []
  for (const [, path = '', tail = ''] of hint.matchAll(
    /((?:system|image|machine|kernel\.config|components|drivers)\.[\w.-]*\w) to ([^,;]+)/g,
  )) {
    const size = /^(\d+(?:\.\d+)?) ?([KMGT])B/.exec(tail)
    const words = size ? [`${size[1]}${size[2]}`] : tail.split(/ or |\s/).filter((word) => /^[\w:/-]+$/.test(word))
    for (const word of words.filter((one) => !['or', 'the', 'another', 'port', 'more'].includes(one)))
      changes.push({ type: 'set', path, value: word === 'true' ? true : word === 'false' ? false : word })
  }
  for (const [, symbol = ''] of hint.matchAll(/kernel\.config\.(\w+)/g))
    for (const value of ['y', 'n']) changes.push({ type: 'set', path: `kernel.config.${symbol}`, value })
  return changes
}

function otherValues(file: File, path: string): Change[] {
  const [section = '', key = ''] = path.split('.')
  const now = key === '' ? (file as Record<string, unknown>)[section] : file[section]?.[key]
  return (VALUES[path] ?? []).filter((value) => value !== now).map((value) => ({ type: 'set', path, value }))
}

function otherFormats(file: File): Change[] {
  const now = (file.image?.formats ?? []) as string[]
  return FORMATS.map((format) => ({
    type: 'set',
    path: 'image.formats',
    value: now.includes(format) ? now.filter((other) => other !== format) : [...now, format],
  }))
}

function firewallChanges(file: File, said: string): Change[] {
  const now = file.system?.firewall as
    | { open: string[]; trusted: string[]; forward: boolean; masquerade: boolean }
    | undefined
  const set = (value: unknown): Change => ({ type: 'set', path: 'system.firewall', value })
  const ports = [...said.matchAll(/Add "([\w/-]+)"/g)].map(([, port = '']) => port)
  const whole = now ?? { policy: 'drop', open: [], trusted: [], forward: false, masquerade: false }
  const opened = ports.map((port) => set({ ...whole, open: [...whole.open, port] }))
  if (!now) return opened
  const distrusted = now.trusted.map((name) => set({ ...now, trusted: now.trusted.filter((one) => one !== name) }))
  return [
    ...opened,
    ...(now.forward ? [] : [set({ ...now, forward: true })]),
    ...(now.masquerade ? [set({ ...now, masquerade: false })] : []),
    ...distrusted,
    set({ ...now, policy: 'accept' }),
  ]
}

/** Without each of the members; of a disk that is named, also with what ails it put right. */
function listChanges(file: File, path: string, about: string): Change[] {
  const [section = '', key = ''] = path.split('.')
  const now = (file[section]?.[key] ?? []) as unknown[]
  const at = /\[(\d+)\]$/.exec(about)?.[1]
  const without = (index: number): Change => ({ type: 'set', path, value: now.filter((_, other) => other !== index) })
  if (at === undefined) return now.map((_, index) => without(index)).reverse()
  const disk = now[Number(at)] as { filesystem: keyof typeof DISK_FLOOR; mount?: string; label?: string }
  if (!disk) return []
  const { mount: _mount, ...unmounted } = disk
  const { label: _label, ...unnamed } = disk
  const mended = [
    { ...disk, size: sizeToText(DISK_FLOOR[disk.filesystem]) },
    { ...disk, filesystem: 'ext4' },
    unnamed,
    unmounted,
  ]
  const replaced = mended.map(
    (value): Change => ({ type: 'set', path, value: now.map((one, index) => (index === Number(at) ? value : one)) }),
  )
  return [...replaced, without(Number(at))]
}

/** Options that are named: their defaults, and for ports the next number. */
function optionChanges({ states }: Configuration, said: string): Change[] {
  return [...said.matchAll(/components\.([\w+-]+)\.([\w-]+)/g)].flatMap(([, component = '', option = '']): Change[] => {
    const state = states.get(component)
    const spec = state?.entry.kind === 'component' ? state.entry.options[option] : undefined
    if (option === 'origin') return ['source', 'package'].map((value) => ({ type: 'option', component, option, value }))
    if (!spec) return []
    const now = state?.options[option]
    return [
      { type: 'option', component, option, value: spec.default },
      ...(typeof now === 'number' ? [{ type: 'option' as const, component, option, value: now + 1 }] : []),
    ]
  })
}

/** Every selected entry whose name occurs, switched off. */
function entriesOff({ states }: Configuration, said: string): Change[] {
  const words = new Set(said.split(/[^\w+.-]+/).map((word) => word.replace(/\.$/, '')))
  return [...states.values()].flatMap(({ entry, selected }): Change[] => {
    if (!selected || !words.has(entry.id)) return []
    return [
      entry.kind === 'component'
        ? { type: 'component', id: entry.id, value: false }
        : { type: 'driver', id: entry.id, value: false },
    ]
  })
}

function unlike(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()]
}
