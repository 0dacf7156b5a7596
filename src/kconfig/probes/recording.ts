/**
 * Answers in a file, so that two implementations, or two machines, can be compared on the same ones. JSON: the variables that
 * the tree was read with, and each command with its output; the tree's folder stands as `$(srctree)` in both.
 */
import { z } from 'zod'
import { SmartError } from '../../system/error.ts'
import { type Position, syntaxError } from '../syntax-error.ts'
import type { ProbeAnswer } from './answer.ts'

const schema = z.strictObject({
  schema: z.literal(1),
  environment: z.record(z.string(), z.string()),
  answers: z.record(z.string(), z.strictObject({ output: z.string(), said: z.string().optional() })),
})

export interface Recording {
  /** The variables that the tree was read with. */
  environment: ReadonlyMap<string, string>
  /** Throws SmartError, located, for a command that was not recorded. */
  answer(command: string, at: Position): ProbeAnswer
}

/** The text of a recording: sorted, so that two of them can be compared line by line. */
export function formatRecording(
  treeDir: string,
  environment: ReadonlyMap<string, string>,
  answers: ReadonlyMap<string, ProbeAnswer>,
): string {
  const portable = (text: string) => text.replaceAll(treeDir, '$(srctree)')
  const sorted = <Value>(entries: Iterable<[string, Value]>) =>
    Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)))
  const recording: z.infer<typeof schema> = {
    schema: 1,
    environment: sorted([...environment].map(([name, value]) => [name, portable(value)])),
    answers: sorted([...answers].map(([command, answer]) => [portable(command), answer])),
  }
  return `${JSON.stringify(recording, null, 2)}\n`
}

/** Reads a recording for a tree. Throws SmartError for a text that is none. `name` is the file's, for messages. */
export function parseRecording(text: string, name: string, treeDir: string): Recording {
  const parsed = schema.safeParse(parseJson(text, name))
  if (!parsed.success)
    throw new SmartError(`${name} is no recording of probes: ${z.prettifyError(parsed.error)}`, {
      where: name,
      hint: 'smart-os kconfig MODE --record FILE writes one',
    })
  const { answers, environment } = parsed.data
  const here = (text: string) => text.replaceAll('$(srctree)', treeDir)
  return {
    environment: new Map(Object.entries(environment).map(([variable, value]) => [variable, here(value)])),
    answer: (command, at) => {
      const found = answers[command.replaceAll(treeDir, '$(srctree)')]
      if (found === undefined || !Object.hasOwn(answers, command.replaceAll(treeDir, '$(srctree)')))
        throw syntaxError(
          `the recording ${name} has no answer for the command ${command}`,
          at,
          'Record it with the same tree, architecture and compiler',
        )
      return found.said === undefined ? { output: found.output } : { output: found.output, said: found.said }
    },
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SmartError(`${name} is no recording of probes: it is no JSON`, {
      where: name,
      hint: 'smart-os kconfig MODE --record FILE writes one',
      cause,
    })
  }
}
