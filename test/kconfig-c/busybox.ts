/** BusyBox's own, older conf against the engine: the files it is made to read, every mode, mutated configurations. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateConfigFiles } from '../../src/kconfig/busybox-files.ts'
import { formatMessage, type KconfigMode, openKconfig, runMode } from '../../src/kconfig/index.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { sha256 } from '../../src/system/hash.ts'
import { differing, type Verdict } from './comparison.ts'
import { mutate } from './mutate.ts'
import { COMPARE_CACHE, OUTSIDE } from './programs.ts'
import type { SectionOptions } from './sections.ts'

const FLAGS: Partial<Record<KconfigMode, string>> = {
  olddefconfig: '-o',
  allnoconfig: '-n',
  allyesconfig: '-y',
  allmodconfig: '-m',
}

/** 25 mutated configurations for every hundred of the kernel's. */
export async function* busybox(treeDir: string, { seed, random }: SectionOptions): AsyncGenerator<Verdict> {
  const made = await build(treeDir)
  const { tree, environment } = await openKconfig(treeDir, { arch: 'x86_64', outside: OUTSIDE })
  const version = environment.get('KERNELVERSION') ?? ''
  for (const [path, text] of generateConfigFiles(treeDir))
    yield { name: `busybox ${path}`, ...differing(readFileSync(join(made, path), 'utf8'), text) }

  async function compare(name: string, mode: KconfigMode, config?: string): Promise<Verdict> {
    const c = await runConf(made, treeDir, version, mode, config)
    const ours = runMode(mode, tree, {
      version,
      ...(config === undefined ? {} : { config: { name: mode === 'defconfig' ? 'given' : '.config', text: config } }),
    })
    if (c.asksForEver !== undefined) return { name, unanswered: `conf asks for ever for ${c.asksForEver}` }
    if (c.status !== 0) return { name, difference: `C ended with ${c.status}: ${c.said.slice(-300)}` }
    const text = differing(c.text, ours.heading + ours.text)
    if (text.difference !== undefined) return { name, ...text }
    return {
      name,
      ...differing(c.said, ours.messages.map((message) => `${formatMessage(message)}\n`).join(''), 'warnings, '),
    }
  }

  for (const mode of ['allnoconfig', 'allyesconfig', 'allmodconfig'] as const) yield compare(`busybox ${mode}`, mode)
  yield compare('busybox olddefconfig of nothing', 'olddefconfig')
  const bases = (['allnoconfig', 'allyesconfig', 'alldefconfig'] as const).map(
    (mode) => runMode(mode, tree, { version }).text,
  )
  for (const [index, config] of bases.entries()) {
    yield compare(`busybox olddefconfig of base ${index}`, 'olddefconfig', config)
    yield compare(`busybox defconfig of base ${index}`, 'defconfig', config)
  }
  for (let index = 0; index < random / 4; index++) {
    const own = (seed + index * 7919) >>> 0
    const config = mutate(bases[index % bases.length] ?? '', own)
    yield compare(`busybox olddefconfig mutated with seed ${own}`, 'olddefconfig', config)
  }
}

/** A folder with conf and the generated files, made beside the tree. */
async function build(treeDir: string): Promise<string> {
  const key = sha256(`busybox\n${treeDir}\n${await readFile(join(treeDir, 'Makefile'), 'utf8')}`)
  const folder = join(COMPARE_CACHE, 'programs', key.slice(0, 16))
  if (existsSync(folder)) return folder
  const staging = `${folder}.${process.pid}.tmp`
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true })
  await run(['make', '-C', treeDir, `O=${staging}`, 'defconfig'], { env: OUTSIDE.variables })
  await rename(staging, folder)
  return folder
}

async function runConf(made: string, treeDir: string, version: string, mode: KconfigMode, config: string | undefined) {
  await using folder = await temporaryFolder('kconfig-busybox-')
  for (const entry of readdirSync(made, { withFileTypes: true }))
    if (entry.isDirectory()) await symlink(join(made, entry.name), join(folder.path, entry.name))
  if (config !== undefined) await writeFile(join(folder.path, mode === 'defconfig' ? 'given' : '.config'), config)
  const flags = mode === 'defconfig' ? ['-D', 'given'] : [FLAGS[mode] ?? '']
  const child = spawn(join(made, 'scripts', 'kconfig', 'conf'), [...flags, 'Config.in'], {
    cwd: folder.path,
    env: { ...OUTSIDE.variables, srctree: treeDir, KERNELVERSION: version, KCONFIG_NOTIMESTAMP: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let asked = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    asked = (asked + text).slice(-10_000)
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  // Enter for every question; it may end before it has read them all.
  child.stdin.on('error', () => undefined).end('\n'.repeat(20_000))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const written = join(folder.path, '.config')
  return {
    status,
    said,
    asksForEver: status === 0 ? undefined : repeated(asked),
    text: status === 0 && existsSync(written) ? await readFile(written, 'utf8') : '',
  }
}

/** The symbol that is asked for again and again: where its default is out of its range, or its range is empty, Enter is no answer. */
function repeated(asked: string): string | undefined {
  const names = [...asked.matchAll(/\((\w+)\) \[[^\]]*\] \(NEW\) /g)].map(([, name]) => name)
  return names.length > 20 && names.slice(-20).every((name) => name === names[0]) ? names[0] : undefined
}
