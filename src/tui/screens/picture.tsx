/** A guest's screen, as it was: by kitty's protocol where the terminal has it, else in half blocks, else in characters. */
import { Box, Text } from 'ink'
import { useEffect, useMemo } from 'react'
import { encodePng, type Picture as PictureData } from '../../machine/png.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { kittyHide, kittyShow } from '../model/graphics.ts'
import { pictureCells, pictureRows } from '../model/picture.ts'
import { useAppContext } from '../store.ts'
import { Line } from '../widgets/line.tsx'

/** A change of size is followed by repainting; the picture comes after that. */
const SETTLED_MS = 150
/** Rows of the frame above the body. */
const HEADER_ROWS = 2

export function Picture({ file, picture }: { file: string; picture: PictureData }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { stdout, graphics } = session.context
  const rows = bodyRows - 1
  useKeys({ 'picture.close': () => store.setState({ dialog: undefined }) }, { priority: Priority.dialog, modal: true })
  const { columns: across, rows: down } = pictureCells(picture, columns, rows)
  const left = Math.floor((columns - across) / 2)
  const kitty = graphics.kitty && theme.name !== 'mono'
  useEffect(() => {
    if (!kitty) return
    const place = { row: HEADER_ROWS + 2, column: left + 1, columns: across, rows: down }
    const timer = setTimeout(() => stdout.write(kittyShow(encodePng(picture), place)), SETTLED_MS)
    return () => {
      clearTimeout(timer)
      stdout.write(kittyHide())
    }
  }, [kitty, picture, stdout, left, across, down])
  const depth = theme.name === 'mono' ? 'none' : graphics.depth
  const lines = useMemo(
    () => (kitty ? [] : pictureRows(picture, columns, rows, depth, theme.unicode)),
    [kitty, picture, columns, rows, depth, theme.unicode],
  )
  return (
    <Box flexDirection="column" width={columns} height={bodyRows}>
      <Line
        segments={[
          [` ${picture.width}x${picture.height} `, 'title'],
          [file, 'accent'],
        ]}
        columns={columns}
      />
      <Box flexDirection="column" marginLeft={left} height={rows}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
          <Text key={index} wrap="truncate">
            {line}
          </Text>
        ))}
      </Box>
    </Box>
  )
}
