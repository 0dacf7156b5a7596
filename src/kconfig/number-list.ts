/** A list of whole numbers of 32 bits that grows. In an array each would take twice the room, and all would be copied in the end. */
export class NumberList {
  length = 0
  private numbers: Int32Array

  /** `expected`: how many there will probably be. */
  constructor(expected = 1024) {
    this.numbers = new Int32Array(expected)
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const grown = new Int32Array(Math.max(16, this.length * 2))
      grown.set(this.numbers)
      this.numbers = grown
    }
    this.numbers[this.length] = number
    this.length++
  }

  at(index: number): number {
    return this.numbers[index] as number
  }

  /** The numbers themselves, not a copy. */
  finish(): Int32Array {
    return this.numbers.subarray(0, this.length)
  }
}
