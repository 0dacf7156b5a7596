/** The globs of component.yaml's `rootfs`: `*` within a name, `**` over folders, `?`, `{a,b}`. A match covers all beneath it. */

/** Compiles a glob relative to DEST. A leading `/` and a trailing `/` are allowed and mean nothing more. */
export function globToRegExp(glob: string): RegExp {
  const text = glob.replace(/^\/+|\/+$/g, '')
  let source = ''
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (text.startsWith('**/', i)) {
      source += '(?:[^/]+/)*'
      i += 2
    } else if (text.startsWith('**', i)) {
      source += '.*'
      i += 1
    } else if (char === '*') source += '[^/]*'
    else if (char === '?') source += '[^/]'
    else if (char === '{' && text.indexOf('}', i) > 0) {
      source += '(?:'
      depth++
    } else if (char === '}' && depth > 0) {
      source += ')'
      depth--
    } else if (char === ',' && depth > 0) source += '|'
    else source += char.replace(/[.+^$()|[\]{}\\]/, '\\$&')
  }
  return new RegExp(`^${source}(?:/.*)?$`)
}

/** What a machine does not need unless a component asks for it by `include`: headers, static libraries, manuals, boot files. */
export const DEFAULT_EXCLUDE: readonly string[] = [
  'boot',
  '{usr/,}include',
  'usr/local/include',
  '**/*.a',
  '**/*.la',
  '**/pkgconfig',
  '{usr/,}lib/cmake',
  'usr/share/{man,doc,info,locale,gtk-doc,aclocal,bash-completion,cmake}',
  'usr/lib/modules/*/{build,source}',
  'lib/modules/*/{build,source}',
]

/** Host tools of other components' builds: never part of a machine. */
const ALWAYS_EXCLUDE = ['tools']

/**
 * Says which files of a DEST go into the machine. Without `include`: all but the defaults above. With it: what it names,
 * the defaults included. `exclude` removes from either.
 */
export function rootfsFilter(rootfs: {
  include: readonly string[]
  exclude: readonly string[]
}): (path: string) => boolean {
  const include = rootfs.include.map(globToRegExp)
  const exclude = [...ALWAYS_EXCLUDE, ...rootfs.exclude, ...(include.length === 0 ? DEFAULT_EXCLUDE : [])].map(
    globToRegExp,
  )
  return (path) => {
    const relative = path.replace(/^\//, '')
    return (
      (include.length === 0 || include.some((glob) => glob.test(relative))) &&
      !exclude.some((glob) => glob.test(relative))
    )
  }
}
