/** UEFI firmware for guests: Debian's and Ubuntu's OVMF, code read in place, variables in a copy of the machine's own. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { findTool, toolPackageHint } from '../system/tools.ts'

/** Newer packages have 4 MB builds (and older ones of those names only 2 MB); code and variables must be of one build. */
const BUILDS = ['_4M', ''].map((suffix) => ({
  code: `/usr/share/OVMF/OVMF_CODE${suffix}.fd`,
  vars: `/usr/share/OVMF/OVMF_VARS${suffix}.fd`,
}))

export interface Firmware {
  code: string
  vars: string
}

/** Finds OVMF and copies its empty variables into `runtimeDir`. Throws SmartError (status 3) when it is not installed. */
export async function prepareFirmware(runtimeDir: string): Promise<Firmware> {
  const build = BUILDS.find(({ code, vars }) => findTool(code) && findTool(vars))
  if (!build)
    throw new SmartError('UEFI firmware (OVMF) is not installed', {
      hint: toolPackageHint('/usr/share/OVMF/OVMF_CODE_4M.fd'),
      exitStatus: 3,
    })
  const vars = join(runtimeDir, 'vars.fd')
  await copyFile(build.vars, vars)
  return { code: build.code, vars }
}
