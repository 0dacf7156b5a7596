/** The order of Debian version numbers: [epoch:]upstream[-revision], as deb-version(7) defines it. */

/** Negative when `a` is older than `b`, 0 when equal, positive when newer. */
export function compareDebianVersions(a: string, b: string): number {
  const [first, second] = [split(a), split(b)]
  return (
    first.epoch - second.epoch ||
    compareParts(first.upstream, second.upstream) ||
    compareParts(first.revision, second.revision)
  )
}

/** True when the version, with or without its epoch, starts with the prefix at a component border: `1.3` holds 1.3.5, not 1.35. */
export function versionHasPrefix(version: string, prefix: string): boolean {
  return [version, version.replace(/^\d+:/, '')].some(
    (text) => text.startsWith(prefix) && !(/\d$/.test(prefix) && /^\d/.test(text.slice(prefix.length))),
  )
}

function split(version: string) {
  const [, epoch = '0', rest = version] = /^(?:(\d+):)?(.*)$/.exec(version) ?? []
  const dash = rest.lastIndexOf('-')
  return {
    epoch: Number(epoch),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  }
}

/** Alternates runs of non-digits (where `~` sorts before the end and letters before the rest) and numbers. */
function compareParts(a: string, b: string): number {
  const runs = (text: string) => [...text.matchAll(/(\D*)(\d*)/g)]
  const [first, second] = [runs(a), runs(b)]
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    const [, textA = '', numberA = ''] = first[index] ?? []
    const [, textB = '', numberB = ''] = second[index] ?? []
    const difference = compareText(textA, textB) || Number(numberA || 0) - Number(numberB || 0)
    if (difference !== 0) return difference
  }
  return 0
}

function compareText(a: string, b: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = weight(a[index]) - weight(b[index])
    if (difference !== 0) return difference
  }
  return 0
}

function weight(character: string | undefined): number {
  if (character === '~') return -1
  if (character === undefined) return 0
  const code = character.charCodeAt(0)
  return /[A-Za-z]/.test(character) ? code : code + 256
}
