/** The command palette: everything that is possible here, by name; `key=value` changes a setting as `--set` does. */
import { useCallback, useMemo } from 'react'
import { currentScreen } from '../actions.ts'
import type { Command } from '../keys.ts'
import { commandItems, namedItems, setText, settingItems } from '../model/palette.ts'
import { actionEntries, type SearchEntry } from '../model/search.ts'
import type { SearchResult } from '../model/searcher.ts'
import type { Editor } from '../state.ts'
import { useAppContext, useAppState } from '../store.ts'
import { Finder } from '../widgets/finder.tsx'

interface PaletteProps {
  editor: Editor | undefined
  commands: readonly Command[]
}

export function Palette({ editor: open, commands }: PaletteProps) {
  const { session, store, theme } = useAppContext()
  // On the list of profiles another one may be in view than the one that is open: nobody would see what they change.
  const editor = useAppState((state) => currentScreen(state)) === 'profiles' ? undefined : open
  const index = useMemo(() => {
    const file = editor && session.core.profileAsFile(editor.project.configuration.profile)
    return actionEntries([
      ...commandItems(commands, theme.unicode),
      ...namedItems(store.getState()),
      ...(file ? settingItems(file) : []),
    ])
  }, [session, store, editor, commands, theme.unicode])
  /** A line with `=` is a setting: judged as it is typed, applied by Enter. */
  const special = useCallback(
    (query: string): SearchResult | undefined => {
      const text = editor && setText(query)
      if (text === undefined) return undefined
      const complaint = session.editing.judgeSet(text)
      if (complaint !== undefined) return { entries: [], complaint }
      return { entries: actionEntries([{ id: 'set', title: `Set ${text}`, key: '', action: { type: 'set', text } }]) }
    },
    [session, editor],
  )
  const pick = useCallback((entry: SearchEntry) => session.finding.pick(entry), [session])
  return (
    <Finder
      title="Everything that can be done here"
      prompt=":"
      index={index}
      special={special}
      onPick={pick}
      hint={editor ? 'a command, or key=value' : 'a command'}
    />
  )
}
