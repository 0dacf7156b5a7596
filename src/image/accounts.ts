/** Users as the machine will know them: read from the composed /etc/passwd, so that ids are decided in one place (base). */
import { SmartError } from '../system/error.ts'

export interface Account {
  name: string
  uid: number
  gid: number
  home: string
}

/** Parses passwd(5); lines that are not entries are passed over. */
export function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid, , home] = line.split(':')
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return []
    return [{ name, uid: Number(uid), gid: Number(gid), home: home ?? '/' }]
  })
}

/** Parses group(5) to name → gid. */
export function parseGroup(text: string): Map<string, number> {
  const groups = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [name, , gid] = line.split(':')
    if (name && /^\d+$/.test(gid ?? '')) groups.set(name, Number(gid))
  }
  return groups
}

/** Throws SmartError where two accounts, or two groups, share a name or a number: each would be the other. */
export function checkAccounts(accounts: readonly Account[], groups: ReadonlyMap<string, number>): void {
  const lists = [
    ['users', 'name', accounts.map(({ name }) => name)],
    ['users', 'number', accounts.map(({ uid }) => uid)],
    ['groups', 'number', [...groups.values()]],
  ] as const
  for (const [kind, what, values] of lists) {
    const twice = (values as readonly (string | number)[]).find(
      (value, index) => values.indexOf(value as never) !== index,
    )
    if (twice === undefined) continue
    const who = kind === 'users' ? accounts.filter(({ name, uid }) => (what === 'name' ? name : uid) === twice) : []
    const names =
      who.length > 0 ? who.map(({ name }) => name) : [...groups].flatMap(([name, gid]) => (gid === twice ? [name] : []))
    throw new SmartError(`Two ${kind} have the ${what} ${twice}: ${names.join(' and ')}`, {
      where: kind === 'users' ? '/etc/passwd' : '/etc/group',
      hint: 'Give one of them another name or number, in system.users or under users in a component.yaml',
    })
  }
}

/** `user`, `user:group`, `uid`, `uid:gid` → numbers. A user alone brings its own group. Throws SmartError for unknown names. */
export function ownerIds(
  owner: string,
  accounts: readonly Account[],
  groups: ReadonlyMap<string, number>,
  where: string,
) {
  const [user = '', group] = owner.split(':')
  const account = accounts.find((candidate) => candidate.name === user)
  const uid = /^\d{1,9}$/.test(user) ? Number(user) : user === 'root' ? 0 : account?.uid
  const gid =
    group === undefined
      ? (account?.gid ?? uid)
      : /^\d{1,9}$/.test(group)
        ? Number(group)
        : group === 'root'
          ? 0
          : groups.get(group)
  if (uid === undefined || gid === undefined)
    throw new SmartError(`The owner ${JSON.stringify(owner)} is not known in the machine`, {
      where,
      hint: `Use numbers (1000:1000) or one of: ${[...new Set(['root', ...accounts.map(({ name }) => name)])].join(', ')}`,
    })
  return { uid, gid }
}
