/** Search as you type over components, drivers, options, settings, kernel symbols, and everything that can be done. */
import { useCallback, useEffect, useMemo } from 'react'
import type { Command } from '../keys.ts'
import { commandItems, namedItems } from '../model/palette.ts'
import { actionEntries, searchIndex } from '../model/search.ts'
import type { Editor } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Finder } from '../widgets/finder.tsx'

interface SearchProps {
  editor: Editor | undefined
  /** What was possible on the screen from which it was opened. */
  commands: readonly Command[]
}

export function Search({ editor, commands }: SearchProps) {
  const { session, theme, store } = useAppContext()
  const onProfiles = useAppState((state) => state.path.at(-1) === 'profiles')
  const contents = useAppState((state) => state.contents)
  const searchable = useAppState((state) => state.kernel.searchable)
  const inMenu = useAppState((state) => state.path.at(-1) === 'kernel')
  // Symbols join in as soon as their tree is read; what is not on this machine is not asked for here.
  useEffect(() => {
    if (!onProfiles && editor)
      for (const component of session.kernel.components()) void session.kernel.prepare(component)
  }, [session, editor, onProfiles])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entries are the session's; which are there is in the state
  const symbols = useMemo(() => session.kernel.entries(), [session, searchable])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read of profiles meanwhile are more words to find them by
  const index = useMemo(() => {
    const state = store.getState()
    const actions = actionEntries([...commandItems(commands, theme.unicode), ...namedItems(state)])
    if (onProfiles)
      return [...session.finding.profileEntries(), ...actions.filter(({ id }) => !id.startsWith('action open.'))]
    if (!editor) return actions
    const { configuration } = editor.project
    const rest = [...searchIndex(configuration, session.core.profileAsFile(configuration.profile)), ...actions]
    return inMenu ? [...symbols, ...rest] : [...rest, ...symbols]
  }, [session, store, editor, commands, theme.unicode, onProfiles, contents, symbols, inMenu])
  const pick = useCallback((entry: (typeof index)[number]) => session.finding.pick(entry), [session])
  return (
    <Finder
      title="Search"
      prompt="/"
      index={index}
      memory={onProfiles ? 'profiles' : 'search'}
      onPick={pick}
      hint="words that must all match, or re: and a pattern"
    />
  )
}
