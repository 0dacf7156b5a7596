/** The machine's own question for the size of the window, by the distribution's busybox: without it top scrolls its head away. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtinCatalogFolder } from '../../src/catalog/index.ts'
import { shellQuote } from '../../src/system/shell-words.ts'

const SCRIPT = join(builtinCatalogFolder(), 'components/base/rootfs/etc/profile.d/window.sh')

interface Login {
  /** What the terminal at the other end answers to the question. */
  answers?: string
  /** What is typed before anything is asked. */
  typed?: string
  term?: string
  size?: string
}

/** A login on a line of that size: all that it printed, the last line being the size, whether keys echo, and the next line read. */
function login({ answers, typed = '', term = 'vt102', size = 'rows 0 columns 0' }: Login): Promise<string> {
  // The machine's stty is BusyBox's, and calls a size that it does not know an error.
  const words = `stty() { busybox stty "$@"; }; stty ${size}; echo ready; sleep 0.2; . ${shellQuote(SCRIPT)}
    echo "size $(stty size 2>/dev/null)"; case "$(stty -a)" in *-"echo "*|*-icanon*) echo broken ;; esac; read -r line; echo "line <$line>"`
  const child = spawn('script', ['-qec', `exec busybox sh -c ${shellQuote(words)}`, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: term },
  })
  let heard = ''
  let asked = false
  let next = false
  child.stdout.on('data', (bytes: Buffer) => {
    const before = heard
    heard += bytes.toString('latin1')
    if (!before.includes('ready') && heard.includes('ready') && typed !== '') child.stdin.write(typed)
    if (!asked && heard.includes('\x1b[6n')) {
      asked = true
      if (answers !== undefined) child.stdin.write(answers)
    }
    if (!next && typed === '' && heard.includes('size ')) {
      next = true
      child.stdin.write('next\n')
    }
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(heard))
  })
}

test('a terminal that answers is believed, and neither question nor answer is left on the screen or in the shell', async () => {
  const heard = await login({ answers: '\x1b[19;80R' })
  expect(heard).toContain('size 19 80')
  expect(heard).toContain('line <next>')
  expect(heard).not.toContain('broken')
  expect(heard).not.toContain('^[')
  // The cursor goes back to where it was before anything else is written.
  expect(heard).toContain('\x1b7\x1b[999;999H\x1b[6n\x1b8')
})

test.each([
  ['that says nothing', undefined],
  ['that says something else', '\x1b[19;;80R'],
  ['where somebody types', 'ls -l; echo R\n'],
])('a line %s has a shell that works all the same', async (_who, answers) => {
  const heard = await login({ ...(answers === undefined ? {} : { answers }) })
  expect(heard).toMatch(/size \r/)
  expect(heard).toContain('line <')
  expect(heard).not.toContain('broken')
})

test('commands that wait in a pipe before the login reach the shell whole', async () => {
  const heard = await login({ typed: 'echo from a pipe\n' })
  expect(heard).toContain('line <echo from a pipe>')
  expect(heard).not.toContain('\x1b[6n')
})

test.each([
  ['a screen that knows its size', { size: 'rows 25 columns 80' }],
  ['a dumb terminal', { term: 'dumb' }],
])('%s is not asked', async (_who, how) => {
  expect(await login(how)).not.toContain('\x1b[6n')
})
