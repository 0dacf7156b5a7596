/** `smart-os snapshot save|list|delete`: whole machines, put down and (with `run --restore`) taken up again. */
import { deleteSaved, listSaved, openProject, saveMachine } from '../../pipeline/index.ts'
import { ExitStatus } from '../../system/error.ts'
import { formatSize } from '../../system/size.ts'
import { type CommonFlags, projectOptions } from '../flags.ts'
import { print, say } from '../output.ts'
import { withSignals } from '../signals.ts'

export async function saveCommand(name: string, flags: CommonFlags): Promise<number> {
  const project = await openProject(projectOptions(flags))
  await withSignals((signal) => saveMachine(project, name, signal))
  say(`Saved; the machine goes on. Back to it: smart-os run --profile ${project.loaded.profile.name} --restore ${name}`)
  return ExitStatus.done
}

export async function listCommand(flags: CommonFlags & { json?: boolean }): Promise<number> {
  const saved = await listSaved(await openProject(projectOptions(flags)))
  if (flags.json) print(JSON.stringify(saved, null, 2))
  else if (saved.length === 0) say('No machine was saved: smart-os snapshot save NAME, while one runs')
  else
    for (const { name, created, bytes, memory } of saved)
      print(`${name}  ${created.replace('T', ' ').slice(0, 16)}  ${formatSize(memory)} of memory  ${formatSize(bytes)}`)
  return ExitStatus.done
}

export async function deleteCommand(name: string, flags: CommonFlags): Promise<number> {
  await deleteSaved(await openProject(projectOptions(flags)), name)
  return ExitStatus.done
}
