/** Services, files and the accounts they belong to: what would only be noticed when the machine does not start, or the build comes to it. */
import type { Component } from '../catalog/types.ts'
import type { Profile } from '../profile/types.ts'
import { didYouMean } from '../system/nearest.ts'
import type { Problem } from './types.ts'

/** Two services of one name, a user that nobody defines (of a service or a file), an account that two define differently. */
export function serviceProblems(
  profile: Pick<Profile, 'system'>,
  components: readonly Pick<Component, 'id' | 'services' | 'users'>[],
): Problem[] {
  const problems: Problem[] = []
  const error = (about: string, message: string, hint: string) =>
    problems.push({ severity: 'error', about, message, hint })
  const services = [
    ...components.flatMap(({ id, services }) => services.map((service) => ({ ...service, by: id }))),
    ...profile.system.services.map((service) => ({ ...service, by: 'system.services' })),
  ]
  const accounts = components.flatMap(({ id, users }) => users.map((user) => ({ ...user, by: id })))
  const names = ['root', 'nobody', ...accounts.map(({ name }) => name), ...profile.system.users.map(({ name }) => name)]
  services.forEach((service, index) => {
    const earlier = services.slice(0, index).find(({ name }) => name === service.name)
    if (earlier !== undefined)
      error(
        service.by,
        `${service.by} and ${earlier.by} both have a service ${service.name}`,
        service.by === 'system.services' ? 'Give it another name' : `Switch off ${service.by} or ${earlier.by}`,
      )
    if (service.user !== undefined && !names.includes(service.user))
      error(
        service.by,
        `The service ${service.name} is to run as ${service.user}, and there is no such user`,
        didYouMean(service.user, names) || 'Add the user to system.users, or take `user` out to run it as root',
      )
  })
  for (const { path, owner } of profile.system.files)
    if (owner !== undefined && !names.includes(owner) && !/^\d/.test(owner))
      error(
        'system.files',
        `${path} is to belong to ${owner}, and there is no such user`,
        didYouMean(owner, names) || 'Add the user to system.users, or take `owner` out to give it to root',
      )
  for (const service of profile.system.services)
    for (const name of service.after)
      if (!services.some((other) => other.name === name))
        error(
          'system.services',
          `The service ${service.name} is to start after ${name}, and there is no such service`,
          didYouMean(
            name,
            services.map((other) => other.name),
          ) || 'Take the name out of `after`',
        )
  accounts.forEach((account, index) => {
    const other = accounts
      .slice(0, index)
      .find(({ name, uid, by }) => by !== account.by && (name === account.name || uid === account.uid))
    if (other !== undefined)
      error(
        account.by,
        `${account.by} and ${other.by} both bring an account ${account.name === other.name ? account.name : `with the number ${account.uid}`}`,
        `Switch off ${account.by} or ${other.by}`,
      )
    if (profile.system.users.some(({ name }) => name === account.name))
      error('system.users', `${account.name} is an account of ${account.by} already`, 'Give the user another name')
  })
  return problems
}
