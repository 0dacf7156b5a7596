/** Byte sizes as people write them: `64M`, `1.5G`, `4096`. Powers of 1024, as QEMU and truncate(1) have it. */

const UNITS = { '': 1, B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 } as const

/** Parses a size to bytes; undefined when the text is not one. `64M`, `64MB` and `64MiB` are the same. */
export function parseSize(text: string | number): number | undefined {
  if (typeof text === 'number') return Number.isSafeInteger(text) && text >= 0 ? text : undefined
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*$/i.exec(text)
  if (!match) return undefined
  const bytes = Number(match[1]) * UNITS[(match[2] ?? '').toUpperCase() as keyof typeof UNITS]
  return Number.isSafeInteger(Math.round(bytes)) ? Math.round(bytes) : undefined
}

/** Bytes for a person: `2.05 MB`, `312 KB`, `64 MB`. Units are powers of 1024; three significant digits. */
export function formatSize(bytes: number): string {
  const sign = bytes < 0 ? '-' : ''
  let value = Math.abs(bytes)
  if (value < 1024) return `${sign}${value} B`
  for (const unit of ['KB', 'MB', 'GB', 'TB']) {
    value /= 1024
    if (value < 1024 || unit === 'TB') {
      const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2
      return `${sign}${value.toFixed(digits)} ${unit}`
    }
  }
  return `${sign}${bytes} B`
}

/** Bytes in the shortest exact profile spelling: 67108864 → `64M`. */
export function sizeToText(bytes: number): string {
  for (const unit of ['T', 'G', 'M', 'K'] as const) {
    if (bytes >= UNITS[unit] && bytes % UNITS[unit] === 0) return `${bytes / UNITS[unit]}${unit}`
  }
  return String(bytes)
}

/** Seconds for a person: `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
}
