/** One run of the kernel's conf: in an empty folder, with the environment that the engine worked out. Kept by everything it depends on. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { readTextIfPresent, temporaryFolder } from '../../src/system/files.ts'
import { canonicalJson, sha256 } from '../../src/system/hash.ts'
import { COMPARE_CACHE, type CPrograms } from './programs.ts'

export interface CRun {
  treeDir: string
  /** Hash of all files that the tree is read from. */
  treeHash: string
  programs: CPrograms
  environment: ReadonlyMap<string, string>
  variables: Readonly<Record<string, string>>
  /** `olddefconfig`, `defconfig`, … */
  mode: string
  /** The .config, or what defconfig begins with. */
  config?: string | undefined
  /** KCONFIG_ALLCONFIG's text. */
  allConfig?: string | undefined
  /** Records of popen.c; undefined asks for real, and gives the records. */
  answers: string | undefined
}

export interface CResult {
  status: number | null
  /** Of the mode: .config, defconfig, or the list. Empty where it failed. */
  text: string
  stdout: string
  stderr: string
  /** Records of popen.c, where it asked for real. */
  answers: string
}

/** Runs conf, or takes what an equal run gave. */
export async function runC(request: CRun): Promise<CResult> {
  const { treeHash, programs, environment, variables, mode, config, allConfig, answers } = request
  const confHash = sha256(await readFile(programs.conf))
  const key = sha256(
    canonicalJson({
      treeHash,
      confHash,
      environment,
      variables,
      mode,
      config,
      allConfig,
      answers,
      treeDir: request.treeDir,
    }),
  )
  const kept = join(COMPARE_CACHE, 'answers', key.slice(0, 2), `${key}.json.gz`)
  const known = await readFile(kept).catch(() => undefined)
  if (known) return JSON.parse(gunzipSync(known).toString('utf8')) as CResult
  const result = await runForReal(request)
  await mkdir(join(kept, '..'), { recursive: true })
  await writeFile(`${kept}.${process.pid}.tmp`, gzipSync(JSON.stringify(result), { level: 1 }))
  await rename(`${kept}.${process.pid}.tmp`, kept)
  return result
}

async function runForReal(request: CRun): Promise<CResult> {
  const { programs, mode, config, allConfig, answers } = request
  await using folder = await temporaryFolder('kconfig-c-')
  const at = (name: string) => join(folder.path, name)
  if (config !== undefined) await writeFile(at(mode === 'defconfig' ? 'given' : '.config'), config)
  if (allConfig !== undefined) await writeFile(at('all'), allConfig)
  if (answers !== undefined) await writeFile(at('answers'), answers)
  const argument =
    mode === 'defconfig' ? '--defconfig=given' : mode === 'savedefconfig' ? '--savedefconfig=saved' : `--${mode}`
  const child = spawn(programs.conf, [argument, 'Kconfig'], {
    cwd: folder.path,
    env: {
      ...request.variables,
      ...Object.fromEntries(request.environment),
      LD_PRELOAD: programs.popen,
      [answers === undefined ? 'POPEN_RECORD' : 'POPEN_REPLAY']: at('answers'),
      ...(allConfig === undefined ? {} : { KCONFIG_ALLCONFIG: 'all' }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
  })
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (status === 97 || status === 98) throw new Error(`${argument}: ${said.stderr}`)
  const written = mode === 'savedefconfig' ? 'saved' : '.config'
  const text =
    status !== 0
      ? ''
      : mode === 'listnewconfig'
        ? said.stdout
        : existsSync(at(written))
          ? await readFile(at(written), 'utf8')
          : ''
  return { status, text, ...said, answers: (await readTextIfPresent(at('answers'))) ?? '' }
}

/** The records of popen.c, by command. */
export function parseAnswers(records: string): Map<string, string> {
  const bytes = Buffer.from(records)
  const answers = new Map<string, string>()
  let at = 0
  const line = () => {
    const end = bytes.indexOf(10, at)
    const number = Number(bytes.toString('utf8', at, end))
    at = end + 1
    return number
  }
  const text = (length: number) => {
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  while (at < bytes.length) {
    const [asked, answered] = [line(), line()]
    answers.set(text(asked), text(answered))
  }
  return answers
}
