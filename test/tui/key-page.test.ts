import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keysMarkdown } from '../../src/tui/model/key-page.ts'

test('the README tells the keys that the configurator has (npm run screens -- --readme-only writes them)', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  expect(/<!-- keys -->\n([\s\S]*?)\n<!-- end -->/.exec(readme)?.[1]).toBe(keysMarkdown())
})
