/** The memory that a machine is asked for by hand, held against what its kernel starts in. */
import { describe, expect, it } from 'vitest'
import { refuseLittleMemory } from '../../src/configure/index.ts'

const MIB = 1024 * 1024

describe('memory that a machine is given by hand', () => {
  it('is refused with the distribution’s kernel below what the profile’s own setting is held to: it would only hang', () => {
    expect(() => refuseLittleMemory(127 * MIB, 'bios', true)).toThrow(/distribution’s kernel .* 128 MB/)
    expect(() => refuseLittleMemory(128 * MIB, 'bios', true)).not.toThrow()
  })

  it('is refused below what firmware needs, which is more under UEFI', () => {
    expect(() => refuseLittleMemory(31 * MIB, 'direct', false)).toThrow(/nothing boots directly below 32 MB/)
    expect(() => refuseLittleMemory(32 * MIB, 'direct', false)).not.toThrow()
    expect(() => refuseLittleMemory(63 * MIB, 'uefi', false)).toThrow(/under UEFI below 64 MB/)
  })
})
