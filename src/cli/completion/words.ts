/** The words of a place in the line: a fixed list, or asked of the program itself, which knows profiles and components. */
import type { OptionRow } from './model.ts'

/** Shell text that gives the words, for use inside double quotes. */
export function candidates({ values, kind }: Pick<OptionRow, 'values' | 'kind'>): string {
  if (values.length > 0) return values.join(' ')
  return kind === 'text' || kind === 'file' || kind === 'folder' ? '' : `$(smart-os complete ${kind} 2>/dev/null)`
}
