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
/** Where settings and drafts of the terminal that is open now are. */
let home = ''

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
  const text = screen()
    .replaceAll(root, '~/smart-os')
    .replaceAll(join(home, 'config'), '~/.config')
    .replaceAll(homedir(), '~')
  writeFileSync(join(docs, `${name}.txt`), `${text}\n`)
  console.error(`captured ${name}`)
}

/** Types a search, and goes to its first result. */
async function find(text, shown) {
  tmux('send-keys', '-l', `/${text}`)
  await until(/1 of|[2-9]\d* of/, 10)
  if (shown) keep(shown)
  await press('Enter')
}

/** What one can do with a profile: a driver, the reasons of another, an option of the kernel, the comparison, the plan, the build. */
async function configureAndBuild() {
  await until(/Image/, 20)
  await until(/proven|up to date|step/, 60)
  keep('profiles')
  await press('Enter')
  await until(/Components/, 10)
  await find('sata disk', 'search')
  await press('Space')
  await until(/<\*> ahci/, 10)
  await until(/to build/, 60)
  keep('configure')
  await find('virtio-pci')
  await press('w')
  await until(/smallest fix/, 20)
  await until(/[+-][\d.]+ [KM]?B(?!.*planning)/, 60)
  keep('why')
  await goBack(/Drivers/)
  await find('kernel options')
  await press('Enter')
  await until(/General setup/, 60)
  await find('usb_printer')
  await until(/CONFIG_USB_PRINTER/, 20)
  keep('kernel')
  await press('w')
  await until(/The way to/, 20)
  keep('way')
  await press('Enter')
  await until(/Fixed/, 20)
  await press('s')
  await until(/Save/, 10)
  keep('save')
  await goBack(/Kernel options/)
  await press('d')
  await until(/Compare/, 10)
  await press('Down', 'Down')
  await until(/cloud › minimal/, 20)
  keep('compare')
  await goBack(/Kernel options/)
  await press('b')
  await until(/› Plan/, 60)
  await until(/Build Linux kernel .*(asks|changed|USB)/, 60)
  keep('plan')
  await press('Enter')
  await until(/CC {6}\w/, 300)
  keep('build')
  await press('C-c')
  await until(/[Cc]ancelled/, 20)
}

/** The profile as it is: built, looked at, launched. */
async function buildAndLaunch() {
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
  keep('launch')
  await press('Enter')
  await until(/root@/, 120)
  tmux('send-keys', '-l', 'uname -srm; free -m | head -2; df -h /')
  await press('Enter')
  await sleep(5000)
  keep('console')
  await press('C-a', 'x')
  await until(/powered off|has ended/, 60)
}

/** A terminal waits after Escape: it may begin a key of several characters. */
async function goBack(pattern) {
  await press('Escape')
  await sleep(700)
  await until(pattern, 10)
}

async function walk() {
  await inTerminal(configureAndBuild)
  await inTerminal(buildAndLaunch)
}

/** Each with settings and drafts of its own: nobody's last profile or unsaved change belongs into the README. */
async function inTerminal(work) {
  home = mkdtempSync(join(tmpdir(), 'smart-os-screens-'))
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
