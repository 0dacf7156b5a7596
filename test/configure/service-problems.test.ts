/** Services that could never start are found before anything is built, not at the first boot. */
import { expect, test } from 'vitest'
import { serviceProblems } from '../../src/configure/service-problems.ts'
import { defaultProfile } from '../../src/profile/defaults.ts'
import type { SystemSettings } from '../../src/profile/types.ts'

const messages = (system: Partial<SystemSettings>, components: Parameters<typeof serviceProblems>[1] = []) =>
  serviceProblems({ system: { ...defaultProfile('p').system, ...system } }, components).map(({ message }) => message)

const web = {
  id: 'web',
  services: [{ name: 'web', after: ['database'], command: '/usr/sbin/web', user: 'www' }],
  users: [{ name: 'www', uid: 33, groups: [] }],
}

test('a component whose service names what is not selected is nothing to complain of', () => {
  expect(messages({}, [web])).toEqual([])
})

test('a user that nobody defines, and a name that the profile mistook, are told', () => {
  expect(messages({ services: [{ name: 'job', command: '/bin/job', after: ['wep'], user: 'wwww' }] }, [web])).toEqual([
    'The service job is to run as wwww, and there is no such user',
    'The service job is to start after wep, and there is no such service',
  ])
})

test('two that bring the same service, name or number are told apart', () => {
  const other = { id: 'proxy', services: web.services, users: [{ name: 'proxy', uid: 33, groups: [] }] }
  expect(messages({ users: [{ name: 'www' }] }, [web, other])).toEqual([
    'proxy and web both have a service web',
    'www is an account of web already',
    'proxy and web both bring an account with the number 33',
  ])
})

test('a file whose owner nobody defines is told with its path; accounts of components own files, too', () => {
  const files = ['root', 'nobody', 'www', 'ada', 'ghost', undefined].map((owner) => ({
    path: `/srv/${owner}`,
    content: '',
    ...(owner === undefined ? {} : { owner }),
  }))
  expect(messages({ files, users: [{ name: 'ada' }] }, [web])).toEqual([
    '/srv/ghost is to belong to ghost, and there is no such user',
  ])
})
