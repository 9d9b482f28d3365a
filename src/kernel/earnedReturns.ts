/**
 * What holdings earn, session by session, and what the same holdings would have earned had each asset made its returns
 * on other days.
 */

/** Weights, shape (T × n) row-major, fractions of net asset value; NaN = not listed. */
export interface Holdings {
  readonly assets: number
  /** at the close */
  readonly held: Float64Array
  /** right after the fills of the session */
  readonly filled: Float64Array
  /** shape (T): 1 on sessions on which anything filled */
  readonly fills: Float64Array
}

/** Simple returns of the assets, decimal, shape (T × n); NaN = not known. */
export interface PartedReturns {
  /** previous close → fill price */
  readonly beforeFill: Float64Array
  /** fill price → close; known = the asset has a bar with that price */
  readonly afterFill: Float64Array
  readonly closeToClose: Float64Array
}

/**
 * A session without fills earns Σ h·r on the weights h of the close before; one with fills (1 + Σ h·a)(1 + Σ w·b) − 1, a up to the
 * fill, b from there, w the weights after it. Interest, borrow fees and costs are not in it.
 *
 * @param from first row
 * @param to row after the last
 * @param shift rows by which each asset's returns move forward, in a circle: over the rows of [from, to) on which that asset
 *   has a return. 0: where they were made
 * @returns shape (to − from); an asset without a return earns 0. Total: never throws.
 */
export function earnedReturns(
  holdings: Holdings,
  returns: PartedReturns,
  from: number,
  to: number,
  shift: number,
): Float64Array {
  const count = Math.max(0, to - from)
  const sums = {
    whole: new Float64Array(count),
    before: new Float64Array(count),
    after: new Float64Array(count),
  }
  const rows = new Int32Array(count)
  for (let asset = 0; asset < holdings.assets; asset++) {
    const known = knownRows(returns, holdings.assets, asset, from, to, rows)
    for (let j = 0; j < known; j++) {
      addAsset(holdings, returns, asset, rows[j]!, rows[(j + shift) % known]!, rows[j]! - from, sums)
    }
  }
  return sums.whole.map((whole, j) =>
    holdings.fills[from + j] === 1 ? (1 + sums.before[j]!) * (1 + sums.after[j]!) - 1 : whole,
  )
}

interface Sums {
  readonly whole: Float64Array
  readonly before: Float64Array
  readonly after: Float64Array
}

/** Writes the rows on which the asset has a return into `rows`, in order; their number. */
function knownRows(
  { afterFill, closeToClose }: PartedReturns,
  width: number,
  asset: number,
  from: number,
  to: number,
  rows: Int32Array,
): number {
  let known = 0
  for (let t = from, at = from * width + asset; t < to; t++, at += width) {
    if (!Number.isNaN(closeToClose[at]!) || !Number.isNaN(afterFill[at]!)) rows[known++] = t
  }
  return known
}

/** Adds what an asset's weights of row t earn with its returns of another row. */
function addAsset(
  { assets, held, filled }: Holdings,
  { beforeFill, afterFill, closeToClose }: PartedReturns,
  asset: number,
  t: number,
  other: number,
  j: number,
  { whole, before, after }: Sums,
): void {
  const at = t * assets + asset
  const source = other * assets + asset
  const h = t === 0 ? 0 : orZero(held[at - assets]!)
  const w = orZero(filled[at]!)
  if (h === 0 && w === 0) return
  const hasBar = !Number.isNaN(afterFill[source]!)
  const toFill = hasBar ? orZero(beforeFill[source]!) : 0
  const fromFill = hasBar ? afterFill[source]! : orZero(closeToClose[source]!)
  const total = closeToClose[source]!
  whole[j] = whole[j]! + h * (Number.isNaN(total) ? (1 + toFill) * (1 + fromFill) - 1 : total)
  before[j] = before[j]! + h * toFill
  after[j] = after[j]! + w * fromFill
}

const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value)
