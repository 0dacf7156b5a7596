import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'

const PROGRAM = fileURLToPath(new URL('disk-fixture.ts', import.meta.url))
const loader = ['--import', 'tsx']

it.each(['ext4', 'squashfs'])(
  'makes the same %s disk and initramfs to the bit for another user, folder, TMPDIR, umask, time zone and second',
  async (type) => {
    await using folder = await temporaryFolder('smart-os-same-')
    await chmod(folder.path, 0o755)
    const build = async (name: string, umask: string, env: Record<string, string>, user: string[]) => {
      const place = join(folder.path, name)
      await mkdir(join(place, 'tmp'), { recursive: true })
      for (const path of [place, join(place, 'tmp')]) await chmod(path, 0o777)
      const node = [process.execPath, ...loader, PROGRAM, join(place, 'work'), type]
      const shell = `umask ${umask}; exec "$@"`
      await run(['sh', '-c', shell, 'sh', ...user, ...node] as [string, ...string[]], {
        env: { PATH: process.env.PATH ?? '', TMPDIR: join(place, 'tmp'), HOME: place, ...env },
      })
      return Promise.all(['disk.img', 'initramfs'].map((file) => sha256File(join(place, 'work', file))))
    }
    const one = await build('one', '022', { TZ: 'UTC' }, [])
    // Only root can become somebody else; an ordinary user still varies everything but that.
    const other = process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : []
    const two = await build(
      'a longer name with "quotes"',
      '077',
      { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8', ZSTD_CLEVEL: '3' },
      other,
    )
    expect(two).toEqual(one)
  },
)
