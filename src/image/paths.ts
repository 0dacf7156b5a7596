/** Paths inside the machine: absolute, normalised, harmless. Everything that enters a manifest passes through here. */
import { SmartError } from '../system/error.ts'

/** Characters no path of ours may hold: controls (they break scripts and listings) and U+FFFD (a name that was not UTF-8). */
const FORBIDDEN = /[\u0000-\u001f\u007f\ufffd]/
const LONGEST_NAME = 255
const LONGEST_PATH = 4095

/**
 * Checks a path inside the machine and returns it without doubled or trailing slashes. `where` names who wants it.
 * Throws SmartError for relative paths, `..`, control characters and names that no file system takes.
 */
export function checkedPath(path: string, where: string): string {
  const refuse = (why: string) =>
    new SmartError(`${JSON.stringify(path)} cannot be a path in the machine: ${why}`, {
      where,
      hint: 'Write an absolute path without .. and without control characters, such as /etc/issue',
    })
  if (!path.startsWith('/')) throw refuse('it is not absolute')
  if (FORBIDDEN.test(path)) throw refuse('it holds a control character or is not UTF-8')
  const names = path.split('/').filter((name) => name !== '')
  if (names.length === 0) throw refuse('it is the root folder itself')
  if (names.some((name) => name === '.' || name === '..')) throw refuse('it holds . or ..')
  if (names.some((name) => Buffer.byteLength(name) > LONGEST_NAME))
    throw refuse('a name in it is longer than 255 bytes')
  const clean = `/${names.join('/')}`
  if (Buffer.byteLength(clean) > LONGEST_PATH) throw refuse('it is longer than 4095 bytes')
  return clean
}

/** A symlink's target: anything without control characters. Throws SmartError otherwise. */
export function checkedTarget(target: string, path: string, where: string): string {
  if (target === '' || FORBIDDEN.test(target))
    throw new SmartError(`The symlink ${path} points to ${JSON.stringify(target)}, which cannot be a path`, {
      where,
      hint: 'Remove the symlink or make it anew without control characters',
    })
  return target
}

/** The folder of an absolute path; `/` for names at the top. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** Last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** All folders above an absolute path, outermost first, without `/`. */
export function parentsOf(path: string): string[] {
  const parents: string[] = []
  for (let parent = parentOf(path); parent !== '/'; parent = parentOf(parent)) parents.unshift(parent)
  return parents
}

/** Code-unit order: the same on every machine, and a folder always before what is in it. */
export function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

/**
 * Resolves a path whose folders may be symlinks, as the kernel would with the rootfs as `/`. `follow` says whether the
 * last name is followed, too. Undefined after 40 links (the kernel's ELOOP). `..` above the root stays at the root;
 * `escaped` then tells of it.
 */
export function resolvePath(
  path: string,
  linkTarget: (path: string) => string | undefined,
  follow: boolean,
): { path: string; escaped: boolean } | undefined {
  const pending = path.split('/').filter((name) => name !== '')
  let resolved = ''
  let links = 0
  let escaped = false
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (name === '.' || name === '') continue
    if (name === '..') {
      if (resolved === '') escaped = true
      resolved = resolved.slice(0, Math.max(0, resolved.lastIndexOf('/')))
      continue
    }
    const next = `${resolved}/${name}`
    const target = pending.length > 0 || follow ? linkTarget(next) : undefined
    if (target === undefined) {
      resolved = next
      continue
    }
    if (++links > 40) return undefined
    pending.unshift(...target.split('/'))
    if (target.startsWith('/')) resolved = ''
  }
  return { path: resolved || '/', escaped }
}
