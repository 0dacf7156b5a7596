/**
 * A check's line `#: without session display`: services that step aside while it runs, in the order in which they stop. A
 * display server, for one, keeps screens and input devices to itself.
 */

const MARK = /^#: without((?: [a-z0-9_-]+)+)\s*$/m

/** The script, with those of the named services that are running stopped before and started again after it. */
export function withoutServices(script: string): string {
  const names = MARK.exec(script)?.[1]?.trim().split(' ') ?? []
  if (names.length === 0) return script
  return [
    'aside=',
    `for each in ${names.join(' ')}; do`,
    '\tif service status $each >/dev/null 2>&1; then',
    '\t\tservice stop $each',
    '\t\taside="$each $aside"',
    '\tfi',
    'done',
    `trap 'for each in $aside; do service start $each; done' EXIT`,
    script,
  ].join('\n')
}
