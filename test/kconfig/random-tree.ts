/** Random Kconfig text: every construct, references mostly to what stands before, so that few circles come up. */

export interface RandomTree {
  text: string
  /** Goes on from where the text ended: 0 to 1. */
  random: () => number
}

/** Equal seeds give equal texts. */
export function randomTree(seed: number, size = 24): RandomTree {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const chance = (probability: number) => random() < probability
  let next = 0
  /** Members of a choice only refer to what stands before it. */
  let known = 0

  const earlier = () => (known === 0 ? 'y' : `S${Math.floor(random() * known)}`)
  const later = () => `S${next + Math.floor(random() * (size - next))}`

  function expression(depth = 0): string {
    if (depth > 2 || chance(0.5)) return chance(0.08) ? pick(['y', 'm', 'n', 'GHOST']) : earlier()
    if (chance(0.2)) return `!${earlier()}`
    if (chance(0.25)) return `${earlier()}${pick(['=', '!=', '<', '>='])}${pick(['y', 'm', 'n', '"x"', '5'])}`
    return `(${expression(depth + 1)} ${pick(['&&', '||'])} ${expression(depth + 1)})`
  }

  const condition = (probability: number) => (chance(probability) ? ` if ${expression()}` : '')

  function config(memberType?: string): string {
    const type = memberType ?? pick(['bool', 'tristate', 'bool', 'tristate', 'int', 'hex', 'string'])
    const logical = type === 'bool' || type === 'tristate'
    const lines: string[] = [`config S${next}`]
    lines.push(`\t${type}${memberType || chance(0.75) ? ` "s${next}"${condition(0.2)}` : ''}`)
    if (chance(0.4)) lines.push(`\tdepends on ${expression()}`)
    if (!memberType)
      for (let count = Math.floor(random() * 3); count > 0; count--)
        lines.push(`\tdefault ${logical ? expression(2) : pick(['5', '0x20', earlier()])}${condition(0.4)}`)
    if ((type === 'int' || type === 'hex') && chance(0.6))
      lines.push(`\trange 2 ${pick(['50', '30'])}${condition(0.3)}`)
    next++
    if (!memberType) known = next
    if (memberType) return `${lines.join('\n')}\n`
    if (logical && next < size && chance(0.25)) lines.push(`\tselect ${later()}${condition(0.3)}`)
    if (logical && next < size && chance(0.2)) lines.push(`\timply ${later()}${condition(0.3)}`)
    return `${lines.join('\n')}\n`
  }

  /** A second place that defines a symbol; it only refers to what stands before the first. */
  function again(): string {
    const which = Math.floor(random() * known)
    const kept = known
    known = which
    const lines = [`config S${which}`, `\tdepends on ${expression()}`]
    if (chance(0.5)) lines.push(`\tprompt "again ${which}"${condition(0.3)}`)
    if (chance(0.3)) lines.push(`\tdefault ${earlier()}${condition(0.5)}`)
    known = kept
    return `${lines.join('\n')}\n`
  }

  function member(type: string): string {
    if (next === size) return ''
    return chance(0.15) ? `if ${expression()}\n${config(type)}endif\n` : config(type)
  }

  function block(depth: number): string {
    const kind = depth > 2 ? 0 : random()
    if (known > 3 && chance(0.08)) return again()
    if (chance(0.05)) return `comment "note"\n\tdepends on ${expression()}\n`
    const body = () =>
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => (next < size ? block(depth + 1) : '')).join('')
    if (kind < 0.6) return config()
    if (kind < 0.72) return `if ${expression()}\n${body()}endif\n`
    if (kind < 0.84) {
      const options = `${chance(0.3) ? `\tdepends on ${expression()}\n` : ''}${chance(0.3) ? `\tvisible if ${expression()}\n` : ''}`
      return `menu "menu"\n${options}${body()}endmenu\n`
    }
    const type = pick(['bool', 'tristate'])
    const head = `choice\n\tprompt "pick"${condition(0.2)}\n\t${type}\n${chance(0.3) ? '\toptional\n' : ''}`
    const members = Array.from({ length: 3 }, () => member(type)).join('')
    known = next
    return `${head}${members}endchoice\n`
  }

  let text = 'config MODULES\n\tbool "modules"\n\tdefault y\n\tmodules\n'
  while (next < size) text += block(0)
  return { text, random }
}

/** Lines of a .config for such a tree, some of them wrong or twice. */
export function randomConfig(random: () => number, size = 24): string {
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  const values = ['y', 'y', 'm', 'm', 'n', '5', '40', '999', '0x20', '"text"', '"a\\"b"', '"open', 'Y', '']
  const lines = Array.from({ length: size * 0.8 }, () => {
    const name = `CONFIG_S${Math.floor(random() * size)}`
    return random() < 0.25 ? `# ${name} is not set` : `${name}=${pick(values)}`
  })
  if (random() < 0.3)
    lines.push(pick(['rubbish', '# CONFIG_MODULES is not set', 'CONFIG_GHOST=y', 'CONFIG_NOWHERE=y', '']))
  return lines.map((line) => `${line}${random() < 0.05 ? '\r' : ''}\n`).join('')
}

/** A xorshift generator. */
export function randomFrom(seed: number): () => number {
  let state = seed * 2654435761 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
