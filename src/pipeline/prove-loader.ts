/** The proof of `cc`, `exec` and `trace`: a program compiled against the sysroot, run through the system's own loader, and traced. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { run } from '../system/exec.ts'
import { temporaryFolder } from '../system/files.ts'
import { checksFolder } from '../verify/index.ts'
import type { BuildCheck } from '../verify/types.ts'
import { hasSysroot } from './built-tree.ts'
import { prepareCompile } from './compile.ts'
import { type HostRun, prepareExec, prepareTrace } from './host-run.ts'
import type { Project } from './types.ts'

/** A system made of packages has nothing to compile against; there, its own shell is what is run and traced. */
export function loaderCheck(project: Project): BuildCheck {
  return {
    id: 'loader',
    async work(signal) {
      await using folder = await temporaryFolder('smart-os-loader-')
      const options = { cwd: folder.path, signal }
      const compiled = await hasSysroot(project)
      const [program, args] = compiled ? ['./loader', ['an argument']] : ['/bin/sh', ['-c', 'echo $((6 * 7))']]
      if (compiled) {
        await copyFile(join(checksFolder(), 'outside', 'loader.c'), join(folder.path, 'loader.c'))
        await using compile = await prepareCompile(project, { files: ['loader.c'], flags: ['-Wall'], ...options })
        await start(compile, signal)
      }
      await using exec = await prepareExec(project, program, args, options)
      const printed = (await start(exec, signal)).trim()
      const expected = compiled ? /^2\.\d+ (\S+)$/ : /^42$/
      if (!expected.test(printed)) throw new SmartError(`exec ${program} printed ${JSON.stringify(printed)}`)
      await using traced = await prepareTrace(project, program, args, options)
      await start(traced, signal)
      const { loader, libraries } = await traced.report()
      const libc = libraries.find(({ name }) => name === 'libc.so.6')
      if (loader.component !== 'glibc' || libc?.component !== 'glibc')
        throw new SmartError(
          `the trace names ${loader.file} and ${libc?.path ?? 'no libc'}, which are not the system’s own`,
        )
    },
  }
}

async function start(command: Pick<HostRun, 'argv' | 'env' | 'cwd'>, signal: AbortSignal | undefined): Promise<string> {
  const { argv, env, cwd } = command
  const { stdout } = await run(argv, { env, cwd, timeout: 60_000, ...(signal ? { signal } : {}) })
  return stdout
}
