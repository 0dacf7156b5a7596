/** Configurations as they come: values changed, lost, doubled, out of range and out of place, the same ones for the same seed. */
import { randomFrom } from './random.ts'

/** A text with some of its lines changed. */
export function mutate(config: string, seed: number): string {
  const random = randomFrom(seed)
  const share = random.pick([0.003, 0.01, 0.03, 0.1])
  const lines = config.split('\n').flatMap((line) => (random.below(1) < share ? changed(line) : [line]))
  if (random.chance(0.3)) lines.splice(Math.floor(random.below(lines.length)), 0, random.pick(strays))
  return lines.join('\n')

  function changed(line: string): string[] {
    const [, name, value] = /^(?:# )?CONFIG_(\w+)(?:=(.*)| is not set)$/.exec(line) ?? []
    if (name === undefined) return random.chance(0.5) ? [line] : []
    if (random.chance(0.3)) return []
    const next = setting(name, value ?? 'n')
    return random.chance(0.05) ? [line, next] : [next]
  }

  function setting(name: string, value: string): string {
    const to = random.chance(0.03) ? random.pick(wrong) : other(value)
    return to === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${to}`
  }

  function other(value: string): string {
    if (/^[ymn]$/.test(value)) return random.pick(['y', 'm', 'n'].filter((level) => level !== value))
    if (value.startsWith('"')) return random.pick(['""', '"text"', '"a \\"quoted\\" \\\\ one"', '"/dev/null"'])
    if (value.startsWith('0x')) return random.pick(['0x0', '0x1000', '0xffffffffff', '0xC0000000', '16'])
    return random.pick(['0', '1', '17', '64', '8192', '100000', '-1', '99999999999', '007'])
  }
}

const strays = [
  'CONFIG_NO_SUCH_SYMBOL=y',
  '# CONFIG_NO_SUCH_SYMBOL_EITHER is not set',
  'this is no line of a configuration',
  'CONFIG_WITHOUT_VALUE',
  '# just a remark',
  'CONFIG_HZ=250\r',
  '',
]

const wrong = ['', 'yes', '0x', '"', '"open', 'Y', '1.5', '"closed" and more']
