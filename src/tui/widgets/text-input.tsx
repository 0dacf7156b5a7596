/** One line of text being edited: a pure reducer for the line, and a row that shows it with the cursor in view. */
import { useRef, useState } from 'react'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { width } from '../model/text.ts'
import type { Segment } from './line.tsx'

export interface LineEdit {
  text: string
  /** Position of the cursor in characters. */
  cursor: number
  /** The whole line is marked: what is typed takes its place. */
  selected?: boolean
}

export type LineAction =
  | { type: 'insert'; text: string }
  | { type: 'erase' | 'delete' | 'left' | 'right' | 'start' | 'end' | 'clear' }

/** Pure. Works on code points, so that no character is torn apart. */
export function editLine({ text, cursor, selected }: LineEdit, action: LineAction): LineEdit {
  if (selected && (action.type === 'insert' || action.type === 'erase' || action.type === 'delete'))
    return editLine({ text: '', cursor: 0 }, action)
  const characters = [...text]
  const [before, after] = [characters.slice(0, cursor), characters.slice(cursor)]
  switch (action.type) {
    case 'insert':
      return { text: [...before, action.text, ...after].join(''), cursor: cursor + [...action.text].length }
    case 'erase':
      return cursor === 0 ? { text, cursor } : { text: [...before.slice(0, -1), ...after].join(''), cursor: cursor - 1 }
    case 'delete':
      return { text: [...before, ...after.slice(1)].join(''), cursor }
    case 'left':
      return { text, cursor: Math.max(0, cursor - 1) }
    case 'right':
      return { text, cursor: Math.min(characters.length, cursor + 1) }
    case 'start':
      return { text, cursor: 0 }
    case 'end':
      return { text, cursor: characters.length }
    case 'clear':
      return { text: '', cursor: 0 }
  }
}

export interface LineInput extends LineEdit {
  /** Puts another text into the line; `quietly` where it is not to be taken for typed. */
  set: (text: string, quietly?: boolean) => void
}

interface TextInputOptions {
  initial: string
  active?: boolean
  onAccept: (text: string) => void
  onCancel: () => void
  onChange?: (text: string) => void
  /** Enter and Esc belong to somebody else (a search with its own keys). */
  bare?: boolean
  /** Starts marked: typing replaces it, moving the cursor keeps it. */
  selected?: boolean
}

/** State and keys of an input line; draw it with inputSegments(). */
export function useTextInput({
  initial,
  active = true,
  onAccept,
  onCancel,
  onChange,
  bare = false,
  selected = false,
}: TextInputOptions): LineInput {
  const [line, setLine] = useState<LineEdit>(() => fresh(initial, selected && initial !== ''))
  // Several keys can arrive before the next drawing: the reference is always the newest.
  const latest = useRef(line)
  const apply = (action: LineAction) => {
    const before = latest.current
    latest.current = editLine(before, action)
    setLine(latest.current)
    if (latest.current.text !== before.text) onChange?.(latest.current.text)
  }
  useKeys(
    {
      ...(bare ? {} : { 'edit.accept': () => onAccept(latest.current.text), 'edit.cancel': onCancel }),
      'edit.erase': () => apply({ type: 'erase' }),
      'edit.delete': () => apply({ type: 'delete' }),
      'edit.left': () => apply({ type: 'left' }),
      'edit.right': () => apply({ type: 'right' }),
      'edit.start': () => apply({ type: 'start' }),
      'edit.end': () => apply({ type: 'end' }),
      'edit.clear': () => apply({ type: 'clear' }),
    },
    { priority: Priority.editor, active, modal: !bare, onText: (text) => apply({ type: 'insert', text }) },
  )
  return {
    ...line,
    set: (text: string, quietly = false) => {
      latest.current = fresh(text, false)
      setLine(latest.current)
      if (!quietly) onChange?.(text)
    },
  }
}

function fresh(text: string, selected: boolean): LineEdit {
  return { text, cursor: [...text].length, ...(selected ? { selected } : {}) }
}

/** The line as it is shown of a password: how long it is, and no more. */
export function maskLine({ text, cursor }: LineEdit, unicode: boolean): LineEdit {
  return { text: (unicode ? '•' : '*').repeat([...text].length), cursor }
}

/** The line in at most `columns`, the part around the cursor, the cursor itself reversed. */
export function inputSegments({ text, cursor, selected }: LineEdit, columns: number): Segment[] {
  const { shown, at } = inView({ text, cursor, selected: selected ?? false }, columns)
  if (selected) return [[shown.join(''), 'cursor'], [' ']]
  return [
    [shown.slice(0, at).join(''), 'title'],
    [shown[at] ?? ' ', 'cursor'],
    [shown.slice(at + 1).join(''), 'title'],
  ]
}

/** Cells before the cursor in what inputSegments() shows of the line. */
export function cursorCells(line: LineEdit, columns: number): number {
  const { shown, at } = inView(line, columns)
  return width(shown.slice(0, at).join(''))
}

/** The characters around the cursor that fit, and where among them it is. */
function inView({ text, cursor, selected }: LineEdit, columns: number): { shown: string[]; at: number } {
  const characters = [...text]
  const room = columns - 1
  if (selected) return { shown: characters.slice(0, room), at: Math.min(cursor, room) }
  const start = Math.max(0, Math.min(cursor - room + 1, characters.length - room))
  return { shown: characters.slice(start, start + room), at: cursor - start }
}
