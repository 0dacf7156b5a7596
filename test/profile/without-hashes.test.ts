import { expect, it } from 'vitest'
import { withoutHashes } from '../../src/profile/without-hashes.ts'

it('the hash of a password is shown nowhere, however deep; all else stays', () => {
  const users = [{ name: 'ada', password: '$6$abcdefgh$ijkl', keys: ['ssh-ed25519 AAAA'] }]
  expect(withoutHashes({ rootPassword: '$y$j9T$x$y', users, price: '$5', count: 3, none: null })).toEqual({
    rootPassword: 'hash of a password',
    users: [{ name: 'ada', password: 'hash of a password', keys: ['ssh-ed25519 AAAA'] }],
    price: '$5',
    count: 3,
    none: null,
  })
})
