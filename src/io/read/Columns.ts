/** Typed columns that grow by blocks, so that a file is kept once and a row costs no object. */
export class Columns {
  private readonly largestBlock: number
  /** rows of the current block, and how many of them are filled */
  private blockRows = 0
  private filled = 0
  private readonly blocks: Array<ReadonlyArray<Float64Array>> = []
  private readonly dateBlocks: Array<Int32Array> = []
  private readonly indexBlocks: Array<Int32Array> = []
  rows = 0
  /** of the block that is being filled */
  numbers: ReadonlyArray<Float64Array> = []
  date = new Int32Array(0)
  index = new Int32Array(0)

  private readonly count: number
  private readonly hasIndex: boolean

  private readonly known: number | undefined

  /** @param rows known beforehand: one block of that size, nothing is copied at the end */
  constructor(count: number, hasIndex: boolean, rows?: number) {
    this.count = count
    this.hasIndex = hasIndex
    this.known = rows
    this.largestBlock = Math.max(256, Math.floor((1 << 20) / (count + 1)))
  }

  /** The place of the next row within the current block. */
  next(): number {
    if (this.filled === this.blockRows) this.begin()
    this.rows++
    return this.filled++
  }

  private begin(): void {
    this.blockRows = this.known ?? Math.min(this.largestBlock, Math.max(256, this.rows))
    this.filled = 0
    this.numbers = Array.from({ length: this.count }, () => new Float64Array(this.blockRows))
    this.date = new Int32Array(this.blockRows)
    this.index = new Int32Array(this.hasIndex ? this.blockRows : 0)
    this.blocks.push(this.numbers)
    this.dateBlocks.push(this.date)
    this.indexBlocks.push(this.index)
  }

  finish(): {
    readonly rows: number
    readonly date: Int32Array
    readonly index: Int32Array
    readonly numbers: ReadonlyArray<Float64Array>
  } {
    const { rows } = this
    const numbers = Array.from({ length: this.count }, (_, column) =>
      joined(
        this.blocks.map((block) => block[column]!),
        rows,
        () => new Float64Array(rows),
      ),
    )
    const date = joined(this.dateBlocks, rows, () => new Int32Array(rows))
    const index = this.hasIndex
      ? joined(this.indexBlocks, rows, () => new Int32Array(rows))
      : new Int32Array(0)
    return { rows, date, index, numbers }
  }
}

function joined<A extends Float64Array | Int32Array>(
  blocks: ReadonlyArray<A>,
  rows: number,
  make: () => A,
): A {
  if (blocks.length === 1 && blocks[0]!.length === rows) return blocks[0]!
  const whole = make()
  let at = 0
  for (const block of blocks) {
    const part = block.subarray(0, Math.min(block.length, rows - at))
    whole.set(part, at)
    at += part.length
  }
  return whole
}
