/** Warnings as the kernel's conf prints them. */
import type { KconfigWarning } from './ast.ts'
import type { ConfigMessage } from './read-config.ts'

/** Of the Kconfig files. */
export function formatWarning({ kind, location, message }: KconfigWarning): string {
  if (kind === 'info' || kind === 'shell') return message
  return `${location.file}:${location.line}:${kind === 'parser' ? 'warning:' : ''} ${message}`
}

/** Of a .config. */
export function formatMessage({ file, line, message }: ConfigMessage): string {
  return file === undefined ? `\n${message}` : `${file}:${line}:warning: ${message}`
}
