/**
 * Bundles to dist/ with esbuild: src/main.ts as ESM with splitting, so that a command loads only what it imports, and `kconfig` once more
 * as a single file.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GRAPHEMES, requiredBuiltins, widthWithoutEmoji, withoutFacades, yogaFromFile } from './bundle-plugins.mjs'
import { inputsOf, root } from './ensure.mjs'

/** How everything of this program is bundled, the stage of the benchmarks, too. */
const OPTIONS = {
  bundle: true,
  write: false,
  metafile: true,
  absWorkingDir: root,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"', 'Intl.Segmenter': 'Segmenter' },
  inject: [GRAPHEMES],
  // Ink asks for the devtools only when DEV is set; the bundle leaves them out. Signals are the program's own to answer.
  alias: {
    'react-devtools-core': join(root, 'src', 'setup', 'no-devtools.mjs'),
    'when-exit': join(root, 'src', 'setup', 'at-exit.mjs'),
  },
  plugins: [requiredBuiltins, widthWithoutEmoji, yogaFromFile],
  logLevel: 'warning',
}

/**
 * Bundles `entry` into an existing folder; `more` are further options of esbuild. Resolves to the files of this program that the bundle is
 * made of, relative to the root.
 */
export async function bundleInto(folder, entry, more = {}) {
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({ ...OPTIONS, entryPoints: [entry], outdir: folder, ...more })
  await Promise.all(
    outputFiles.map(({ path, text, contents }) =>
      writeFile(path, path.endsWith('.js') ? withoutFacades(text) : contents),
    ),
  )
  // A library's files change with the lock file; what has a colon in its name is made by a plugin.
  return Object.keys(metafile.inputs).filter((path) => !path.startsWith('node_modules/') && !path.includes(':'))
}

/** Writes dist/ whole: into a neighbour first, so that a reader never finds half a bundle. */
export async function bundle() {
  const target = join(root, 'dist')
  const staging = join(root, `dist.${process.pid}.tmp`)
  await mkdir(staging, { recursive: true })
  try {
    for (const entry of ['src/main.ts', 'src/cli/kconfig-main.ts']) {
      const inputs = await bundleInto(staging, join(root, entry), { splitting: true, sourcemap: 'linked' })
      const list = inputsOf(staging, basename(entry, '.ts'))
      await writeFile(list, [...inputs, 'src/setup/bundle.mjs', 'src/setup/bundle-plugins.mjs'].join('\n'))
    }
    await rm(target, { recursive: true, force: true })
    await rename(staging, target)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle()
