/** The kernel's own conf, built from the tree beside it (O=), and the library that listens to its shell commands. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { machine } from 'node:os'
import { join } from 'node:path'
import { run } from '../../src/system/exec.ts'
import { sha256 } from '../../src/system/hash.ts'
import { cacheRoot } from '../../src/system/paths.ts'

export const COMPARE_CACHE = join(cacheRoot(), 'kconfig', 'compare')

export interface CPrograms {
  conf: string
  /** For LD_PRELOAD. */
  popen: string
  /** .config of `make ARCH=x86_64 x86_64_defconfig`: what make itself gives, its own environment and all. */
  madeConfig: string
}

/** Builds conf and popen.so, or takes those of an earlier run on the same tree. The tree itself is not written to. */
export async function buildPrograms(treeDir: string): Promise<CPrograms> {
  const source = join(import.meta.dirname, 'popen.c')
  const key = sha256(
    `${treeDir}\n${await readFile(join(treeDir, 'Makefile'), 'utf8')}\n${await readFile(source, 'utf8')}`,
  )
  const folder = join(COMPARE_CACHE, 'programs', key.slice(0, 16))
  const conf = join(folder, 'scripts', 'kconfig', 'conf')
  const popen = join(folder, 'popen.so')
  if (!existsSync(folder)) {
    const staging = `${folder}.${process.pid}.tmp`
    await rm(staging, { recursive: true, force: true })
    await mkdir(staging, { recursive: true })
    await run(['make', '-C', treeDir, `O=${staging}`, 'ARCH=x86_64', 'x86_64_defconfig'], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/' },
    })
    await run(['gcc', '-O2', '-shared', '-fPIC', '-o', join(staging, 'popen.so'), source, '-ldl'])
    await rename(staging, folder)
  }
  return { conf, popen, madeConfig: await readFile(join(folder, '.config'), 'utf8') }
}

/** What every run here is given of this machine; both sides see the same. */
export const OUTSIDE = {
  variables: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: process.env.HOME ?? '/' },
  machine: machine(),
}
