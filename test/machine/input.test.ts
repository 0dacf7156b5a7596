/** Keys and mouse: what QEMU is told when a text is typed or the pointer goes somewhere. */
import { expect, test } from 'vitest'
import { createPointer, keysOfCharacter, keysOfCombination } from '../../src/machine/index.ts'
import { stepsBetween } from '../../src/machine/pointer.ts'

type Sent = { command: string; args: unknown }

function recorder(absolute: boolean): { qmp: (command: string, args?: unknown) => Promise<unknown>; sent: Sent[] } {
  const sent: Sent[] = []
  const qmp = async (command: string, args?: unknown): Promise<unknown> => {
    if (command === 'query-mice') return [{ name: 'mouse', index: 1, current: true, absolute }]
    sent.push({ command, args })
    return {}
  }
  return { qmp, sent }
}

function travelled(sent: readonly Sent[]): { x: number; y: number } {
  const way = { x: 0, y: 0 }
  for (const { args } of sent) {
    const { events } = args as { events: { data: { axis: 'x' | 'y'; value: number } }[] }
    for (const { data } of events) way[data.axis] += data.value
  }
  return way
}

test('capital letters and signs are typed with Shift, as the guest would otherwise read other letters', () => {
  expect(keysOfCharacter('a')).toEqual(['a'])
  expect(keysOfCharacter('A')).toEqual(['shift', 'a'])
  expect(keysOfCharacter('|')).toEqual(['shift', 'backslash'])
  expect(keysOfCharacter(')')).toEqual(['shift', '0'])
  expect(keysOfCharacter('\n')).toEqual(['ret'])
  expect(() => keysOfCharacter('é')).toThrow('No key of a US keyboard types "é"')
})

test('combinations take the names that people use', () => {
  expect(keysOfCombination('Ctrl+Alt+Escape')).toEqual(['ctrl', 'alt', 'esc'])
})

test('a mouse of steps is pushed into the corner once, then goes straight from place to place', async () => {
  const { qmp, sent } = recorder(false)
  const pointer = createPointer(qmp, { width: 320, height: 200 })
  await pointer.move({ x: 150, y: 40 })
  const first = travelled(sent)
  expect(first.x).toBeLessThanOrEqual(150 - 320)
  sent.length = 0
  await pointer.move({ x: 30, y: 190 })
  expect(travelled(sent)).toEqual({ x: -120, y: 150 })
})

test('a tablet is told the place itself', async () => {
  const { qmp, sent } = recorder(true)
  await createPointer(qmp, { width: 1024, height: 768 }).move({ x: 1023, y: 0 })
  expect(sent).toEqual([
    {
      command: 'input-send-event',
      args: {
        events: [
          { type: 'abs', data: { axis: 'x', value: 0x7fff } },
          { type: 'abs', data: { axis: 'y', value: 0 } },
        ],
      },
    },
  ])
})

test('no step is longer than a PS/2 packet can hold, and together they arrive', () => {
  const steps = stepsBetween({ x: 10, y: 700 }, { x: 1000, y: 3 })
  expect(steps.every(([x, y]) => Math.abs(x) <= 100 && Math.abs(y) <= 100)).toBe(true)
  expect(steps.reduce((sum, [x]) => sum + x, 0)).toBe(990)
  expect(steps.reduce((sum, [, y]) => sum + y, 0)).toBe(-697)
  expect(stepsBetween({ x: 5, y: 5 }, { x: 5, y: 5 })).toEqual([])
})
