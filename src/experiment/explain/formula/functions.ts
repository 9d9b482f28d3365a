/** The functions that a formula may call. Lists go through arithmetic entry by entry; a name that is not known is NaN. */
import { averageRanks } from "../../../kernel/averageRanks.ts"
import { boundedShares } from "../../../kernel/boundedShares.ts"
import { capLevels } from "../../../kernel/capLevels.ts"
import { exPrice } from "../../../kernel/exPrice.ts"
import { compareWithTies, isTie } from "../../../kernel/ties.ts"
import { windowDeviation } from "../../../kernel/windowDeviation.ts"

export type Value = number | ReadonlyArray<number>

type Of = (...args: ReadonlyArray<Value>) => Value

const list = (value: Value | undefined): ReadonlyArray<number> =>
  value === undefined ? [] : typeof value === "number" ? [value] : value

const number = (value: Value | undefined): number => (typeof value === "number" ? value : NaN)

/** Entry by entry where either is a list; a single number meets every entry. */
function each(f: (x: number, y: number) => number): Of {
  return (x = NaN, y = NaN) => {
    if (typeof x === "number") return typeof y === "number" ? f(x, y) : y.map((entry) => f(x, entry))
    return x.map((entry, i) => f(entry, typeof y === "number" ? y : (y[i] ?? NaN)))
  }
}

const truth = (holds: boolean, ...of: ReadonlyArray<number>): number =>
  of.some(Number.isNaN) ? NaN : Number(holds)

/** From the left, as the kernels add up. */
const total = (values: ReadonlyArray<number>, start = 0): number =>
  values.reduce((sum, value) => sum + value, start)

function deviation(values: ReadonlyArray<number>): number {
  const out = new Float64Array(1)
  windowDeviation(Float64Array.from(values), 1, values.length, values.length, out, 0)
  return out[0]!
}

/** Growth from each level to the next; two levels within price dust are equal. */
const growths = (levels: ReadonlyArray<number>): ReadonlyArray<number> =>
  levels.slice(1).map((level, i) => (isTie(level, levels[i]!) ? 0 : level / levels[i]! - 1))

/** Changes from each level to the next; two levels within price dust are equal. */
const changes = (levels: ReadonlyArray<number>): ReadonlyArray<number> =>
  levels.slice(1).map((level, i) => (isTie(level, levels[i]!) ? 0 : level - levels[i]!))

/** Water level of each entry of a row under its caps (docs/allocators.md); `sectors` are codes from 0. */
function waterLevels(
  weights: ReadonlyArray<number>,
  sectors: ReadonlyArray<number>,
  asset: number,
  sector: number,
  maxScale: number,
): ReadonlyArray<number> {
  const rule = {
    asset,
    sector,
    sectorOf: Int32Array.from(sectors),
    sectors: Math.max(1, ...sectors.map((code) => code + 1)),
    maxScale,
  }
  const { level, full } = capLevels(Float64Array.from(weights, Math.abs), rule)
  return sectors.map((code) => Math.min(level, full[code]!))
}

export const functions: Readonly<Record<string, Of>> = {
  "+": each((x, y) => x + y),
  "-": each((x, y) => x - y),
  "*": each((x, y) => x * y),
  "/": each((x, y) => x / y),
  "<": each((x, y) => truth(x < y, x, y)),
  ">": each((x, y) => truth(x > y, x, y)),
  "<=": each((x, y) => truth(x <= y, x, y)),
  ">=": each((x, y) => truth(x >= y, x, y)),
  negative: each((x) => -x),
  abs: each((x) => Math.abs(x)),
  sign: each((x) => Math.sign(x)),
  sqrt: each((x) => Math.sqrt(x)),
  /** of two, entry by entry; of one list, of its entries */
  min: (x, y) => (y === undefined ? Math.min(...list(x)) : each(Math.min)(x, y)),
  max: (x, y) => (y === undefined ? Math.max(...list(x)) : each(Math.max)(x, y)),
  clip: (x, least, most) => each(Math.max)(each(Math.min)(x, most), least),
  if: (condition, yes, no) => (Number.isNaN(number(condition)) ? NaN : number(condition) !== 0 ? yes : no),
  /** −1, 0, +1 as the first is below, tied with (within 1e-12) or above the second */
  compare: each(compareWithTies),
  /** of a list; of two, the list added to a start */
  sum: (x, y) => (y === undefined ? total(list(x)) : total(list(y), number(x))),
  product: (x) => list(x).reduce((product, value) => product * value, 1),
  mean: (x) => total(list(x)) / list(x).length,
  /** sample standard deviation */
  std: (x) => deviation(list(x)),
  count: (x) => list(x).length,
  /** Σ of what is above 0, and −Σ of what is below */
  longs: (x) => total(list(x).filter((value) => value > 0)),
  shorts: (x) =>
    total(
      list(x)
        .filter((value) => value < 0)
        .map((value) => -value),
    ),
  growths: (x) => growths(list(x)),
  changes: (x) => changes(list(x)),
  /** average ranks, 1 = smallest; ties share theirs */
  ranks: (x) => [...averageRanks(Float64Array.from(list(x)))],
  /** entry of a list, counted from 1 */
  entry: (x, place) => list(x)[number(place) - 1] ?? NaN,
  /** a price after sessions without one: less each session's dividend, divided by its split */
  carry: (price, dividends, splits) =>
    list(dividends).reduce((carried, paid, i) => exPrice(carried, paid, list(splits)[i]!), number(price)),
  /** the nearest shares that add up to 1 within bounds */
  nearest_shares: (shares, least, most) => [
    ...boundedShares(Float64Array.from(list(shares)), number(least), number(most)),
  ],
  water_levels: (weights, sectors, asset, sector, maxScale) =>
    waterLevels(list(weights), list(sectors), number(asset), number(sector), number(maxScale)),
}
