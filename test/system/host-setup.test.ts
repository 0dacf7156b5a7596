/** The question before host packages are installed: whoever says no, in whichever way, gets a sentence and an unchanged computer. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shellQuoteAll } from '../../src/system/shell-words.ts'
import { findTool } from '../../src/system/tools.ts'

const HOST = join(import.meta.dirname, '..', '..', 'src', 'setup', 'host.mjs')
const possible = existsSync('/usr/bin/apt-get') && findTool('script') !== undefined

test.runIf(possible).each([
  ['no', 'n\r'],
  ['Ctrl-C', '\x03'],
  ['Ctrl-D', '\x04'],
])('%s installs nothing, and tells the command for later', async (_, keys) => {
  // With an empty PATH programs are missing on any computer.
  const command = shellQuoteAll(['env', 'PATH=/nowhere', process.execPath, HOST])
  const child = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] })
  let said = ''
  let asked = false
  child.stdout.on('data', (chunk) => {
    said += chunk
    // A chunk may end in the middle of the question.
    if (!asked && said.includes('[Y/n] ')) child.stdin.write(keys)
    asked = said.includes('[Y/n] ')
  })
  const status = await new Promise((resolve) => child.once('close', resolve))
  expect(said).toContain('Nothing was installed. Later: ')
  expect(said).not.toMatch(/^\s+at /m)
  expect(status).toBe(3)
})
