/** What a symbol adds to the kernel, in words. */
import type { SymbolCost } from '../../../pipeline/types.ts'
import { formatSize } from '../../../system/size.ts'

/** `~24 KB`: other options change the objects of a symbol a little, so more digits would say what nobody knows. */
export function sizeWords(cost: SymbolCost | undefined): string {
  return cost ? about(cost.bytes) : ''
}

/** A sentence with its source; empty where nothing was measured. */
export function costWords(cost: SymbolCost | undefined): string {
  if (!cost) return ''
  const shared = cost.shared === 0 ? '' : `, ${about(cost.shared)} of it shared with other options`
  return `Adds ${about(cost.bytes)} uncompressed${shared}, measured in builds on this machine.`
}

function about(bytes: number): string {
  return `~${formatSize(bytes < 1024 ? bytes : Math.round(bytes / 1024) * 1024)}`
}
