/** `--set key=value`: one dotted key in the words of a profile file, validated by the same schema. */
import { ExitStatus, SmartError } from '../system/error.ts'
import { describeProblem, flattenIssue, parseYamlData, problemsError } from '../system/yaml.ts'
import { mergeProfile } from './merge.ts'
import { profileFileSchema } from './schema.ts'
import type { Profile } from './types.ts'

/** The profile with `path` set to `value` (as in the file: `64M`, `[a, b]`, `true`). Throws SmartError (usage). */
export function setValue(profile: Profile, path: string, value: unknown, where = `--set ${path}`): Profile {
  const keys = splitPath(path)
  const [section] = keys
  if (keys.length === 0 || keys.some((key) => key === ''))
    throw usage(`${where}: the key is empty`, 'Write key=value, for example system.hostname=box')
  if (['schema', 'name', 'extends'].includes(section ?? ''))
    throw usage(
      `${where}: ${section} cannot be set from outside the file`,
      'Edit the profile, or save it under another name',
    )
  const file: Record<string, unknown> = { schema: 1, name: profile.name }
  let target = file
  for (const key of keys.slice(0, -1)) {
    const inner: Record<string, unknown> = {}
    target[key] = inner
    target = inner
  }
  target[keys.at(-1) ?? ''] = value
  const result = profileFileSchema.safeParse(file)
  if (!result.success)
    throw problemsError(
      result.error.issues
        .flatMap(flattenIssue)
        .map((issue) => ({ where, ...describeProblem(issue, value, profileFileSchema) })),
    )
  // Merging makes a child of the profile; a changed setting leaves it the child it was.
  return {
    ...mergeProfile(profile, result.data),
    ...(profile.extends === undefined ? {} : { extends: profile.extends }),
  }
}

/** Applies `key=value` texts in order. The value is YAML, so `[a, b]`, `true` and `64M` mean what they do in a file. */
export function applySets(profile: Profile, sets: readonly string[]): Profile {
  return sets.reduce((current, text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw usage(`--set ${text}: expected key=value`, 'For example --set system.hostname=box')
    const [path, raw] = [text.slice(0, equals).trim(), text.slice(equals + 1)]
    return setValue(current, path, parseValue(raw, path))
  }, profile)
}

function parseValue(raw: string, path: string): unknown {
  try {
    return (
      parseYamlData(`value: ${raw.includes('\n') ? JSON.stringify(raw) : raw}`, `--set ${path}`) as { value: unknown }
    ).value
  } catch {
    // Not YAML (a lone quote, a colon): then it is the text itself, and the schema judges it.
    return raw
  }
}

/** Kernel symbols and driver ids contain no dots, so a dotted path is unambiguous. */
function splitPath(path: string): string[] {
  return path.split('.')
}

function usage(message: string, hint: string): SmartError {
  return new SmartError(message, { hint, exitStatus: ExitStatus.usage })
}
