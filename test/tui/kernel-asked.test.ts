/** What a person types into the kernel's menu must mean to the build what the menu says it means. */
import { expect, test } from 'vitest'
import { kernelText } from '../../src/build/component-inputs.ts'
import { kernelValue } from '../../src/tui/model/kernel/asked.ts'

test('a hex number is one for the build, too, however it was typed', () => {
  for (const typed of ['1000000', '0x1000000', '0X1000000'])
    expect(kernelText(kernelValue(typed, 'hex'))).toBe('0x1000000')
})

test('numbers, texts and levels keep their kind', () => {
  expect(kernelText(kernelValue('300', 'int'))).toBe('300')
  expect(kernelText(kernelValue('-my', 'string'))).toBe('"-my"')
  expect(kernelText(kernelValue('m', 'tristate'))).toBe('m')
  for (const text of ['y', '0x12', '12']) expect(kernelText(kernelValue(text, 'string'), true)).toBe(`"${text}"`)
})
