import type { RowRange } from "./RowRange.ts"

/**
 * What the label of each row rests on: from `starts[i]` to `ends[i]`, both included, counted in rows. NaN in either: the row
 * has no label, and is neither trained on nor purged for.
 */
export interface RowSpans {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

export interface Purging {
  /** rows that are left out after a test block, on top of those whose spans touch it; ≥ 0 */
  readonly embargo: number
  /**
   * `purged`: a training row goes when its span shares a row with a span of the test rows. `allowed`: spans may share the one row
   * on which one ends and the other begins.
   */
  readonly touching: "purged" | "allowed"
  /** what the embargo is counted from: the end of the last label of a test block, or its last row */
  readonly embargo_from: "last_label" | "last_row"
}

/**
 * Which rows may be trained on when some are tested: those whose label rests on nothing that a label of the test rests on, and that
 * do not follow a test block too closely.
 *
 * With touching purged and the embargo after the last label this is the definition. With touching allowed it is the purged k-fold
 * of López de Prado's book; with the embargo after the last row, too, that of the package purgedcv.
 *
 * @param spans shape (n)
 * @param blocks the test rows, apart and in order
 * @returns shape (n), 1 where a row may be trained on. Total: never throws.
 * Source: M. López de Prado, Advances in Financial Machine Learning (2018), 7.4.1 and 7.4.2.
 */
export function purgedTraining(
  spans: RowSpans,
  blocks: ReadonlyArray<RowRange>,
  { embargo, touching, embargo_from }: Purging,
): Uint8Array {
  const { starts, ends } = spans
  const inTest = new Uint8Array(starts.length)
  for (const { from, to } of blocks) inTest.fill(1, from, to)
  const tested = unionOf(spans, inTest, touching)
  const resumes = blocks.map((block) => resumesAt(ends, block, { embargo, touching, embargo_from }))
  return inTest.map((isTest, row) => {
    const [start, end] = [starts[row]!, ends[row]!]
    if (isTest === 1 || Number.isNaN(start) || Number.isNaN(end)) return 0
    if (overlaps(tested, start, end, touching)) return 0
    return blocks.some((block, i) => row >= block.to && row < resumes[i]!) ? 0 : 1
  })
}

/** The first row after a test block that the embargo leaves: it takes so many of those that could be trained on at the earliest. */
function resumesAt(
  ends: Float64Array,
  { from, to }: RowRange,
  { embargo, touching, embargo_from }: Purging,
): number {
  if (embargo === 0) return to
  if (embargo_from === "last_row") return to + embargo
  let last = to - 1
  for (let row = from; row < to; row++) if (ends[row]! > last) last = ends[row]!
  return last + embargo + (touching === "allowed" ? 0 : 1)
}

/** Intervals apart from each other, in order. */
interface Union {
  readonly starts: ReadonlyArray<number>
  readonly ends: ReadonlyArray<number>
}

/** What the labels of the test rest on; spans that share more than touching allows are one interval. */
function unionOf({ starts, ends }: RowSpans, inTest: Uint8Array, touching: Purging["touching"]): Union {
  const rows = Array.from(inTest.keys())
    .filter((row) => inTest[row] === 1 && !Number.isNaN(starts[row]!) && !Number.isNaN(ends[row]!))
    .sort((a, b) => starts[a]! - starts[b]!)
  const union = { starts: [] as Array<number>, ends: [] as Array<number> }
  for (const row of rows) {
    const last = union.ends.length - 1
    const end = last < 0 ? -Infinity : union.ends[last]!
    if (touching === "purged" ? starts[row]! <= end : starts[row]! < end) {
      union.ends[last] = Math.max(end, ends[row]!)
    } else {
      union.starts.push(starts[row]!)
      union.ends.push(ends[row]!)
    }
  }
  return union
}

/** Whether [start, end] meets the union; a shared end alone counts when touching is purged. */
function overlaps(union: Union, start: number, end: number, touching: Purging["touching"]): boolean {
  let low = 0
  let high = union.ends.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (union.ends[middle]! < start) low = middle + 1
    else high = middle
  }
  for (let i = low; i < union.starts.length && union.starts[i]! <= end; i++) {
    if (touching === "purged" || (union.starts[i]! < end && start < union.ends[i]!)) return true
  }
  return false
}
