/** A priority queue for small whole costs: one line for each, first come first served. Infinite costs are not taken in. */
export class CostQueue<Item> {
  private readonly lines: { items: Item[]; next: number }[] = []
  private lowest = 0

  push(cost: number, item: Item): void {
    if (!Number.isFinite(cost)) return
    while (this.lines.length <= cost) this.lines.push({ items: [], next: 0 })
    this.lines[cost]?.items.push(item)
    this.lowest = Math.min(this.lowest, cost)
  }

  /** The first item of the lowest cost. */
  pop(): Item | undefined {
    for (; this.lowest < this.lines.length; this.lowest++) {
      const line = this.lines[this.lowest]
      if (line && line.next < line.items.length) return line.items[line.next++]
    }
    return undefined
  }
}
