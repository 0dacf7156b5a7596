/** What the bundle does differently from the libraries as they come, each for the time until the first frame. */
import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Takes the place of Intl.Segmenter. */
export const GRAPHEMES = join(import.meta.dirname, 'graphemes.mjs')

const YOGA_DATA = /"data:application\/octet-stream;base64,([^"]+)"/
const YOGA_OPTIONS = 'loadYoga = loadYoga || {};'

/**
 * Yoga holds its WebAssembly as base64 in a data: address and fetches that, for which Node loads its whole HTTP client (30 ms of the first
 * frame). Here it is a file beside the bundle: no base64 to read, nothing to fetch, and made at once, not by way of another thread.
 */
export const yogaFromFile = {
  name: 'yoga-from-file',
  setup(build) {
    let wasm
    build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const data = YOGA_DATA.exec(source)?.[1]
      if (data === undefined || !source.includes(YOGA_OPTIONS))
        throw new Error(`${path} is not what it was: see yogaFromFile`)
      wasm = Buffer.from(data, 'base64')
      const contents = source
        .replace(YOGA_DATA, '""')
        .replace(
          YOGA_OPTIONS,
          'loadYoga = { instantiateWasm(imports, made) { return instantiateYoga(imports, made) } };',
        )
      return { contents: `${INSTANTIATE}\n${contents}` }
    })
    build.onResolve({ filter: /^yoga\.wasm$/ }, () => ({ path: 'yoga.wasm', namespace: 'yoga' }))
    build.onLoad({ filter: /.*/, namespace: 'yoga' }, () => ({ contents: wasm, loader: 'file' }))
  },
}

const INSTANTIATE = `
import { readFileSync } from 'node:fs'
import wasm from 'yoga.wasm'
function instantiateYoga(imports, made) {
  const bytes = readFileSync(new URL(wasm, import.meta.url))
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports)
  made(instance)
  return instance.exports
}`

const WIDTH_START = 'const eastAsianWidthOptions = '
const EMOJI = /const rgiEmojiRegex = (.+);/

/**
 * The pattern of all emoji takes 15 ms to make, and is asked for with the first character that is not ASCII: a line, an arrow. It is
 * made when a text has something else than characters of one column each.
 */
export const widthWithoutEmoji = {
  name: 'width-without-emoji',
  setup(build) {
    build.onLoad({ filter: /string-width\/index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (!EMOJI.test(source) || !source.includes(WIDTH_START))
        throw new Error(`${path} is not what it was: see widthWithoutEmoji`)
      const contents = source
        .replace(EMOJI, 'let madeEmoji; const rgiEmojiRegex = { test: (text) => (madeEmoji ??= $1).test(text) };')
        .replace(WIDTH_START, `if (isOneColumnEach(string)) return string.length;\n${WIDTH_START}`)
      return { contents: `import { isOneColumnEach } from ${JSON.stringify(GRAPHEMES)};\n${contents}` }
    })
  },
}

/** Node's own opens stderr and takes 3 ms; signal-exit, which asks for it, needs one word of it. */
const ASSERT = 'exports.equal = (found, wanted, message) => { if (found != wanted) throw new TypeError(message) }'

/** A library of the older kind asks for a builtin module by `require`, which an ES module does not have. */
export const requiredBuiltins = {
  name: 'required-builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z0-9_:/]+$/ }, ({ path, kind }) => {
      if (kind !== 'require-call' || !isBuiltin(path)) return undefined
      return { path: path.replace(/^node:/, ''), namespace: 'required-builtin' }
    })
    build.onLoad({ filter: /.*/, namespace: 'required-builtin' }, ({ path }) => ({
      contents: path === 'assert' ? ASSERT : `module.exports = ${builtin(path)}`,
    }))
  },
}

/** Loaded when one of their functions is called: the first frame starts no program and packs nothing, a query writes no cache. */
const WHEN_CALLED = new Set(['child_process', 'fs/promises', 'v8', 'zlib'])

/** An import of builtin modules as esbuild writes it: a default name, or all under one name, or names in braces. */
const IMPORT = /(?<=^|[;}\n])import(?: ([\w$]+))?(?:\*as ([\w$]+))?,?(?:\{([^}]*)\})? ?from"node:([\w/]+)";/g
/**
 * For `import … from 'node:util'` Node makes a facade of the module and reads everything it exports, which loads what nobody asked
 * for (argument parsing, reports, workers: 7 ms over the modules that the first frame needs). `process.getBuiltinModule` gives the
 * module itself, and only what is imported is read from it. Takes and gives the text of a bundled file.
 */
export function withoutFacades(code) {
  const lines = []
  const rest = code.replaceAll(IMPORT, (statement, whole, star, names = '', module) => {
    for (const name of [whole, star]) if (name) lines.push(`const ${name}=${wholeModule(module)};`)
    for (const [from, to = from] of names
      .split(',')
      .filter(Boolean)
      .map((pair) => pair.split(' as ')))
      lines.push(
        `const ${to}=${isLater(module, from) ? `(...given)=>` : ''}${builtin(module)}.${from}${isLater(module, from) ? '(...given)' : ''};`,
      )
    // The columns of what follows stay as the source map has them.
    return ' '.repeat(statement.length)
  })
  // Imports hold before the first line of a module runs, wherever they stand.
  return `${lines.join('')}${rest}`
}

function builtin(module) {
  return module === 'process' ? 'globalThis.process' : `globalThis.process.getBuiltinModule("node:${module}")`
}

/** What is read from it is read from the module itself, then. */
function wholeModule(module) {
  const itself = builtin(module)
  return WHEN_CALLED.has(module) ? `new Proxy({},{get:(_,name)=>${itself}[name]})` : itself
}

/** A class is needed as it is, and so is a function with a promise form of its own. */
function isLater(module, name) {
  const value = process.getBuiltinModule(`node:${module}`)[name]
  return WHEN_CALLED.has(module) && typeof value === 'function' && /^[a-z]/.test(name) && !(promisify.custom in value)
}
