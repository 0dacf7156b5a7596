/**
 * `npm run screens`: captures the configurator's screens from the real program in a real terminal (tmux, 100x30) into
 * templates/docs/*.txt, and lays them into the README between `<!-- screen NAME -->` and `<!-- end -->`; the key table goes between
 * `<!-- keys -->` and `<!-- end -->` (`--readme-only` does this without capturing anything).
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBundle, ensureHostPackages, ensurePackages, guarded, node24, root, SetupError } from './ensure.mjs'

const SOCKET = `smart-os-screens-${process.pid}`
const docs = join(root, 'templates', 'docs')

const tmux = (...args) =>
  execFileSync('tmux', ['-L', SOCKET, ...args], { encoding: 'utf8', env: { ...process.env, TERM: 'xterm-256color' } })
const press = async (...keys) => {
  for (const key of keys) {
    tmux('send-keys', key)
    await sleep(300)
  }
}
const screen = () =>
  tmux('capture-pane', '-p')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()

async function until(pattern, seconds) {
  for (let waited = 0; waited < seconds; waited += 0.2) {
    if (pattern.test(screen())) return
    await sleep(200)
  }
  throw new Error(`The screen never showed ${pattern}:\n${screen()}`)
}

/** Where the project and the home are on this machine is nobody's business. */
function keep(name) {
  const text = screen().replaceAll(root, '~/smart-os').replaceAll(homedir(), '~')
  writeFileSync(join(docs, `${name}.txt`), `${text}\n`)
  console.error(`captured ${name}`)
}

/** A driver is switched on, planned and built (a while of it); then the system as it is, launched. */
async function walk() {
  await inTerminal(async () => {
    await until(/Image/, 20)
    await until(/proven|up to date|step/, 60)
    keep('profiles')
    await press('Enter')
    await until(/Components/, 10)
    tmux('send-keys', '-l', '/ahci')
    await press('Enter', 'Space')
    await until(/<\*> ahci/, 10)
    await until(/to build/, 60)
    keep('configure')
    await press('b')
    await until(/› Plan/, 60)
    await press('Enter')
    await until(/CC {6}\w/, 300)
    keep('build')
    await press('C-c')
    await until(/[Cc]ancelled/, 20)
  })
  await inTerminal(async () => {
    await until(/proven|up to date|step/, 60)
    await press('b')
    await until(/› Plan/, 30)
    await press('Enter')
    await until(/Built minimal/, 900)
    await press('Enter')
    await until(/is built/, 30)
    keep('result')
    await press('Enter')
    await until(/ready to start/, 60)
    await press('Enter')
    await until(/root@/, 120)
    tmux('send-keys', '-l', 'uname -srm; free -m | head -2; df -h /')
    await press('Enter')
    await sleep(3000)
    keep('launch')
    await press('C-a', 'x')
    await until(/powered off|has ended/, 60)
  })
}

/** Each with settings and drafts of its own: nobody's last profile or unsaved change belongs into the README. */
async function inTerminal(work) {
  const home = mkdtempSync(join(tmpdir(), 'smart-os-screens-'))
  const program = `env XDG_CONFIG_HOME=${home}/config XDG_STATE_HOME=${home}/state ${node24()} ${join(root, 'dist', 'main.js')}`
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '30', program)
  try {
    await work()
  } finally {
    tmux('kill-server')
    await sleep(1000)
    rmSync(home, { recursive: true, force: true })
  }
}

function layIntoReadme() {
  const file = join(root, 'README.md')
  const text = readFileSync(file, 'utf8').replace(/<!-- screen (\w+) -->[\s\S]*?<!-- end -->/g, (_all, name) => {
    const captured = readFileSync(join(docs, `${name}.txt`), 'utf8').trimEnd()
    return `<!-- screen ${name} -->\n\`\`\`text\n${captured}\n\`\`\`\n<!-- end -->`
  })
  writeFileSync(
    file,
    text.replace(/<!-- keys -->[\s\S]*?<!-- end -->/, () => `<!-- keys -->\n${keyTable()}\n<!-- end -->`),
  )
}

/** The configurator's own key table; its file is TypeScript, which Node 24 reads as it is. */
function keyTable() {
  const module = join(root, 'src', 'tui', 'model', 'key-page.ts')
  const program = `import { keysMarkdown } from ${JSON.stringify(module)}; process.stdout.write(keysMarkdown())`
  return execFileSync(node24(), ['--input-type=module', '-e', program], { encoding: 'utf8' })
}

await guarded(async () => {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--readme-only')
  if (unknown.length > 0)
    throw new SetupError(`npm run screens knows --readme-only, but not ${unknown.join(' ')}: nothing was captured`, 2)
  await ensurePackages()
  await ensureBundle()
  await ensureHostPackages({ test: true })
  mkdirSync(docs, { recursive: true })
  if (!process.argv.includes('--readme-only')) await walk()
  layIntoReadme()
})
