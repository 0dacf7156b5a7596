/** Bundles src/main.ts to dist/ with esbuild: ESM with splitting, so that a command loads only what it imports. */
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './ensure.mjs'

/**
 * Yoga fetches the WebAssembly that it holds as a data: address, and Node then loads its whole HTTP client, 30 ms before the first
 * frame. Where there is no `fetch`, Yoga decodes it itself.
 */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup(build) {
    build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `var fetch = undefined\n${await readFile(path, 'utf8')}`,
      loader: 'js',
    }))
  },
}

/** Writes dist/ whole: into a neighbour first, so that a reader never finds half a bundle. */
export async function bundle() {
  const { build } = await import('esbuild')
  const target = join(root, 'dist')
  const staging = join(root, `dist.${process.pid}.tmp`)
  await mkdir(staging, { recursive: true })
  try {
    await build({
      entryPoints: [join(root, 'src', 'main.ts')],
      outdir: staging,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      minifySyntax: true,
      minifyWhitespace: true,
      sourcemap: 'linked',
      legalComments: 'none',
      define: { 'process.env.NODE_ENV': '"production"' },
      // Ink asks for the devtools only when DEV is set; the bundle leaves them out.
      alias: { 'react-devtools-core': join(root, 'src', 'setup', 'no-devtools.mjs') },
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
      plugins: [yogaWithoutFetch],
      logLevel: 'warning',
    })
    await rm(target, { recursive: true, force: true })
    await rename(staging, target)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle()
