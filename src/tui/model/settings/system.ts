/** System: names, login, people, services and files. */
import { field, group, type SettingSpec } from './spec.ts'

const identity = group('system', 'identity')
const login = group('system', 'login')
const running = group('system', 'services and files')
const profile = group('system', 'this profile')

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const count = (value: unknown, one: string) =>
  Array.isArray(value) && value.length > 0 ? `${value.length} ${one}${value.length === 1 ? '' : 's'}` : ''
const joined = (...parts: string[]) => parts.filter(Boolean).join(', ')

export const SYSTEM_SETTINGS: readonly SettingSpec[] = [
  identity(
    'system.hostname',
    'Host name',
    'text',
    'The name that the machine calls itself, on its prompt and to the network.',
    { example: 'box' },
  ),
  identity(
    'system.timezone',
    'Time zone',
    'text',
    'An IANA name such as Europe/Berlin. Anything but UTC brings the time zone data along.',
    { example: 'Europe/Berlin' },
  ),
  identity(
    'origin',
    'Origin',
    'choice',
    'source: everything is compiled here. package: the distribution’s binaries are taken, verified by apt, so that a system is there within a minute; its kernel is larger and needs 128 MB. A single component can differ: each has an origin of its own.',
    { values: ['source', 'package'] },
  ),
  identity(
    'arch',
    'Architecture',
    'choice',
    'The processors that the system is for. x86_64 is what is built, booted and proven today.',
    { values: ['x86_64'] },
  ),
  login(
    'system.login',
    'Login on the consoles',
    'choice',
    'auto: root is logged in on the screen and on the serial line, which is what one wants for a machine on the desk. password: they ask. The network never logs anybody in by itself.',
    { values: ['auto', 'password'] },
  ),
  login(
    'system.rootPassword',
    'Root password',
    'secret',
    'With it root can log in where a console asks. Only its hash (sha512-crypt) is kept in the profile; without one, root is locked.',
    { optional: true, unset: 'locked' },
  ),
  login(
    'system.rootKeys',
    'Keys of root',
    'items',
    'Public keys that may log root in over ssh, where passwords are refused. One key is one line of a file such as ~/.ssh/id_ed25519.pub.',
    {
      items: {
        noun: 'key',
        plain: true,
        fields: [
          field('key', 'Public key', 'text', 'One line: the kind of key, the key itself, and whose it is.', {
            example: 'ssh-ed25519 AAAA… ada@box',
          }),
        ],
        title: (item) => keyName(text(item.key)),
        summary: (item) => text(item.key).split(' ')[0] ?? '',
      },
    },
  ),
  login(
    'system.users',
    'Users',
    'items',
    'People with an account of their own: a home folder, a shell, a password or keys. Members of the group wheel may become root.',
    {
      items: {
        noun: 'user',
        fields: [
          field('name', 'Name', 'text', 'What the user logs in as: lower-case letters, digits, - and _.', {
            example: 'ada',
          }),
          field(
            'password',
            'Password',
            'secret',
            'For the consoles. Only its hash is kept; without one there is no login by password.',
            { optional: true, unset: 'none' },
          ),
          field(
            'sshKeys',
            'Keys',
            'list',
            'Public keys that may log this user in over ssh, with commas between them.',
            {
              optional: true,
              example: 'ssh-ed25519 AAAA… ada@box',
            },
          ),
          field('groups', 'Groups', 'list', 'Further groups the user is in; wheel may become root.', {
            optional: true,
            example: 'wheel',
          }),
          field('shell', 'Shell', 'text', 'The program that a login starts; without one it is /bin/sh.', {
            optional: true,
            example: '/bin/sh',
            unset: '/bin/sh',
          }),
        ],
        title: (item) => text(item.name),
        summary: (item) =>
          joined(
            item.password ? 'password' : 'no password',
            count(item.sshKeys, 'key'),
            (item.groups as string[] | undefined)?.join(' ') ?? '',
          ),
      },
    },
  ),
  running(
    'system.services',
    'Services',
    'items',
    'Programs that run as long as the machine does: started in order, supervised, their output kept. These are the profile’s own, beside those of its components.',
    {
      items: {
        noun: 'service',
        fields: [
          field('name', 'Name', 'text', 'What `service status` calls it in the machine.', { example: 'clock' }),
          field(
            'command',
            'Command',
            'text',
            'One program that stays in the foreground; it is started again when it dies.',
            {
              example: '/usr/bin/my-clock --serve',
            },
          ),
          field('after', 'After', 'list', 'Names of services that have to be ready before this one starts.', {
            optional: true,
            example: 'network',
          }),
          field('user', 'User', 'text', 'The account that it runs as; without one it is root.', {
            optional: true,
            example: 'nobody',
            unset: 'root',
          }),
          field('ready', 'Ready when', 'text', 'A shell test that succeeds once those that come after it may start.', {
            optional: true,
            example: 'nc -z 127.0.0.1 80',
          }),
        ],
        title: (item) => text(item.name),
        summary: (item) =>
          `${text(item.command)}${Array.isArray(item.after) && item.after.length > 0 ? `, after ${item.after.join(' ')}` : ''}`,
      },
    },
  ),
  running(
    'system.files',
    'Files',
    'items',
    'Files that are laid over the system when it is put together: a message of the day, a configuration, a key.',
    {
      items: {
        noun: 'file',
        fields: [
          field('path', 'Path', 'text', 'Where it is in the machine: an absolute path.', { example: '/etc/motd' }),
          field(
            'content',
            'Content',
            'text',
            'What is in it; \\n is the end of a line. Leave it empty for an empty file, or for one of this computer.',
            {
              optional: true,
              unless: 'source',
              lines: true,
              example: 'Hello\\n',
            },
          ),
          field(
            'source',
            'Source',
            'text',
            'A file of this computer whose bytes it has, instead of a content written here.',
            {
              optional: true,
              example: '/home/ada/motd',
            },
          ),
          field('mode', 'Mode', 'text', 'Permissions in octal; without any, 0644.', {
            optional: true,
            example: '0644',
            unset: '0644',
          }),
          field('owner', 'Owner', 'text', 'The account it belongs to; without one it is root.', {
            optional: true,
            example: 'ada',
            unset: 'root',
          }),
        ],
        title: (item) => text(item.path),
        summary: (item) =>
          joined(
            item.source ? `from ${text(item.source)}` : `${text(item.content).length} characters`,
            text(item.mode),
            text(item.owner),
          ),
      },
    },
  ),
  running(
    'system.mounts',
    'Mounts',
    'items',
    'File systems that are mounted at boot, in this order: a partition by its label, a shared folder of the host, a tmpfs. Disks of the machine below are mounted without a line here.',
    {
      items: {
        noun: 'mount',
        ordered: true,
        fields: [
          field('device', 'Device', 'text', 'LABEL=…, UUID=…, /dev/…, or tmpfs, proc, sysfs.', {
            example: 'LABEL=data',
          }),
          field('path', 'Folder', 'text', 'Where it appears in the machine.', { example: '/data' }),
          field('type', 'File system', 'text', 'Its kind, as mount -t takes it.', { example: 'ext4' }),
          field('options', 'Options', 'text', 'What mount -o takes, such as ro,noatime.', {
            optional: true,
            example: 'ro,noatime',
          }),
        ],
        title: (item) => text(item.path),
        summary: (item) => joined(`${text(item.device)} (${text(item.type)})`, text(item.options)),
      },
    },
  ),
  running(
    'system.modules',
    'Loading of modules',
    'choice',
    'For drivers that are modules. listed: those of the drivers that were chosen, by name, in order. auto: each device says what it is (modalias), modules.alias says which module drives such a device, and that one is loaded; also for what is plugged in while the machine runs.',
    { values: ['listed', 'auto'] },
  ),
  profile('title', 'Title', 'text', 'What the list of profiles calls this system.'),
  profile('summary', 'Summary', 'text', 'One line about what it is for.', { optional: true }),
]

/** Whose key it is; its end where it does not say. */
function keyName(line: string): string {
  const [, key = '', ...comment] = line.split(' ')
  return comment.join(' ') || `…${key.slice(-12)}`
}
