/** What the profile itself puts into the machine: its own files (system.files), the users' home folders and their ssh keys. */
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import type { SystemSettings } from '../profile/types.ts'
import { SmartError } from '../system/error.ts'
import { type Account, ownerIds } from './accounts.ts'
import { checkedPath } from './paths.ts'

/** A file or folder still without a place on the host. */
export type PlannedFile =
  | { type: 'file'; path: string; mode: number; uid: number; gid: number; content: Uint8Array }
  | { type: 'directory'; path: string; mode: number; uid: number; gid: number }

type ProfileFile = SystemSettings['files'][number]

/** Host path of a `source`; it has to be beside the profile or below. Throws SmartError otherwise. */
export function sourcePath(file: ProfileFile, folder: string | undefined, index: number): string {
  const where = `system.files[${index}].source`
  const source = file.source ?? ''
  if (isAbsolute(source) || normalize(source).split('/').includes('..') || source.includes('\0'))
    throw new SmartError(`${JSON.stringify(source)} is not a file beside the profile`, {
      where,
      hint: 'Copy the file into the folder of the profile and name it without a leading / or ..',
    })
  if (folder === undefined)
    throw new SmartError(
      `${JSON.stringify(source)} is to be read beside the profile, but the profile was never saved`,
      {
        where,
        hint: 'Save the profile first, or write the text under content',
      },
    )
  return join(folder, source)
}

/** Bytes of a profile's own file. Throws SmartError when its source cannot be read. */
export async function profileFileContent(
  file: ProfileFile,
  folder: string | undefined,
  index: number,
): Promise<Uint8Array> {
  if (file.source === undefined) return Buffer.from(file.content ?? '', 'utf8')
  const path = sourcePath(file, folder, index)
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a plain file')
    return await readFile(path)
  } catch (error) {
    throw new SmartError(`The file ${path} could not be read`, {
      where: `system.files[${index}].source`,
      hint: 'Put the file there, or take the entry out of the profile',
      cause: error,
    })
  }
}

/** The profile's own files, checked: path, octal mode, owner. */
export async function profileFiles(
  files: readonly ProfileFile[],
  folder: string | undefined,
  accounts: readonly Account[],
  groups: ReadonlyMap<string, number>,
): Promise<PlannedFile[]> {
  const planned: PlannedFile[] = []
  for (const [index, file] of files.entries()) {
    const where = `system.files[${index}]`
    const path = checkedPath(file.path, `${where}.path`)
    const mode = file.mode ?? '0644'
    if (!/^0?[0-7]{3,4}$/.test(mode))
      throw new SmartError(`${JSON.stringify(mode)} is not a file mode`, {
        where: `${where}.mode`,
        hint: 'Write it in octal, in quotes: "0644"',
      })
    const owner =
      file.owner === undefined ? { uid: 0, gid: 0 } : ownerIds(file.owner, accounts, groups, `${where}.owner`)
    planned.push({
      type: 'file',
      path,
      mode: Number.parseInt(mode, 8),
      ...owner,
      content: await profileFileContent(file, folder, index),
    })
  }
  return planned
}

/** The users, and root where it has keys. */
export function withRoot({
  users,
  rootKeys = [],
}: Pick<SystemSettings, 'users' | 'rootKeys'>): SystemSettings['users'] {
  return rootKeys.length > 0 ? [{ name: 'root', sshKeys: rootKeys }, ...users] : users
}

/** A home folder for every user of the profile, with the ssh keys that may log in as that user. */
export function userHomes(users: SystemSettings['users'], accounts: readonly Account[]): PlannedFile[] {
  return users.flatMap((user): PlannedFile[] => {
    const account = accounts.find(({ name }) => name === user.name)
    if (!account)
      throw new SmartError(`The user ${user.name} is missing from the machine's /etc/passwd`, {
        where: 'system.users',
        hint: 'The base component has to write every user of the profile into etc/passwd; look at its template',
      })
    const home = checkedPath(account.home, `home folder of ${user.name}`)
    const { uid, gid } = account
    const folder: PlannedFile = { type: 'directory', path: home, mode: 0o700, uid, gid }
    const keys = (user.sshKeys ?? []).filter((key) => !/[\r\n\0]/.test(key))
    if (keys.length === 0) return [folder]
    return [
      folder,
      { type: 'directory', path: `${home}/.ssh`, mode: 0o700, uid, gid },
      {
        type: 'file',
        path: `${home}/.ssh/authorized_keys`,
        mode: 0o600,
        uid,
        gid,
        content: Buffer.from(`${keys.join('\n')}\n`),
      },
    ]
  })
}

/** Empty folders of root's. */
export function mountPointFolders(paths: readonly string[]): PlannedFile[] {
  return paths.map((path) => ({
    type: 'directory',
    path: checkedPath(path, 'machine.disks'),
    mode: 0o755,
    uid: 0,
    gid: 0,
  }))
}

/** The folders that system accounts of components have for their own. */
export function accountHomes(
  wanted: readonly { name: string; home: string; component: string }[],
  accounts: readonly Account[],
) {
  return wanted.flatMap(({ name, home, component }) => {
    const account = accounts.find((candidate) => candidate.name === name)
    if (home === '/' || !account) return []
    const path = checkedPath(home, `home folder of ${name}`)
    return [{ type: 'directory' as const, path, mode: 0o750, uid: account.uid, gid: account.gid, component }]
  })
}

/** Name under which a profile's own entries are listed where a component's id is expected. */
export const PROFILE_OWNER = 'profile'
