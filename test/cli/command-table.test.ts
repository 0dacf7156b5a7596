/** The command table: help, completion and the manual are made from it, so what it leaves out nobody ever learns. */
import type { Command } from 'commander'
import { expect, test, vi } from 'vitest'
import { makeProgram } from '../../src/cli/command-table.ts'

function everyCommand(command: Command, name = command.name()): [name: string, command: Command][] {
  return [
    [name, command],
    ...command.commands.flatMap((child): [string, Command][] => everyCommand(child, `${name} ${child.name()}`)),
  ]
}

const commands = everyCommand(makeProgram(() => {})).filter(([name]) => name !== 'smart-os complete')

test('every command and every option says what it is for', () => {
  const silent = commands.flatMap(([name, command]) => [
    ...(command.description() === '' ? [name] : []),
    ...command.options.filter(({ description }) => description === '').map(({ flags }) => `${name} ${flags}`),
  ])
  expect(silent).toEqual([])
})

test('the words that a command is found by are all there', () => {
  const names = new Set(commands.map(([name]) => name.replace('smart-os ', '')))
  for (const name of ['build', 'run', 'verify', 'plan', 'explain', 'compare', 'doctor', 'snapshot delete', 'clean'])
    expect(names).toContain(name)
})

test('a command that ends hands its status on, and nothing runs before it is called', async () => {
  const statuses: number[] = []
  using output = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const program = makeProgram((status) => statuses.push(status))
  expect(statuses).toEqual([])
  await program.parseAsync(['catalog', 'list', '--json'], { from: 'user' })
  expect(statuses).toEqual([0])
  expect(output.mock.calls.join('')).toContain('busybox')
})
