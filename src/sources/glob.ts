/** Globs over paths inside a package: `*` and `?` within one folder, `**` over folders, `[abc]`. */

/** A pattern as an expression for whole paths without a leading slash. */
export function globExpression(glob: string): RegExp {
  const body = glob.replace(/^\.?\/+/, '').replaceAll(/\*\*\/|\*\*|\*|\?|\[[^\]/]+\]|[\\^$.|+(){}[\]]/g, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1) return `[${token.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`
    return `\\${token}`
  })
  return new RegExp(`^${body}$`)
}
