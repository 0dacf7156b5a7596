/** A guest's terminal, drawn: rows of styled runs as they are, and the hardware cursor where the guest's stands. */
import { Box, Text, type TextProps, useCursor } from 'ink'
import { memo } from 'react'
import type { Vt, VtColor, VtRun } from '../../machine/vt.ts'
import { toAscii } from '../model/text.ts'
import { machineOf } from '../state/machines.ts'
import { useAppContext, useAppState } from '../store.ts'

interface GuestPaneProps {
  /** Which machine's. */
  number: number
  columns: number
  rows: number
  left: number
  top: number
  /** Keys go to it, and so the cursor stands in it. */
  active: boolean
  /** Lines that it is scrolled back. */
  scrolled?: number
}

export function GuestPane({ number, columns, rows, left, top, active, scrolled = 0 }: GuestPaneProps) {
  const { session } = useAppContext()
  useAppState((state) => machineOf(state, number)?.screenVersion)
  const screen = session.launching.screenOf(number)
  const lines = screen?.rows(scrolled) ?? []
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      {active ? <GuestCursor screen={scrolled > 0 ? undefined : screen} place={{ columns, rows, left, top }} /> : null}
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <GuestRow key={index} runs={JSON.stringify(lines[index] ?? [])} />
      ))}
    </Box>
  )
}

/** The hardware cursor stands where the guest's does, and is hidden while the guest hides its own. There is one on the screen. */
function GuestCursor({
  screen,
  place: { columns, rows, left, top },
}: {
  screen: Vt | undefined
  place: Pick<GuestPaneProps, 'columns' | 'rows' | 'left' | 'top'>
}) {
  const { setCursorPosition } = useCursor()
  const cursor = screen?.cursor
  setCursorPosition(
    cursor && cursor.row < rows && screen.modes.cursorVisible
      ? { x: left + Math.min(cursor.column, columns - 1), y: top + cursor.row }
      : undefined,
  )
  return null
}

/** Takes its runs as text, so that rows that did not change are not drawn again. */
const GuestRow = memo(function GuestRow({ runs }: { runs: string }) {
  const { theme } = useAppContext()
  const parsed = JSON.parse(runs) as VtRun[]
  return (
    <Text wrap="truncate">
      {parsed.length === 0
        ? ' '
        : parsed.map((run, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a row have no identity of their own
            <Text key={index} {...runStyle(run)}>
              {theme.unicode ? run.text : toAscii(run.text)}
            </Text>
          ))}
    </Text>
  )
})

/** The first sixteen colours are the palette of the person's own terminal. */
const ANSI = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'blackBright',
  'redBright',
  'greenBright',
  'yellowBright',
  'blueBright',
  'magentaBright',
  'cyanBright',
  'whiteBright',
]

function inkColor(color: VtColor): string {
  return typeof color === 'string' ? color : (ANSI[color] ?? `ansi256(${color})`)
}

function runStyle({
  fg,
  bg,
  bold,
  dim,
  italic,
  underline,
  inverse,
  strikethrough,
}: VtRun): Omit<TextProps, 'children'> {
  return {
    ...(fg === undefined ? {} : { color: inkColor(fg) }),
    ...(bg === undefined ? {} : { backgroundColor: inkColor(bg) }),
    bold: bold ?? false,
    dimColor: dim ?? false,
    italic: italic ?? false,
    underline: underline ?? false,
    inverse: inverse ?? false,
    strikethrough: strikethrough ?? false,
  }
}
