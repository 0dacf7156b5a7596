/**
 * The closed server that a person supplies, with a stand-in in an archive of the same form: program, settings and a library of its
 * own. Also what people really download: a sign-in page, the archive for another processor, half a file.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256File } from '../../src/system/hash.ts'
import type { Proof } from '../../src/verify/types.ts'
import { smartOs, succeed } from '../e2e/program.ts'

/** Listens on both ports that its settings name, and answers with a word from its library. */
const SERVER = `
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
const char *greeting(void);
static int listener(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	return bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0 ? fd : -1;
}
int main(void)
{
	int rtmp, http;
	FILE *settings = fopen("config.xml", "r");
	if (!settings || fscanf(settings, "<ports rtmp=\\"%d\\" http=\\"%d\\"/>", &rtmp, &http) != 2) return 2;
	FILE *log = fopen("smart_rtmpd.log", "a");
	if (!log || listener(rtmp) < 0 || (http = listener(http)) < 0) return 3;
	for (;;) {
		int peer = accept(http, NULL, NULL);
		dprintf(peer, "HTTP/1.0 200 OK\\r\\n\\r\\n%s\\n", greeting());
		close(peer);
	}
}
`

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let archive: string
beforeAll(async () => {
  folder = await temporaryFolder('smart-os-rtmpd-')
  archive = await packServer('smart_rtmpd.linux.x64.tar.gz')
})
afterAll(() => folder[Symbol.asyncDispose]())

/** Compiles and packs the stand-in; `change` alters what is packed. */
async function packServer(name: string, change: (tree: string) => Promise<unknown> = async () => {}): Promise<string> {
  const tree = join(folder.path, `${name}.tree`, 'smart_rtmpd')
  await mkdir(join(tree, 'lib'), { recursive: true })
  await writeFile(join(folder.path, 'server.c'), SERVER)
  await writeFile(join(folder.path, 'word.c'), 'const char *greeting(void) { return "stand-in"; }\n')
  const library = join(tree, 'lib', 'libword.so.1')
  await run(['gcc', '-shared', '-fPIC', '-Wl,-soname,libword.so.1', '-o', library, join(folder.path, 'word.c')])
  await run(['gcc', '-o', join(tree, 'smart_rtmpd'), join(folder.path, 'server.c'), library])
  await writeFile(join(tree, 'config.xml'), '<ports rtmp="1935" http="8080"/>\n')
  await change(tree)
  const file = join(folder.path, name)
  await run(['tar', '-czf', file, '-C', join(tree, '..'), 'smart_rtmpd'])
  return file
}

const sets = (...values: string[]) => values.flatMap((value) => ['--set', `components.smart_rtmpd${value}`])
const build = (...values: string[]) =>
  smartOs(['build', '--profile', 'minimal', ...sets(...values), '--out', join(folder.path, 'out')])

describe('smart_rtmpd', () => {
  it('is installed from the archive, started as a service of its own user, and answers', async () => {
    const out = join(folder.path, 'out')
    const chosen = sets(`.archive=${archive}`, `.sha256=${await sha256File(archive)}`)
    await succeed(['build', '--profile', 'minimal', ...chosen, '--out', out])
    const args = ['verify', '--profile', 'minimal', ...chosen, '--out', out, '--boot', 'direct', '--json']
    const { runs } = JSON.parse((await smartOs(args)).stdout) as Proof
    const checks = runs.flatMap((one) => one.checks)
    expect(checks.filter(({ status }) => status === 'failed').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
    expect(checks.find(({ id }) => id === 'component:smart_rtmpd')).toMatchObject({ status: 'passed' })
  })

  it('without an archive says what to set and where the makers offer it', async () => {
    const { status, stderr } = await build('=true')
    expect(status).toBe(2)
    expect(stderr).toContain('components.smart_rtmpd.archive')
    expect(stderr).toMatch(/Download it from https:/)
  })

  it('conflicts with the other media server before anything is built', async () => {
    const chosen = [...sets(`.archive=${archive}`), '--set', 'components.nginx-rtmp=true']
    const { status, stderr } = await smartOs(['plan', '--profile', 'minimal', ...chosen])
    expect(status).toBe(2)
    expect(stderr).toMatch(/both listen on port 1935/)
  })

  it('refuses a file with another hash than was given', async () => {
    const other = 'ab'.repeat(32)
    const { status, stderr } = await build(`.archive=${archive}`, `.sha256=${other}`)
    expect(status).not.toBe(0)
    expect(stderr).toContain(`where ${other} is expected`)
  })

  it('calls a web page a web page', async () => {
    const page = join(folder.path, 'download.tar.gz')
    await writeFile(page, '<!DOCTYPE html><html><title>Sign in</title></html>\n')
    const { status, stderr } = await build(`.archive=${page}`)
    expect(status).toBe(1)
    expect(stderr).toMatch(/is a web page, not an archive/)
    expect(stderr).toContain(page)
  })

  it('names the processor that an archive is for, and what an archive of something else holds', async () => {
    const arm = await packServer('smart_rtmpd.linux.arm64.tar.gz', async (tree) => {
      const header = Buffer.alloc(64)
      header.write('\u007fELF\u0002\u0001\u0001', 'latin1')
      header.writeUInt16LE(183, 18)
      await writeFile(join(tree, 'smart_rtmpd'), header)
    })
    expect((await build(`.archive=${arm}`)).stderr).toMatch(/is for 64-bit ARM, not for x86-64/)
    const other = await packServer('other.tar.gz', (tree) =>
      run(['mv', join(tree, 'smart_rtmpd'), join(tree, 'other')]),
    )
    expect((await build(`.archive=${other}`)).stderr).toMatch(/holds no program smart_rtmpd/)
  })

  it('names the library that is not in the archive, before the machine would', async () => {
    const bare = await packServer('bare.tar.gz', (tree) => run(['rm', '-r', join(tree, 'lib')]))
    const { status, stderr } = await build(`.archive=${bare}`)
    expect(status).toBe(1)
    expect(stderr).toMatch(/\/opt\/smart_rtmpd\/smart_rtmpd \(smart_rtmpd\) needs libword\.so\.1/)
  })
})
