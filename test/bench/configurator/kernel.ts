/** The kernel's own menu over its real source: until it is on the screen, each option switched, each letter of a search. */
import { openProject, pipeline } from '../../../src/pipeline/index.ts'
import { fakePipeline } from '../../tui/fakes.ts'
import type { TestTerminal } from '../../tui/terminal.ts'
import { type Press, pause, until, watch } from './frames.ts'
import { figures, type Quickness, times } from './keys.ts'

const QUERIES = ['ikconfig_proc', 'virtio net', 'usb serial converter', 'kasan', 'ext4 journal']

/** Milliseconds. */
export interface KernelTimes {
  symbols: number
  /** From the key that opens the menu until its first entries stand. */
  first: number
  /** Work of it, without waiting for a processor. */
  firstCpu: number
  toggles: Quickness
  letters: Quickness
}

/** From the first screen to the row that opens the kernel's menu. */
export async function toKernelOptions(terminal: TestTerminal): Promise<void> {
  await terminal.shows('Which system?')
  await terminal.shows('▌ minimal')
  await terminal.keys('<enter>')
  await terminal.shows('Components')
  await terminal.keys('<tab><tab><enter>')
  await terminal.shows('▌ Kernel options')
}

/** Leaves caches of probes and tree as a second session finds them. */
export async function warmKernel(): Promise<object> {
  const warm = await pipeline.openConfigurableTree(await openProject({ profile: 'minimal' }), 'linux')
  if (!warm) throw new Error('the source of linux is not unpacked here: build a profile first')
  return {}
}

/** In a process that has not read the tree yet. */
export async function kernelTimes(): Promise<KernelTimes> {
  const project = await openProject({ profile: 'minimal' })
  let symbols = 0
  const fake = fakePipeline({
    catalog: project.catalog,
    openTree: async (component) => {
      if (component !== 'linux') return undefined
      const source = await pipeline.openConfigurableTree(project, component)
      symbols = source?.tree.symbols.size ?? 0
      return source
    },
  })
  await using watched = await watch(fake)
  const { terminal } = watched
  await toKernelOptions(terminal)
  const { wall: first, cpu: firstCpu } = await until(watched, '\r', 'General setup')
  // What is read behind the first menu.
  await pause(3000)
  await terminal.keys('<enter>')
  await terminal.shows('Local version')
  const toggles: Press[] = []
  for (const letters of ['fsystem v', 'faudit', 'fkernel .config', 'fposix', 'fexpert']) {
    await terminal.keys(`${letters}<enter>`)
    toggles.push(...(await times(watched, Array.from({ length: 8 }, () => ['n', 'y', 'u']).flat())))
  }
  await terminal.keys('/')
  await terminal.shows('Search')
  const letters: Press[] = []
  for (const query of QUERIES) {
    letters.push(...(await times(watched, [...query])))
    await terminal.keys('<c-u>')
    await pause(50)
  }
  return { symbols, first, firstCpu, toggles: figures(toggles), letters: figures(letters) }
}
