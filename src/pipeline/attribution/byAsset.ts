import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Weights from "../../domain/Weights.ts"
import { longPart } from "../../kernel/longPart.ts"

/**
 * The gross return of a session split by asset and by side, decimal, known at its close.
 *
 * `by_asset`: a column an asset (h·a + g1·w·b − borrow; NaN while it is not listed), then `cash` (its interest).
 * `by_side`: `long`, `short`, `cash`. The columns of either add up to gross. NaN after ruin.
 */
export const AttributionByAsset = Node.define({
  name: "attribution/by-asset",
  title: "gross return by asset and by long and short book (decimal), known at the close",
  config: Schema.Struct({}),
  inputs: {
    contribution: Panel.type,
    book: Series.type,
    held: Weights.heldType,
    filled: Panel.type,
    drifted: Panel.type,
  },
  outputs: { by_asset: Series.type, by_side: Series.type },
  reach: () => ({
    contribution: Reach.point,
    book: Reach.point,
    held: Reach.past(1),
    filled: Reach.point,
    drifted: Reach.point,
  }),
  scope: "all",
  run: (values) => ({ by_asset: byAsset(values.contribution, values.book), by_side: bySide(values) }),
})

/** The column of cash: an asset may have its name. */
const cashColumn = (assets: ReadonlyArray<string>): string =>
  assets.includes("cash") ? "cash (interest)" : "cash"

function byAsset(contribution: Panel.Panel, book: Series.Series): Series.Series {
  const { assets, calendar, values } = contribution
  const cash = Series.column(book, "cash_contribution")
  const width = assets.length
  const parts = new Float64Array(cash.length * (width + 1))
  for (let row = 0; row < cash.length; row++) {
    const to = row * (width + 1)
    for (let i = 0; i < width; i++) parts[to + i] = values[row * width + i]!
    parts[to + width] = cash[row]!
  }
  return Panel.make(calendar, [...assets, cashColumn(assets)], parts)
}

interface Values {
  readonly contribution: Panel.Panel
  readonly book: Series.Series
  readonly held: Panel.Panel
  readonly filled: Panel.Panel
  readonly drifted: Panel.Panel
}

function bySide({ contribution, book, held, filled, drifted }: Values): Series.Series {
  const [toFill, fromFill, gross] = ["g1", "g2", "gross"].map((name) => Series.column(book, name))
  const width = contribution.assets.length
  const long = new Float64Array(Panel.rows(contribution))
  const short = new Float64Array(long.length)
  // one for all cells: an object a cell would cost more than the arithmetic
  const passage = { contribution: 0, before: 0, drifted: 0, filled: 0, after: 0, toFill: 0, fromFill: 0 }
  for (let row = 0; row < long.length; row++) {
    for (let asset = 0; asset < width; asset++) {
      const at = row * width + asset
      const added = contribution.values[at]!
      if (Number.isNaN(added)) continue
      passage.contribution = added
      passage.before = row > 0 ? held.values[at - width]! : 0
      passage.drifted = drifted.values[at]!
      passage.filled = filled.values[at]!
      passage.after = held.values[at]!
      passage.toFill = toFill![row]!
      passage.fromFill = fromFill![row]!
      const part = longPart(passage)
      long[row]! += part
      short[row]! += added - part
    }
    if (Number.isNaN(gross![row]!)) long[row] = short[row] = NaN
  }
  return Series.make(contribution.calendar, { long, short, cash: Series.column(book, "cash_contribution") })
}
