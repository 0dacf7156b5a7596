/** Globs over names and paths of packages: `*` and `?` within one folder, `**` over folders, `[abc]`, `{one,two}`. */

/** A pattern as an expression for whole paths without a leading slash. */
export function globExpression(glob: string): RegExp {
  return new RegExp(`^${expressionBody(glob.replace(/^\.?\/+/, ''))}$`)
}

function expressionBody(glob: string): string {
  return glob.replaceAll(/\*\*\/|\*\*|\*|\?|\[[^\]/]+\]|\{[^{}]*\}|[\\^$.|+(){}[\]]/g, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1 && token.startsWith('{'))
      return `(?:${token.slice(1, -1).split(',').map(expressionBody).join('|')})`
    if (token.length > 1) return `[${token.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`
    return `\\${token}`
  })
}
