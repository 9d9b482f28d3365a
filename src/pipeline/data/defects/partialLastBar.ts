import { priceFields, priceOf } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"

export const partialLastBar: RowKind = {
  kind: "partial_last_bar",
  title: "a last row with some prices and no close: a session that was not over",
  smallest: "1 row",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
  find: (asset) => {
    const last = asset.session.length - 1
    if (last < 0 || !Number.isNaN(priceOf(asset)[last]!)) return []
    const known = priceFields.filter((field) => !Number.isNaN(asset.columns[field][last]!))
    if (known.length === 0) return []
    return [{ from: last, to: last + 1, detail: `only ${known.join(", ")} known: the session was not over` }]
  },
}
