/** Taking what was typed: a value, or the form of a list's member, as one undoable step; or what is wrong with it. */
import { messageOf } from '../../system/error.ts'
import { itemsChange, withItem } from '../model/items.ts'
import { judgeMember, type MemberForm, memberFrom, type Texts, typedSecrets } from '../model/member.ts'
import type { MenuRow } from '../model/menu.ts'
import { changeTo } from '../model/toggle.ts'
import { changeOf, judgeValue, startText, titleOf } from '../model/value.ts'
import type { Session } from '../session.ts'

type Parts = Pick<Session, 'core' | 'editing' | 'context'>

/** Comes back with the complaint, or undefined once the value is in the profile. An empty secret leaves it as it is. */
export async function takeValue(session: Parts, row: MenuRow, text: string): Promise<string | undefined> {
  const editor = session.context.store.getState().editor
  if (!editor) return undefined
  if ((row.kind === 'setting' || row.kind === 'option') && row.spec.type === 'secret') {
    if (text === '') return undefined
    try {
      const hash = await session.core.hashPassword(text)
      return session.editing.change({ label: `${row.spec.title} is set`, changes: [changeTo(row, hash)] })
    } catch (error) {
      return messageOf(error)
    }
  }
  const wrong = judgeValue(session.core, editor.project.configuration.profile, row, text)
  const change = changeOf(row, text)
  if (wrong !== undefined || !change || text.trim() === startText(row)) return wrong
  return session.editing.change({ label: `${titleOf(row)}: ${text.trim() || 'none'}`, changes: [change] })
}

/** Complaints by field ('' is what belongs to none); none once the member is in its list. */
export async function takeMember(
  session: Parts,
  form: MemberForm,
  texts: Texts,
  forgotten: readonly string[],
): Promise<Record<string, string>> {
  const { spec, file, items, index } = form
  const editor = session.context.store.getState().editor
  if (!spec || !editor) return {}
  const wrong = judgeMember(session.core, editor.project.configuration.profile, form, texts, forgotten)
  if (Object.keys(wrong).length > 0) return wrong
  try {
    const secrets: Record<string, string> = {}
    for (const key of typedSecrets(form, texts)) secrets[key] = await session.core.hashPassword(texts[key] ?? '')
    const item = memberFrom(form, texts, secrets, forgotten)
    const title = spec.items?.title(item, index ?? items.length) ?? ''
    const refused = session.editing.change({
      label: `${spec.title}: ${title} ${index === undefined ? 'added' : 'changed'}`,
      changes: [itemsChange(spec, file, withItem(items, index, item))],
    })
    return refused === undefined ? {} : { '': refused }
  } catch (error) {
    return { '': messageOf(error) }
  }
}
