/** What a setting of the profile is to the configurator: its path in the words of the file, how it is edited, what it means. */

export type FieldType = 'text' | 'size' | 'int' | 'choice' | 'bool' | 'list' | 'address' | 'secret'

/** One value, of the profile itself or of a member of one of its lists. */
export interface FieldSpec {
  /** Name in the file. */
  key: string
  title: string
  /** What it is for, in one or two sentences. */
  help: string
  type: FieldType
  /** Of a choice, in order; of a list, what its members may be. */
  values?: readonly string[]
  /** May be empty: then there is none. */
  optional?: boolean
  /** Left empty it is there all the same, as an empty text, unless the field of this name says something. */
  unless?: string
  /** An example for the input line. */
  example?: string
  /** What is in force while nothing is set. */
  unset?: string
  min?: number
  max?: number
  /** Line ends are typed as \n. */
  lines?: boolean
}

/** How the members of a list are called, shown and made. */
export interface ItemSpec {
  /** `disk`: for "Add a disk". */
  noun: string
  fields: readonly FieldSpec[]
  /** Members are plain texts, and `fields` has the one that says what they look like. */
  plain?: boolean
  /** Their order means something: they can be moved. */
  ordered?: boolean
  /** One line for the row: name and what there is to say of it. */
  title: (item: Record<string, unknown>, index: number) => string
  summary: (item: Record<string, unknown>) => string
}

export type SettingSection = 'system' | 'kernel' | 'network' | 'image' | 'machine'

export interface SettingSpec extends Omit<FieldSpec, 'key' | 'type'> {
  /** Dotted path of a profile file. */
  path: string
  section: SettingSection
  type: FieldType | 'items' | 'part'
  /** Heading under which the row stands. */
  group: string
  /** Of a list of members that are edited one by one. */
  items?: ItemSpec
  /** The settings in here are written as one: the path of that part, which has to be there for the row to be shown. */
  within?: string
  /** Of a part: what it is switched on with. */
  fresh?: unknown
}

type More = Partial<Omit<SettingSpec, 'path' | 'title' | 'help' | 'type' | 'section' | 'group'>>

/** Makes the rows of one section's heading. */
export function group(section: SettingSection, name: string) {
  return (path: string, title: string, type: SettingSpec['type'], help: string, more: More = {}): SettingSpec => ({
    section,
    group: name,
    path,
    title,
    type,
    help,
    ...more,
  })
}

/** A field of a list's members. */
export function field(
  key: string,
  title: string,
  type: FieldType,
  help: string,
  more: Partial<FieldSpec> = {},
): FieldSpec {
  return { key, title, type, help, ...more }
}
