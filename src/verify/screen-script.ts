/**
 * The language of check-screen.yaml: what a person at the screen would do, and what they would then see. A list of steps, each with
 * one verb; the schema is the reference, and README's guide for people who write components shows it at work.
 */
import { z } from 'zod'
import { parseYaml } from '../system/yaml.ts'

const name = z.string('a name').regex(/^[a-z][a-z0-9-]*$/, 'a name of lower-case letters, digits and -')
const seconds = z.number('a number of seconds').positive().max(600)
const place = z.tuple([z.number(), z.number()], 'a place such as [400, 300]')
const button = z.enum(['left', 'middle', 'right'], 'left, middle or right').default('left')
const shell = z.string('a shell command').min(1)

const step = z.union(
  [
    /** Runs in the machine until it succeeds, at longest `within` seconds; its output must match `prints`. */
    z.strictObject({ run: shell, prints: z.string().optional(), within: seconds.default(1) }),
    /** Names a part of the screen: fixed, or as a command in the machine prints it: x, y, width, height. */
    z.strictObject({ region: name, at: z.tuple([z.number(), z.number(), z.number(), z.number()]) }),
    z.strictObject({ region: name, from: shell }),
    /** Takes a picture as soon as the screen has come to rest; it is kept beside the serial logs. */
    z.strictObject({ picture: name, within: seconds.default(20) }),
    z.strictObject({ type: z.string('a text').min(1) }),
    z.strictObject({
      press: z.string('keys such as ctrl+d').regex(/^[a-z0-9_]+(\+[a-z0-9_]+)*$/i, 'keys such as ctrl+d'),
    }),
    /** Places count from the corner of `in`, a region, or of the screen. A drag goes straight through all places. */
    z.strictObject({ move: place, in: name.optional() }),
    z.strictObject({ click: place, in: name.optional(), button }),
    z.strictObject({ drag: z.array(place).min(2), in: name.optional(), button }),
    z.strictObject({ wait: seconds }),
    /** Holds two pictures (the second is by default the screen as it is, at rest) against each other, inside or outside of regions. */
    z
      .strictObject({
        compare: name,
        with: name.optional(),
        inside: z.array(name).min(1).optional(),
        outside: z.array(name).min(1).optional(),
        expect: z.enum(['same', 'changed'], 'same or changed'),
        /** Pixels that must differ at least for `changed`, may differ at most for `same`. */
        pixels: z.number().int().min(0).optional(),
      })
      .refine((one) => !(one.inside && one.outside), 'inside or outside, not both'),
  ],
  'a step: run, region, picture, type, press, move, click, drag, wait or compare',
)

const script = z.strictObject({ steps: z.array(step).min(1) })

export type ScreenStep = z.output<typeof step>

/** Reads a check-screen.yaml. Throws located errors. */
export function parseScreenScript(text: string, file: string): ScreenStep[] {
  return parseYaml(text, file, script).steps
}
