/** Kernel: symbols that the profile itself sets, whatever components and drivers ask for. */
import { field, group, type SettingSpec } from './spec.ts'

export const SYMBOL_FIELDS = [
  field('symbol', 'Symbol', 'text', 'Its name in the kernel’s configuration, without CONFIG_.', { example: 'NUMA' }),
  field('value', 'Value', 'text', 'y is built in, m a module, n off; or the number or text that the symbol takes.', {
    example: 'y, m, n, 250 or a text',
  }),
] as const

export const KERNEL_SETTINGS: readonly SettingSpec[] = [
  group('kernel', 'your own')(
    'kernel.config',
    'Own symbols',
    'items',
    'Kernel symbols that this profile sets itself. They go before what components and drivers ask for; one that the kernel refuses stops the build, with the reason.',
    {
      items: {
        noun: 'symbol',
        fields: SYMBOL_FIELDS,
        title: (item) => String(item.symbol),
        summary: (item) => `= ${String(item.value)}`,
      },
    },
  ),
]
