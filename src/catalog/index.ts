/** The catalog room's front door. */
export { builtinCatalogFolder, loadCatalog } from './load.ts'
