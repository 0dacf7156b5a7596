/**
 * Bundles to dist/ with esbuild: src/main.ts as ESM with splitting, so that a command loads only what it imports, and `kconfig` once more
 * as a single file.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GRAPHEMES, requiredBuiltins, widthWithoutEmoji, withoutFacades, yogaFromFile } from './bundle-plugins.mjs'
import { root } from './ensure.mjs'

/** How everything of this program is bundled, the stage of the benchmarks, too. */
const OPTIONS = {
  bundle: true,
  write: false,
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

/** Bundles `entry` into an existing folder; `more` are further options of esbuild. */
export async function bundleInto(folder, entry, more = {}) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [entry], outdir: folder, ...more })
  await Promise.all(
    outputFiles.map(({ path, text, contents }) =>
      writeFile(path, path.endsWith('.js') ? withoutFacades(text) : contents),
    ),
  )
}

/** Writes dist/ whole: into a neighbour first, so that a reader never finds half a bundle. */
export async function bundle() {
  const target = join(root, 'dist')
  const staging = join(root, `dist.${process.pid}.tmp`)
  await mkdir(staging, { recursive: true })
  try {
    await bundleInto(staging, join(root, 'src', 'main.ts'), { splitting: true, sourcemap: 'linked' })
    await bundleInto(staging, join(root, 'src', 'cli', 'kconfig-main.ts'), { splitting: true, sourcemap: 'linked' })
    await rm(target, { recursive: true, force: true })
    await rename(staging, target)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle()
