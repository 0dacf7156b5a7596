import { expect, test } from 'vitest'
import { repeatedFlags } from '../../src/cli/flags.ts'

test('what is said to come next names the same system: profile, origin, changes and folders', () => {
  const flags = { profile: 'cloud', set: ['machine.memory=256M'], catalog: ['more'], origin: 'package', out: '/tmp/x' }
  expect(repeatedFlags(flags).join(' ')).toBe(
    '--profile cloud --origin package --set machine.memory=256M --catalog more --out /tmp/x',
  )
  expect(repeatedFlags({ profile: 'minimal', set: [], catalog: [] })).toEqual(['--profile', 'minimal'])
})
