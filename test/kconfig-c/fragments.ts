/** Merging of fragments against the kernel's merge_config.sh and conf: the text, and which requests did not survive. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mergeFragments, parseDotConfig } from '../../src/kconfig/index.ts'
import { run } from '../../src/system/exec.ts'
import { temporaryFolder } from '../../src/system/files.ts'
import { differing, type Side, type Verdict } from './comparison.ts'

/** Files of the tree, the base first; the last word is what nobody asks for. */
const CASES: [files: string[], unset: 'default' | 'no'][] = [
  [['arch/x86/configs/x86_64_defconfig', 'kernel/configs/debug.config'], 'default'],
  [['arch/x86/configs/x86_64_defconfig', 'kernel/configs/kvm_guest.config', 'kernel/configs/xen.config'], 'default'],
  [
    ['arch/x86/configs/x86_64_defconfig', 'arch/x86/configs/i386_defconfig', 'kernel/configs/android-base.config'],
    'default',
  ],
  [['kernel/configs/tiny-base.config', 'kernel/configs/tiny.config', 'kernel/configs/nopm.config'], 'no'],
  [['arch/arm/configs/multi_v7_defconfig', 'kernel/configs/debug.config'], 'no'],
]

export async function* fragments(treeDir: string, side: Side): AsyncGenerator<Verdict> {
  for (const [files, unset] of CASES) {
    const name = `merge ${files.map((file) => file.split('/').pop()).join(' ')}`
    const texts = await Promise.all(
      files.map(async (file) => ({ name: file, text: await readFile(join(treeDir, file), 'utf8') })),
    )
    const merged = await scriptMerges(treeDir, files)
    const c = await side.ask({ name, mode: unset === 'no' ? 'allnoconfig' : 'alldefconfig', allConfig: merged })
    const ours = mergeFragments(side.tree, texts, { unset })
    const requested = parseDotConfig(merged).values
    const final = parseDotConfig(c.text).values
    const lost = [...requested]
      .filter(([symbol, value]) => (final.get(symbol) ?? 'n') !== value)
      .map(([symbol]) => symbol)
    const listed = (symbols: string[]) => symbols.sort().join('\n')
    const text = differing(c.text, ours.heading + ours.text)
    yield {
      name,
      ...(text.difference === undefined
        ? differing(listed(lost), listed(ours.dropped.map(({ symbol }) => symbol)), 'dropped, ')
        : text),
    }
  }
}

/** What merge_config.sh hands to conf (-m: and does not start it). */
async function scriptMerges(treeDir: string, files: readonly string[]): Promise<string> {
  await using folder = await temporaryFolder('kconfig-merge-')
  const script = join(treeDir, 'scripts', 'kconfig', 'merge_config.sh')
  const paths = files.map((file) => join(treeDir, file))
  await run(['sh', script, '-m', '-O', folder.path, ...paths], { cwd: folder.path })
  return await readFile(join(folder.path, '.config'), 'utf8')
}
