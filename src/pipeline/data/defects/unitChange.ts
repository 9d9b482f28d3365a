import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { type AssetRows, priceFields, priceOf } from "./AssetRows.ts"
import type { Edit, Finding, RowKind } from "./DefectKind.ts"
import { movesOf } from "./priceJumps.ts"

/** ln 60: no price moves by that much in a session. */
const leastJump = 4.09

/** Cents among dollars: a stretch of prices a hundred or a thousand times the others. */
export const unitChange: RowKind = {
  kind: "unit_change",
  title: "a stretch of prices 100 or 1000 times the others, or a hundredth or thousandth of them",
  smallest: "2 rows",
  level: "defect",
  allowed: ["refuse", "repair", "keep-and-flag", "drop"],
  byDefault: "refuse",
  find: (asset) => {
    const { price } = movesOf(asset)
    const jumps = Array.from(price.keys()).filter((i) => Math.abs(price[i]!) >= leastJump)
    const found: Array<Finding> = []
    for (let k = 0; k < jumps.length; k++) {
      const at = jumps[k]!
      const back = jumps[k + 1]
      const returns = back !== undefined && Math.abs(price[at]! + price[back]!) < 1
      if (returns && back === at + 1) {
        k++ // one row alone is a bad tick
        continue
      }
      found.push(returns ? stretch(asset, at, back, price[at]!) : oneSided(asset, at, price[at]!))
      if (returns) k++
    }
    return found
  },
}

/** Of two sides the shorter one is taken for the wrong one. */
const oneSided = (asset: AssetRows, at: number, jump: number): Finding =>
  at <= asset.session.length - at
    ? stretch(asset, 0, at, -jump)
    : stretch(asset, at, asset.session.length, jump)

function stretch(asset: AssetRows, from: number, to: number, jump: number): Finding {
  const closes = priceOf(asset)
  const size = Math.abs(jump) < 5.76 ? 100 : 1000 // ln √(100·1000)
  const factor = jump > 0 ? 1 / size : size
  const edits: Array<Edit> = []
  for (const field of priceFields) {
    if (field === "adj_close" && asset.price === "close" && !adjustedMoves(asset, from, to)) continue
    for (let i = from; i < to; i++) {
      const value = asset.columns[field][i]!
      if (!Number.isNaN(value)) edits.push({ at: i, field, value: value * factor })
    }
  }
  return {
    from,
    to,
    detail: `${closes[from]} … ${closes[to - 1]} up to ${formatIsoDate(asset.session[to - 1]!)}: ${jump > 0 ? `${size} times` : `a ${size === 100 ? "hundredth" : "thousandth"} of`} the other prices`,
    repair: edits,
  }
}

/** Whether the adjusted close changes its unit with the close. */
function adjustedMoves(asset: AssetRows, from: number, to: number): boolean {
  const { adjusted } = movesOf(asset)
  const edge = from > 0 ? from : to
  return Math.abs(adjusted[edge] ?? NaN) >= leastJump
}
