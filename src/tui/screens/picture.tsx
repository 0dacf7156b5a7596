/** A guest's screen, as it was: by kitty's protocol or in sixels where the terminal has them, else in half blocks, else in characters. */
import { Box, Text } from 'ink'
import { useMemo, useState } from 'react'
import type { Picture as PictureData } from '../../machine/png.ts'
import { Priority, useKeys } from '../hooks/use-keys.ts'
import { type Placed, usePixels } from '../hooks/use-pixels.ts'
import { useSixels } from '../hooks/use-sixels.ts'
import { pictureCells, pictureRows } from '../model/picture.ts'
import { drawnAs, nextWay, WAY_TEXT } from '../model/picture-way.ts'
import { CAUTIOUS } from '../model/sixel-screen.ts'
import { useAppContext } from '../store.ts'
import { Line } from '../widgets/line.tsx'

/** Rows of the frame above the body. */
const HEADER_ROWS = 2

export function Picture({ file, picture }: { file: string; picture: PictureData }) {
  const { session, store, columns, bodyRows, theme } = useAppContext()
  const { graphics, settings } = session.context
  const [way, setWay] = useState(settings.get().pictures ?? 'auto')
  const means = { ...graphics, mono: theme.name === 'mono', unicode: theme.unicode }
  const sixels = useSixels(way === 'sixel' || drawnAs(way, { ...means, sixels: undefined }) === undefined)
  const drawn = drawnAs(way, { ...means, sixels: sixels === undefined ? undefined : sixels !== null })
  const screen = sixels ?? CAUTIOUS
  const rows = bodyRows - 1
  useKeys(
    {
      'picture.close': () => store.setState({ dialog: undefined }),
      'picture.way': () => {
        const next = nextWay(way)
        setWay(next)
        settings.save({ pictures: next })
      },
    },
    { priority: Priority.dialog, modal: true },
  )
  const ratio = drawn === 'sixel' ? screen.cell.height / screen.cell.width : undefined
  const { columns: across, rows: down } = pictureCells(picture, columns, rows, ratio)
  const left = Math.floor((columns - across) / 2)
  const place: Placed = { row: HEADER_ROWS + 2, column: left + 1, columns: across, rows: down }
  usePixels(drawn, picture, place, screen)
  const lines = useMemo(() => {
    if (drawn !== 'blocks' && drawn !== 'characters') return []
    return pictureRows(picture, columns, rows, drawn === 'characters' ? 'none' : graphics.depth, theme.unicode)
  }, [drawn, picture, columns, rows, graphics, theme.unicode])
  return (
    <Box flexDirection="column" width={columns} height={bodyRows}>
      <Line
        segments={[
          [` ${picture.width}x${picture.height} `, 'title'],
          [drawn ? `in ${WAY_TEXT[drawn]}${way === 'auto' ? '' : ', as chosen'}  ` : 'asking the terminal  ', 'muted'],
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
