import { type AssetRows, priceFields } from "./AssetRows.ts"
import type { DefectKind, Finding, RowKind } from "./DefectKind.ts"

/** Of a close the whole row goes: a bar without one is none. Another price becomes unknown. */
const find = (asset: AssetRows, isBad: (price: number) => boolean): ReadonlyArray<Finding> =>
  priceFields.flatMap((field) => {
    const found: Array<Finding> = []
    asset.columns[field].forEach((price, i) => {
      if (!isBad(price)) return
      const at = { from: i, to: i + 1, detail: `${field} is ${price}` }
      found.push(field === asset.price ? at : { ...at, fields: [field] })
    })
    return found
  })

const common = {
  smallest: "1 cell",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
} as const satisfies Partial<DefectKind>

export const zeroPrice: RowKind = {
  kind: "zero_price",
  title: "prices of 0",
  ...common,
  find: (asset) => find(asset, (price) => price === 0),
}

export const negativePrice: RowKind = {
  kind: "negative_price",
  title: "prices below 0",
  ...common,
  find: (asset) => find(asset, (price) => price < 0),
}
