/** How many lines a second a build can say while its pane is drawn at 20 frames a second and more. */
import { fakePipeline } from '../../tui/fakes.ts'
import { flood } from './flood.ts'
import { pause, type Watched, watch } from './frames.ts'

const RATES = [50_000, 100_000, 200_000, 400_000, 800_000]
const SECONDS = 4

export interface LogRate {
  /** The highest rate that was really said, with at least 20 frames a second; and the frames then. */
  lines: number
  frames: number
  tries: { asked: number; lines: number; frames: number }[]
}

export async function logRate(): Promise<LogRate> {
  const { build, say, started } = flood()
  await using watched = await watch(fakePipeline({ build }), 160, 50)
  await openBuild(watched)
  await started
  const tries: LogRate['tries'] = []
  for (const asked of RATES) {
    const result = await atRate(watched, say, asked)
    tries.push({ asked, ...result })
    if (result.frames < 20 || result.lines < asked * 0.95) break
  }
  const held = tries.filter(({ frames, lines, asked }) => frames >= 20 && lines >= asked * 0.95)
  const best = held.at(-1) ?? { lines: 0, frames: tries[0]?.frames ?? 0 }
  return { lines: best.lines, frames: best.frames, tries }
}

/** To the build screen of the minimal profile, with a step running. */
export async function openBuild({ terminal }: Watched): Promise<void> {
  await terminal.shows('Which system?')
  await terminal.shows('gcc')
  await terminal.keys('b')
  await terminal.shows(/› Plan/)
  await terminal.shows(/build/)
  await terminal.keys('<enter>')
  await terminal.shows('Building')
}

/** Lines come every 5 ms; what is late is said with the next. */
async function atRate(
  { frames }: Watched,
  say: (lines: number) => void,
  asked: number,
): Promise<{ lines: number; frames: number }> {
  const start = performance.now()
  const firstFrame = frames()
  let said = 0
  let seconds = 0
  while (seconds < SECONDS) {
    const due = Math.floor((asked * seconds) / 50) * 50 - said
    // A pipe holds 64 KB: nothing comes in larger heaps than a step's output does.
    const now = Math.min(due, 20_000)
    if (now > 0) {
      say(now)
      said += now
    }
    await pause(5)
    seconds = (performance.now() - start) / 1000
  }
  return { lines: Math.round(said / seconds), frames: Math.round(((frames() - firstFrame) / seconds) * 10) / 10 }
}
