/** A host whose apt lists name the small signed archive of fixtures/, served on 127.0.0.1. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { emptyCache, FIXTURES, type Handler, serve } from './server.ts'

/** Serves the archive. */
export const archive: Handler = async (request, response) => {
  const path = normalize(decodeURIComponent(request.url ?? '')).replace('/debian/', '')
  const body = await readFile(join(FIXTURES, 'archive', path)).catch(() => undefined)
  if (body) response.writeHead(200, { 'content-length': body.length }).end(body)
  else response.writeHead(404).end()
}

/** A cache, a server, and a host whose lists name that server. */
export async function archiveHost(handler: Handler = archive) {
  const cache = await emptyCache()
  const server = await serve(handler)
  const hostRoot = join(cache.folder, 'host root')
  const list = `deb [signed-by=${FIXTURES}archive/debian-archive-test.asc] ${server.url}/debian bookworm main\n`
  const files = { 'etc/os-release': 'ID=debian\nVERSION_CODENAME=bookworm\n', 'etc/apt/sources.list': list }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(hostRoot, path)), { recursive: true })
    await writeFile(join(hostRoot, path), text)
  }
  return {
    ...cache,
    server,
    context: { ...cache.context, hostRoot },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await cache[Symbol.asyncDispose]()
    },
  }
}

/** Serves the archive with the index that came later. */
export const laterArchive: Handler = (request, response) => {
  if (request.url) request.url = request.url.replace('/dists/bookworm/', '/dists/later/')
  archive(request, response)
}
