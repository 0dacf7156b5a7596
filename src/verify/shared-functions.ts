/** A check's line `#: with painting`: shell functions that several checks call, each group in a file of templates/checks/functions. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SmartError } from '../system/error.ts'
import { type Check, checksFolder, readCheck } from './check-list.ts'

const MARK = /^#: with((?: [a-z0-9-]+)+)\s*$/m

/** Text of a check's script, the functions that it names before it. Throws SmartError for a name that there is no file for. */
export async function readWithFunctions(check: Pick<Check, 'file'>): Promise<string> {
  const script = await readCheck(check)
  const names = MARK.exec(script)?.[1]?.trim().split(' ') ?? []
  if (names.length === 0) return script
  const folder = join(checksFolder(), 'functions')
  const known = (await readdir(folder)).map((name) => name.replace(/\.sh$/, ''))
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new SmartError(`There are no functions “${unknown}” for checks`, {
      where: check.file,
      hint: `Known after #: with are ${known.join(', ')}`,
    })
  const functions = await Promise.all(names.map((name) => readFile(join(folder, `${name}.sh`), 'utf8')))
  // The script's first lines stay the first: they say how it is run.
  const [, head = '', rest = ''] = /^((?:#.*\n|\n)*)([\s\S]*)$/.exec(script) ?? []
  return [head, ...functions, rest].join('')
}
