/** `smart-os doctor --fix`: only the host packages. */
import { ensureHostPackages, guarded } from './ensure.mjs'

await guarded(() => ensureHostPackages())
