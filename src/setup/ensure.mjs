/**
 * Set-up before anything is installed: no dependencies, and plain enough for the Node 18 that Debian 12 ships.
 * Each part first looks whether it is done already; all looks together cost a few milliseconds.
 */

// An import of a builtin module makes Node read all that it exports, 8 ms of every start; old Node has no other way.
const builtin = async (name) => process.getBuiltinModule?.(name) ?? (await import(name))
const { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } = await builtin('node:fs')
const { delimiter, dirname, join } = await builtin('node:path')
const { fileURLToPath } = await builtin('node:url')

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const stamp = join(root, 'node_modules', '.smart-os-installed')

/** Ends the set-up with a sentence and a status; nothing was half done. */
export class SetupError extends Error {
  constructor(message, status) {
    super(message)
    this.status = status
  }
}

/** Loaded where a program is started: most starts have nothing to set up, and sockets come with it. */
const programs = () => import('node:child_process')

/** npm packages: `npm ci` unless the lock file is the one that was installed last. */
export async function ensurePackages() {
  // Compared as it is: loading node:crypto for a hash would cost every start 12 ms.
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && node24() !== undefined) return
  const { spawnSync } = await programs()
  console.error('smart-os: installing npm packages (npm ci)')
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'development' },
  })
  if (result.status !== 0)
    throw new SetupError(
      'npm ci failed, see above. With the network back, run the same command again: nothing else was changed.',
      1,
    )
  if (node24() === undefined) {
    // npm can be told not to run install scripts; the `node` package needs its own to unpack the binary.
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: join(root, 'node_modules', 'node'),
      stdio: ['ignore', 2, 2],
    })
  }
  if (node24() === undefined)
    throw new SetupError(
      `smart-os needs Node 22.12 or newer; this is ${process.version}, and the npm package "node" did not bring one.`,
      3,
    )
  writeFileSync(stamp, lock)
}

/** The Node to run on: the one npm installed, else this one where it is new enough. */
export function node24() {
  const installed = join(root, 'node_modules', '.bin', 'node')
  if (existsSync(installed)) return installed
  return isNewEnough(process.version) ? process.execPath : undefined
}

export function isNewEnough(version) {
  const [major, minor] = version.slice(1).split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

const ENTRIES = ['main', 'kconfig-main']

/** The bundles in dist/: made anew when a file that the one for `entry` (each, by default) is made of is newer. Needs the npm packages. */
export async function ensureBundle(entry) {
  if ((entry === undefined ? ENTRIES : [entry]).every(isBundled)) return
  const { bundle } = await import('./bundle.mjs')
  await bundle()
}

function isBundled(entry) {
  const built = mtime(join(root, 'dist', `${entry}.js`))
  if (built === undefined) return false
  // One that is gone is no longer what it was.
  const isOlder = (path) => (mtime(`${root}/${path}`) ?? Number.POSITIVE_INFINITY) <= built
  try {
    const inputs = readFileSync(inputsOf(join(root, 'dist'), entry), 'utf8').split('\n')
    return isOlder('package-lock.json') && inputs.every(isOlder)
  } catch (error) {
    // Of another version, or another process is just putting a new one in its place.
    if (error.code !== 'ENOENT') throw error
    return false
  }
}

/** Where the names of the files are that the bundle of an entry is made of, relative to the root. */
export function inputsOf(folder, entry) {
  return join(folder, `${entry}.inputs`)
}

function mtime(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

/** Debian packages of the host programs that are missing; `test` adds those that only the tests use. */
export function missingHostPackages(test = false) {
  const tools = JSON.parse(readFileSync(join(root, 'src', 'system', 'tools.json'), 'utf8'))
  const missing = tools.filter((entry) => (test || !entry.test) && !isThere(entry.tool))
  return [...new Set(missing.map((entry) => entry.package))]
}

function isThere(tool) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return tool
    .split('|')
    .some((name) =>
      name.startsWith('/')
        ? can(name, constants.R_OK)
        : folders.some((folder) => can(`${folder || '.'}/${name}`, constants.X_OK)),
    )
}

function can(path, mode) {
  // Most places that are asked for do not exist, and an error costs more than a look.
  if (!existsSync(path)) return false
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

/** Host packages: asks on a terminal, installs as root or with password-less sudo, else says the command (status 3). */
export async function ensureHostPackages({ test = false } = {}) {
  const packages = missingHostPackages(test)
  if (packages.length === 0) return
  const { spawnSync } = await programs()
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]
  const isRoot = process.getuid?.() === 0
  const command = `${isRoot ? '' : 'sudo '}apt-get update && ${isRoot ? '' : 'sudo '}${install.join(' ')}`
  const needs = `smart-os needs ${packages.length} host package${packages.length === 1 ? '' : 's'}: ${packages.join(' ')}`
  const quietSudo = isRoot || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
  const terminal = process.stdin.isTTY && process.stderr.isTTY
  if (!can('/usr/bin/apt-get', constants.X_OK))
    throw new SetupError(
      `${needs}\nThis is not Debian or Ubuntu: install them your way, then run the same command again.`,
      3,
    )
  if (terminal) {
    const answer = await ask(`${needs}\nInstall with: ${command} ? [Y/n] `)
    if (!/^\s*(y|yes)?\s*$/i.test(answer)) throw new SetupError(`Nothing was installed. Later: ${command}`, 3)
  } else if (!quietSudo) throw new SetupError(`${needs}\nRun this, then the same command again:\n  ${command}`, 3)
  const prefix = isRoot ? [] : quietSudo ? ['sudo', '-n'] : ['sudo']
  console.error(`smart-os: ${command}`)
  for (const argv of [['apt-get', 'update', '-q'], install]) {
    const [program, ...args] = [...prefix, ...argv]
    // On a terminal sudo may have to ask for the password.
    const input = terminal ? 'inherit' : 'ignore'
    const result = spawnSync(program, args, {
      stdio: [input, 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (result.status !== 0)
      throw new SetupError(
        `${argv.join(' ')} failed, see above. Run it by hand, then the same command again:\n  ${command}`,
        3,
      )
  }
  const still = missingHostPackages(test)
  if (still.length > 0) throw new SetupError(`Still missing after the installation: ${still.join(' ')}`, 3)
}

/** The answer to a question on the terminal; Ctrl-C and Ctrl-D are a no, too. */
async function ask(question) {
  const { createInterface } = await import('node:readline/promises')
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const left = new Promise((resolve) => prompt.once('close', resolve)).then(() => undefined)
  const answer = await Promise.race([prompt.question(question).catch(() => undefined), left])
  if (answer === undefined) process.stderr.write('\n')
  prompt.close()
  return answer ?? 'no'
}

/** Runs `main` and turns a SetupError into its sentence and status. */
export async function guarded(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    process.exitCode = error.status
  }
}
