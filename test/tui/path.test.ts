/** The way back: whoever presses Esc must come out at the list of profiles, never round in circles. */
import { expect, test } from 'vitest'
import { goBack, goTo, initialState } from '../../src/tui/actions.ts'
import type { ScreenName } from '../../src/tui/state.ts'
import { open } from './open.ts'
import { random as seeded } from './random.ts'

const SCREENS: ScreenName[] = ['profiles', 'configure', 'plan', 'build', 'launch', 'console', 'result']

function walk(...screens: ScreenName[]) {
  return screens.reduce(goTo, initialState('dark')).path
}

test('what lies behind the screen that is gone to is left, and a console is always a machine’s', () => {
  expect(walk('plan', 'build', 'console', 'configure')).toEqual(['profiles', 'configure'])
  expect(walk('plan', 'build', 'console')).toEqual(['profiles', 'plan', 'build', 'launch', 'console'])
  expect(walk('configure', 'launch', 'build')).toEqual(['profiles', 'configure', 'build'])
  expect(walk('configure', 'plan', 'build', 'result', 'launch', 'result')).toEqual([
    'profiles',
    'configure',
    'plan',
    'build',
    'result',
  ])
})

test('wherever one has been, Esc leads to the profiles in fewer steps than there are screens', () => {
  const random = seeded(7)
  let state = initialState('dark')
  for (let step = 0; step < 2000; step++) {
    state = goTo(state, SCREENS[Math.floor(random() * SCREENS.length)] ?? 'profiles')
    expect(new Set(state.path).size).toBe(state.path.length)
    let back = state
    for (let esc = 1; esc < SCREENS.length; esc++) back = goBack(back)
    expect(back.path).toEqual(['profiles'])
  }
})

test('after the three keys that build and run it, Esc leads from the machine to the profiles', async () => {
  await using opened = await open({})
  const { terminal } = opened
  await terminal.shows('steps to build')
  await terminal.keys('x')
  await terminal.shows('Enter builds it')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  for (let esc = 0; esc < 3; esc++) await terminal.keys('<esc>')
  await terminal.shows('Which system?')
})

test('leaving with two machines running asks about both', async () => {
  await using opened = await open({ profile: 'minimal' })
  const { terminal, fake } = opened
  await terminal.shows('Configure')
  await terminal.keys('L')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('~ #')
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('+')
  await terminal.shows('[2]')
  await terminal.shows('ready to start')
  await terminal.keys('<enter>')
  await terminal.shows('[2] of 2')
  await terminal.keys('<c-a>d')
  await terminal.shows('The machine')
  await terminal.keys('q')
  await terminal.shows('2 machines are still running')
  await terminal.shows('switch them all off and quit')
  await terminal.keys('y')
  await opened.ended
  expect(fake.calls.filter((call) => call === 'power off')).toHaveLength(2)
})
