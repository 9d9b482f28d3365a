import { log } from "../../../kernel/log.ts"
import { type AssetRows, priceOf } from "./AssetRows.ts"

/**
 * How the prices of an asset move from row to row, in logs: the close without its recorded splits, and the source's own
 * adjusted close. Where both are there they move together but for dividends; what sets them apart is a fault of one.
 */
export interface Moves {
  /** shape (n): ln(C_t·S_t / C_{t−1}); NaN on the first row and where a price is not known */
  readonly price: Float64Array
  /** ln(A_t / A_{t−1}); NaN throughout where there is no adjusted close beside the price */
  readonly adjusted: Float64Array
}

const cache = new WeakMap<AssetRows, Moves>()

/** Made once an asset, since several kinds look at them. */
export function movesOf(asset: AssetRows): Moves {
  const known = cache.get(asset)
  if (known !== undefined) return known
  const { split_ratio, adj_close } = asset.columns
  const price = priceOf(asset)
  const count = price.length
  const moves = { price: new Float64Array(count).fill(NaN), adjusted: new Float64Array(count).fill(NaN) }
  const hasBoth = asset.price === "close"
  for (let i = 1; i < count; i++) {
    const split = split_ratio[i]! > 0 ? split_ratio[i]! : 1
    moves.price[i] = log((price[i]! * split) / price[i - 1]!)
    if (hasBoth) moves.adjusted[i] = log(adj_close[i]! / adj_close[i - 1]!)
  }
  cache.set(asset, moves)
  return moves
}

/** New shares for old that companies use, largest steps first in neither direction: 5-for-4 up to 50-for-1, and back. */
const splits = [...[5 / 4, 4 / 3, 3 / 2, 5 / 3, 2, 5 / 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50]]

/** The split that explains a log jump of the price downwards (or, below 0, upwards) within this slack; undefined if none. */
export function splitOf(jump: number, slack: number): number | undefined {
  const size = Math.abs(jump)
  const ratio = splits.find((candidate) => Math.abs(size - log(candidate)) <= slack)
  if (ratio === undefined) return undefined
  return jump > 0 ? ratio : 1 / ratio
}
