/** Every screen but the first, and every dialog, by name: what is loaded while the person looks at the first. */
import type { Dialog, ScreenName } from '../state.ts'
import { useAppState } from '../store.ts'
import { Build } from './build.tsx'
import { Compare } from './compare.tsx'
import { Configure } from './configure.tsx'
import { Console } from './console.tsx'
import { Draft } from './draft.tsx'
import { Form } from './form.tsx'
import { Help } from './help.tsx'
import { Info } from './info.tsx'
import { KernelInfo } from './kernel-info.tsx'
import { KernelMenu } from './kernel-menu.tsx'
import { KernelWhy } from './kernel-why.tsx'
import { Launch } from './launch.tsx'
import { LogView } from './log-view.tsx'
import { NewProfile } from './new-profile.tsx'
import { OpenFile } from './open-file.tsx'
import { Palette } from './palette.tsx'
import { Picture } from './picture.tsx'
import { Plan } from './plan.tsx'
import { Result } from './result.tsx'
import { Save } from './save.tsx'
import { Search } from './search.tsx'
import { DeleteSaved, Leave, QuitMachine } from './small-dialogs.tsx'
import { StepPage } from './step-page.tsx'
import { Why } from './why.tsx'

export const SCREENS: Record<Exclude<ScreenName, 'profiles'>, (props: { active: boolean }) => React.ReactNode> = {
  configure: Configure,
  kernel: KernelMenu,
  plan: Plan,
  build: Build,
  launch: Launch,
  console: Console,
  result: Result,
}

export function DialogView({ dialog }: { dialog: Dialog }) {
  const editor = useAppState((state) => state.editor)
  switch (dialog.type) {
    case 'help':
      return <Help />
    case 'leave':
      return <Leave after={dialog.after} />
    case 'quit-machine':
      return <QuitMachine />
    case 'delete-saved':
      return <DeleteSaved saved={dialog.saved} />
    case 'new-profile':
      return <NewProfile from={dialog.from} />
    case 'compare':
      return <Compare project={dialog.project} />
    case 'draft':
      return <Draft draft={dialog.draft} changes={dialog.changes} />
    case 'open-file':
      return <OpenFile />
    case 'step':
      return <StepPage id={dialog.id} />
    case 'picture':
      return <Picture file={dialog.file} picture={dialog.picture} />
    case 'log':
      return <LogView title={dialog.title} path={dialog.path} />
    case 'search':
      return <Search editor={editor} commands={dialog.commands} />
    case 'palette':
      return <Palette editor={editor} commands={dialog.commands} />
    case 'save':
      return editor ? <Save editor={editor} after={dialog.after} /> : null
    case 'info':
      return editor ? <Info editor={editor} id={dialog.id} /> : null
    case 'kernel-info':
      return <KernelInfo component={dialog.component} entry={dialog.entry} />
    case 'kernel-why':
      return <KernelWhy component={dialog.component} name={dialog.symbol} wanted={dialog.wanted} />
    case 'form':
      return editor ? <Form editor={editor} path={dialog.path} index={dialog.index} symbol={dialog.symbol} /> : null
    case 'why':
      return editor ? <Why editor={editor} id={dialog.id} wanted={dialog.wanted} /> : null
  }
}
