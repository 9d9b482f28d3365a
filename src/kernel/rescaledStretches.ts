/** How far a value may lie from the number that it was written for: `absolute` + `relative` × |value|. */
export interface Rounding {
  readonly absolute: number
  readonly relative: number
}

/** Rows from … to − 1 of a series that was multiplied. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly factor: number
}

/** Rows of another regime that may lie within a stretch: single cells that were revised beside. */
const tolerated = 3

/**
 * Stretches over which one series is the other times a constant, up to the rounding of both.
 *
 * A row allows the factors between (|after| − r)/(|before| + r′) and (|after| + r)/(|before| − r′); a stretch is a maximal
 * run of rows whose intervals have a factor in common, at most three rows in a row aside. It counts when at least `minimum`
 * of its rows, and three in four of those that changed, changed by the factor, and 1 is not among its factors. Its end is
 * its last changed row; it begins at row 0 when all but three rows before it say nothing, and none of them is as it was. Rows that are 0 or NaN on both sides say nothing. The factor is a ratio of whole numbers up to 20
 * where one fits and the interval is narrow, else the interval's middle.
 *
 * @param before shape (n); NaN = not known
 * @param after shape (n)
 * @param minimum changed rows below which nothing is a stretch
 */
export function rescaledStretches(
  before: Float64Array,
  after: Float64Array,
  roundingBefore: Rounding,
  roundingAfter: Rounding,
  minimum: number,
): ReadonlyArray<Stretch> {
  const { low, high } = factorBounds(before, after, roundingBefore, roundingAfter)
  const found: Array<Stretch> = []
  for (let from = 0; from < before.length; ) {
    const run = grow(low, high, from)
    const to = lastChanged(before, after, run.from, run.to) + 1
    const isOne = run.low <= 1 && run.high >= 1
    if (!isOne && isAgreed(before, after, low, high, run, to, minimum)) {
      const begin = reachesStart(before, after, low, run.from) ? 0 : run.from
      found.push({ from: begin, to, factor: plainFactor(run.low, run.high) })
      from = to
    } else from = isOne ? Math.max(run.to, run.from + 1) : run.from + 1
  }
  return found
}

/** Bounds of the factor by row: NaN where a row says nothing, an empty interval where no factor fits. */
function factorBounds(before: Float64Array, after: Float64Array, ours: Rounding, theirs: Rounding) {
  const low = new Float64Array(before.length)
  const high = new Float64Array(before.length)
  for (let row = 0; row < before.length; row++) {
    const [a, b] = [before[row]!, after[row]!]
    if ((Number.isNaN(a) && Number.isNaN(b)) || (a === 0 && b === 0)) {
      low[row] = NaN
      high[row] = NaN
    } else if (Number.isNaN(a) || Number.isNaN(b) || a * b <= 0) {
      low[row] = Infinity
      high[row] = -Infinity
    } else {
      const [x, y] = [Math.abs(a), Math.abs(b)]
      const [dx, dy] = [ours.absolute + ours.relative * x, theirs.absolute + theirs.relative * y]
      low[row] = (y - dy) / (x + dx)
      high[row] = x > dx ? (y + dy) / (x - dx) : Infinity
    }
  }
  return { low, high }
}

interface Run {
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
}

/** The longest run from the first row at or after `start` that says something. */
function grow(low: Float64Array, high: Float64Array, start: number): Run {
  let from = start
  while (from < low.length && Number.isNaN(low[from]!)) from++
  let [to, least, most, misfits] = [from, 0, Infinity, 0]
  for (let row = from; row < low.length && misfits <= tolerated; row++) {
    if (Number.isNaN(low[row]!)) continue
    const [below, above] = [Math.max(least, low[row]!), Math.min(most, high[row]!)]
    if (below <= above) {
      least = below
      most = above
      to = row + 1
      misfits = 0
    } else if (row === from) break
    else misfits++
  }
  return { from, to, low: least, high: most }
}

/** Whether nothing before a run speaks against its beginning at row 0: a few cells that were revised do not. */
function reachesStart(before: Float64Array, after: Float64Array, low: Float64Array, from: number): boolean {
  let misfits = 0
  for (let row = 0; row < from; row++) {
    if (Number.isNaN(low[row]!)) continue
    if (isSame(before[row]!, after[row]!)) return false
    misfits++
  }
  return misfits <= tolerated
}

function lastChanged(before: Float64Array, after: Float64Array, from: number, to: number): number {
  let row = to - 1
  while (row >= from && isSame(before[row]!, after[row]!)) row--
  return row
}

/** Whether enough rows changed, and most of them by the factor, not beside it. */
function isAgreed(
  before: Float64Array,
  after: Float64Array,
  low: Float64Array,
  high: Float64Array,
  run: Run,
  to: number,
  minimum: number,
): boolean {
  let [changed, agreeing] = [0, 0]
  for (let row = run.from; row < to; row++) {
    if (isSame(before[row]!, after[row]!)) continue
    changed++
    if (low[row]! <= run.low && high[row]! >= run.high) agreeing++
  }
  return agreeing >= minimum && agreeing >= 0.75 * changed
}

/** Whether a row is `before` times the factor, up to rounding, within what `rescaledStretches` allows. */
export function fitsFactor(
  before: number,
  after: number,
  factor: number,
  roundingBefore: Rounding,
  roundingAfter: Rounding,
): boolean {
  if (!(before * after > 0)) return false
  const [x, y] = [Math.abs(before), Math.abs(after)]
  const room =
    roundingAfter.absolute +
    roundingAfter.relative * y +
    factor * (roundingBefore.absolute + roundingBefore.relative * x)
  return Math.abs(y - factor * x) <= room * (1 + 1e-9)
}

/** The same number, or both not known; 0 and −0 differ, as their bytes do. */
export const isSame = (left: number, right: number): boolean => Object.is(left, right)

function plainFactor(low: number, high: number): number {
  const middle = high === Infinity ? low : (low + high) / 2
  const width = (high - low) / low
  if (width > 1e-2) return middle
  for (let below = 1; below <= 20; below++) {
    const above = Math.round(middle * below)
    if (above < 1 || above > 20 || above / below < low || above / below > high) continue
    // in a wider interval some ratio always lies, so only those of usual splits are taken for it
    if (width <= 1e-3 || above === 1 || below === 1) return above / below
  }
  return middle
}
