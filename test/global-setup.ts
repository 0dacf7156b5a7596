/** Tests of the command line run the bundle: it has to be that of the sources as they are. */
import { ensureBundle } from '../src/setup/ensure.mjs'

export default async function setup(): Promise<void> {
  await ensureBundle()
}
