/** The RTMP handshake's digest, which nginx-rtmp carries itself: a wrong one makes players fall back or hang up. */
import { createHmac } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtinCatalogFolder } from '../../src/catalog/index.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'

/** Prints the digest of N bytes with a key of N bytes, in two pieces, for every N that crosses a boundary of blocks. */
const PROGRAM = `
#include <openssl/hmac.h>
#include <stdio.h>
int main(void)
{
	HMAC_CTX *context = HMAC_CTX_new();
	for (int n = 0; n < 200; n++) {
		unsigned char key[200], data[200], result[32];
		unsigned int length;
		for (int i = 0; i < n; i++) {
			key[i] = (unsigned char)n;
			data[i] = (unsigned char)(i * n);
		}
		HMAC_Init_ex(context, key, n, EVP_sha256(), NULL);
		HMAC_Update(context, data, n / 3);
		HMAC_Update(context, data + n / 3, n - n / 3);
		HMAC_Final(context, result, &length);
		for (unsigned int i = 0; i < length; i++)
			printf("%02x", result[i]);
		puts("");
	}
}
`

test('HMAC-SHA-256 agrees with another implementation for every length around its block sizes', async () => {
  await using folder = await temporaryFolder('smart-os-hmac-')
  const [source, program] = [join(folder.path, 'trial.c'), join(folder.path, 'trial')]
  await writeFile(source, PROGRAM)
  const crypto = join(builtinCatalogFolder(), 'components/nginx-rtmp/crypto')
  await run(['gcc', '-Wall', '-Werror', '-I', crypto, '-o', program, source, join(crypto, 'hmac.c')])
  const { stdout } = await run([program])
  const expected = Array.from({ length: 200 }, (_, n) => {
    const data = Buffer.from(Array.from({ length: n }, (_, i) => (i * n) & 0xff))
    return createHmac('sha256', Buffer.alloc(n, n)).update(data).digest('hex')
  })
  expect(stdout.trim().split('\n')).toEqual(expected)
})
