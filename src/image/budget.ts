/** The size budget: what boots (kernel and initramfs) and what the root partition has in use may not exceed image.budget. */
import { StepError } from '../build/diagnosis.ts'
import { formatSize, sizeToText } from '../system/size.ts'
import { biggestFiles, bytesByComponent } from './sizes.ts'
import type { RootfsManifest } from './types.ts'

/** Bytes that count against the budget. */
export interface Usage {
  kernel: number
  initramfs: number
  /** In use in the root partition; 0 where everything is in the initramfs. */
  root: number
}

/** Sum of the usage. */
export function usageBytes(usage: Usage): number {
  return usage.kernel + usage.initramfs + usage.root
}

/** Throws SmartError with the overshoot to the byte and the biggest contributors when the budget is exceeded. */
export function checkBudget(usage: Usage, budget: number, manifest: RootfsManifest): void {
  const total = usageBytes(usage)
  const over = total - budget
  if (over <= 0) return
  const parts = [`kernel ${formatSize(usage.kernel)}`, `initramfs ${formatSize(usage.initramfs)}`]
  if (usage.root > 0) parts.push(`root ${formatSize(usage.root)}`)
  const components = Object.entries(bytesByComponent(manifest))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, 5)
    .map(([component, bytes]) => `  ${component}  ${formatSize(bytes)}`)
  const files = biggestFiles(manifest, 5).map(
    ({ path, component, bytes }) => `  ${path} (${component})  ${formatSize(bytes)}`,
  )
  throw new StepError(
    'budget',
    [
      `The image is ${over} bytes (${formatSize(over)}) over its budget of ${sizeToText(budget)}: ${parts.join(' + ')}`,
      'Biggest components:',
      ...components,
      'Biggest files:',
      ...files,
    ].join('\n'),
    {
      where: 'image.budget',
      hint: `Leave something out, or raise image.budget to ${sizeToText(Math.ceil(total / 1024 ** 2) * 1024 ** 2)}`,
    },
  )
}
